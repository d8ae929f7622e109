-- Participants by worst grade, and events by grade, overall, by system organ class and by preferred term.
-- Every arm has the same rows, with zeros where nothing happened. $by_name: terms that exist because of an
-- arm stand under their own names (unblinded store alone) or under "Other term" of their class.
--
-- params:  $by_name, $population, $subset
-- returns: arm, level, soc, term, grade, participants, events, n
with counted as (
    select * from event_count where by_name = $by_name and population = $population and subset = $subset
),
planned as (
    select distinct level, soc, term, grade from counted
    union
    select 'overall', '', '', 0
),
size as (
    select arm, sum(n)::bigint as n from population_size where population = $population group by arm
)
select
    arms.arm,
    planned.level,
    planned.soc,
    planned.term,
    planned.grade,
    coalesce(counted.participants, 0)::bigint as participants,
    coalesce(counted.events, 0)::bigint as events,
    coalesce(size.n, 0)::bigint as n
from arms
cross join planned
left join counted
    on counted.arm = arms.arm and counted.level = planned.level and counted.soc = planned.soc
    and counted.term = planned.term and counted.grade = planned.grade
left join size on size.arm = arms.arm
order by arms.arm, planned.level, planned.soc, planned.term, planned.grade
