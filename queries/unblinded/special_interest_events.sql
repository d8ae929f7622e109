-- All events of special interest by arm: participants by worst grade, events, and what a rate of all events needs from
-- participants with x events in t days at risk: the sums of t, x², x·t and t² over everybody. `kind` is empty for a
-- whole group; `median`, `shortest` and `longest` are days of the events that `ended`, `ongoing` have not. A row without
-- a name has the sums over everybody where nothing happened.
--
-- params:  $arm_revealing, $population, $severe_from
-- returns: arm, name, kind, n, participants, severe, events, person_days, squared, crossed, days_squared,
--          median, shortest, longest, ended, ongoing
with member as (
    select participant, population.arm, end_day + 1 as days
    from population
    join at_risk using (participant)
    where population = $population
),
size as (
    select arms.arm, count(days)::bigint as n, coalesce(sum(days), 0)::double as person_days,
        coalesce(sum(days::double * days), 0) as days_squared
    from arms
    left join member using (arm)
    group by arms.arm
),
event as (
    select participant, arm, days, name, kind, grade, end_day - start_day + 1 as lasted
    from adverse_event
    join interest using (soc, term)
    join member using (participant, arm)
    where emergent and arm_revealing = $arm_revealing
),
of_one as (
    select arm, name, coalesce(kind, '') as kind, grouping(kind) as whole, participant, count(*) as x,
        any_value(days) as days, coalesce(max(grade), 0) as worst
    from event
    group by grouping sets ((arm, name, participant), (arm, name, kind, participant)), days
),
counted as (
    select arm, name, kind, whole, count(*) as participants, count(*) filter (worst >= $severe_from) as severe,
        sum(x) as events, sum(x::double * x) as squared, sum(x::double * days) as crossed
    from of_one
    group by all
),
lasting as (
    select arm, name, coalesce(kind, '') as kind, grouping(kind) as whole, median(lasted) as median,
        min(lasted) as shortest, max(lasted) as longest, count(lasted) as ended, count(*) - count(lasted) as ongoing
    from event
    group by grouping sets ((arm, name), (arm, name, kind))
),
planned as (
    select distinct name, '' as kind, 1 as whole from interest where arm_revealing = $arm_revealing
    union
    select distinct name, kind, 0 from interest where arm_revealing = $arm_revealing and kind <> ''
    union
    select '', '', 1
)
select
    arms.arm, name, kind, size.n,
    coalesce(participants, 0)::bigint as participants,
    coalesce(severe, 0)::bigint as severe,
    coalesce(events, 0)::bigint as events,
    size.person_days,
    coalesce(squared, 0)::double as squared,
    coalesce(crossed, 0)::double as crossed,
    size.days_squared,
    median::double as median,
    shortest::double as shortest,
    longest::double as longest,
    coalesce(ended, 0)::bigint as ended,
    coalesce(ongoing, 0)::bigint as ongoing
from arms
cross join planned
left join size using (arm)
left join counted using (arm, name, kind, whole)
left join lasting using (arm, name, kind, whole)
order by arms.arm, name, kind
