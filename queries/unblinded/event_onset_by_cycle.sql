-- Adverse events by the last cycle begun by their onset, 0 before any: participants who reached it, those with an event
-- in it, its events, and days at risk until the next cycle begins or the risk ends.
--
-- params:  $population, $severe_from, $subset
-- returns: arm, cycle, reached, participants, events, person_days
with member as (
    select participant, population.arm, at_risk.end_day as last_day
    from population
    join at_risk using (participant)
    where population = $population
),
begun as (
    select participant, arm, 0 as cycle, 0 as start_day, last_day from member
    union all
    select participant, member.arm, cycle, greatest(start_day, 0), last_day
    from cycle
    join member using (participant)
    where start_day <= last_day
),
span as (
    select *, coalesce(lead(start_day) over (partition by participant order by start_day, cycle), last_day + 1)
        - start_day as days
    from begun
),
event as (
    select participant, least(greatest(start_day, 0), last_day) as start_day
    from adverse_event
    join member using (participant)
    where emergent and case $subset
        when 'serious' then serious
        when 'severe' then grade >= $severe_from
        when 'fatal' then fatal
        when 'related' then related
        else true
    end
),
of_one as (
    select span.arm, cycle, participant, count(*) as events
    from event
    join span using (participant)
    where event.start_day >= span.start_day and event.start_day < span.start_day + days
    group by all
),
counted as (
    select arm, cycle, count(*) as participants, sum(events) as events from of_one group by all
),
reached as (
    select arm, cycle, count(*) as reached, sum(days)::bigint as person_days from span where days > 0 group by all
),
planned as (
    select distinct cycle from begun
)
select arms.arm, cycle, coalesce(reached, 0)::bigint as reached, coalesce(participants, 0)::bigint as participants,
    coalesce(events, 0)::bigint as events, coalesce(person_days, 0)::bigint as person_days
from arms
cross join planned
left join reached using (arm, cycle)
left join counted using (arm, cycle)
order by arms.arm, cycle
