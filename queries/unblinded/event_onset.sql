-- Adverse events by the day of onset, in periods of 28 days from randomisation, with everybody's days at risk in each.
-- Only terms that `event_time` shows under $by_name: where letters are symbolic, events that exist because of an arm
-- would draw its cycles.
--
-- params:  $by_name, $population, $severe_from, $subset
-- returns: arm, period, events, person_days
with member as (
    select participant, population.arm, at_risk.end_day as last_day
    from population
    join at_risk using (participant)
    where population = $population
),
period as (
    select unnest(range(0, 1 + coalesce((select max(last_day) from member), 0) // 28)) as period
),
shown as (
    select distinct soc, term from event_time
    where by_name = $by_name and population = $population and subset = $subset and level = 'term'
),
event as (
    select arm, least(greatest(start_day, 0), last_day) // 28 as period, count(*) as events
    from adverse_event
    join member using (participant, arm)
    semi join shown using (soc, term)
    where emergent and case $subset
        when 'serious' then serious
        when 'severe' then grade >= $severe_from
        when 'fatal' then fatal
        when 'related' then related
        else true
    end
    group by all
),
ending as (
    select arm, last_day, count(*) as people from member group by all
),
followed as (
    select arm, period, sum(people * greatest(0, least(28, last_day - 28 * period + 1)))::bigint as person_days
    from ending
    cross join period
    group by all
)
select arms.arm, period, coalesce(events, 0)::bigint as events, coalesce(person_days, 0)::bigint as person_days
from arms
cross join period
left join event using (arm, period)
left join followed using (arm, period)
order by arms.arm, period
