-- What became of everybody randomised, by one scheme of steps; where the store has a screening log its candidates by
-- outcome as well, without an arm or an n.
--
-- params:  $scheme
-- returns: arm, scheme, step, reason, n, participants
select
    disposition.arm, disposition.scheme, disposition.step, disposition.reason, population_size.n,
    disposition.participants
from disposition
left join population_size on population_size.arm = disposition.arm and population_size.population = 'randomised'
where disposition.scheme = $scheme or disposition.scheme = 'screening'
order by disposition.arm, disposition.scheme, disposition.step, disposition.participants desc, disposition.reason
