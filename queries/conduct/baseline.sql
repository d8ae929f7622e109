-- Everybody randomised by baseline characteristic: participants of each level, or the quartiles of a number.
--
-- params:  none
-- returns: arm, characteristic, level, n, participants, least, lower, middle, upper, most
select
    baseline.arm, baseline.characteristic, baseline.level, population_size.n, baseline.participants,
    baseline.least, baseline.lower, baseline.middle, baseline.upper, baseline.most
from baseline
join population_size on population_size.arm = baseline.arm and population_size.population = 'randomised'
order by baseline.arm, baseline.characteristic, baseline.level
