-- Participants with each adverse event beside everybody's time at risk of it: person-days to the first event or the
-- end of risk, and the cumulative incidence at the landmark with its standard error and who was at risk there. The rows
-- are those of the counts by class and term; where arms are pooled, classes and withheld terms have no times.
--
-- params:  $by_name, $population, $subset
-- returns: arm, level, soc, term, participants, n, person_days, landmark, incidence, error, at_risk
with counted as (
    select arm, level, soc, term, sum(participants)::bigint as participants
    from event_count
    where by_name = $by_name and population = $population and subset = $subset
    group by arm, level, soc, term
),
planned as (
    select distinct level, soc, term from counted
    union
    select 'overall', '', ''
),
size as (
    select arm, sum(n)::bigint as n from population_size where population = $population group by arm
),
timed as (
    select * from event_time where by_name = $by_name and population = $population and subset = $subset
)
select
    arms.arm,
    planned.level,
    planned.soc,
    planned.term,
    coalesce(counted.participants, 0)::bigint as participants,
    coalesce(size.n, 0)::bigint as n,
    timed.person_days::double as person_days,
    coalesce((select max(landmark) from timed), 0)::integer as landmark,
    timed.incidence,
    timed.error,
    timed.at_risk::double as at_risk
from arms
cross join planned
left join counted using (arm, level, soc, term)
left join size using (arm)
left join timed using (arm, level, soc, term)
order by arms.arm, planned.level, planned.soc, planned.term
