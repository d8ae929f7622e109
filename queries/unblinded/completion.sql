-- Participants for whom the last cycle is due and over: how many completed all $cycles, of the randomised, and of those
-- who started.
--
-- params:  $cycles
-- returns: arm, basis, completed, n
with judged as (
    select arm, started > 0 as begun, completed >= $cycles::integer as complete
    from course
    where expected >= $cycles::integer
)
select
    arms.arm, basis.basis,
    count(*) filter (complete and (begun or basis.basis = 'randomised')) as completed,
    count(*) filter (begun or basis.basis = 'randomised' and begun is not null) as n
from arms
cross join (values ('randomised'), ('started')) as basis (basis)
left join judged on judged.arm = arms.arm
group by arms.arm, basis.basis
order by arms.arm, basis.basis
