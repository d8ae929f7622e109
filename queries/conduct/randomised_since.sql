-- Participants randomised by this extract and by the previous one; `compared` is false where there is none.
--
-- params:  none
-- returns: arm, now, before, compared
select
    arms.arm,
    (select coalesce(sum(n), 0) from population_size
     where population_size.arm = arms.arm and population = 'randomised')::bigint as now,
    (select coalesce(sum(n), 0) from previous.population_size as earlier
     where earlier.arm = arms.arm and earlier.population = 'randomised')::bigint as before,
    exists (from previous.population_size) as compared
from arms
order by arms.arm
