-- Participants by worst grade, and events by grade, of each group of special interest (level "soc", its title in soc)
-- and of each kind of it (level "term"). Every one of $groups (titles), each with one of $kinds or '' beside it, has a
-- row, and so has everybody (level "overall", without events).
--
-- params:  $arm_revealing, $groups, $kinds, $population
-- returns: arm, level, soc, term, grade, participants, events, n
with member as (
    select participant, arm from population where population = $population
),
size as (
    select arms.arm, count(participant)::bigint as n from arms left join member using (arm) group by arms.arm
),
event as (
    select participant, title, kind, coalesce(grade, 0) as grade
    from adverse_event
    join interest using (soc, term)
    where emergent and arm_revealing = $arm_revealing
),
of_one as (
    select participant, case when grouping(kind) = 1 then 'soc' else 'term' end as level, title as soc,
        coalesce(kind, '') as term, max(grade) as grade, count(*) as events
    from event
    group by grouping sets ((participant, title), (participant, title, kind))
),
counted as (
    select arm, level, soc, term, grade, count(*)::bigint as participants, sum(events)::bigint as events
    from of_one
    join member using (participant)
    where level = 'soc' or term <> ''
    group by all
),
planned as (
    select distinct level, soc, term, grade from counted
    union
    select if(kind = '', 'soc', 'term'), title, kind, 1
    from (select unnest($groups) as title, unnest($kinds) as kind)
    union
    select 'overall', '', '', 1
)
select arms.arm, level, soc, term, grade,
    coalesce(participants, 0)::bigint as participants, coalesce(events, 0)::bigint as events, n
from arms
cross join planned
join size using (arm)
left join counted using (arm, level, soc, term, grade)
order by arms.arm, level, soc, term, grade
