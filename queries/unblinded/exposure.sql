-- Timing and dose of cycles: for each measure and cycle the values' number and quartiles, and how many are `hits`.
-- interval: days from transplantation to cycle 1. delay: days from the due day of a cycle to its start (hit: later).
-- given: infusion days of a cycle with an end (hit: complete). intensity: percent of the planned infusion days given,
-- over a participant's cycles that are over (hit: at least $share percent). pause: days between two infusions of a cycle,
-- known if all before have an end (hit: more than 7). interruptions: pauses of a participant with infusions recorded, of
-- whom every one is known (hit: any).
--
-- params:  $due_days, $share
-- returns: arm, measure, cycle, n, least, lower, middle, upper, most, hits
with due as (
    select
        unnest($due_days::integer[]) as due_day,
        unnest(range(1, len($due_days::integer[]) + 1))::integer as cycle
),
pause as (
    select
        arm, participant, cycle,
        start_day - max(end_day) over earlier - 1 as days,
        count(*) filter (end_day is null) over earlier > 0 as unknown
    from infusion
    window earlier as (
        partition by participant, cycle order by start_day, end_day rows between unbounded preceding and 1 preceding
    )
),
paused as (
    select arm, participant, count(*) filter (days > 0) as pauses
    from pause
    group by arm, participant
    having not bool_or(unknown)
),
value as (
    select
        cycle.arm, 'interval' as measure, 1 as cycle, randomised_on - transplanted_on + start_day as value,
        false as hit
    from cycle
    join participant using (participant)
    where cycle.cycle = 1 and transplanted_on is not null
    union all
    select arm, 'delay', cycle, start_day - due_day, start_day > due_day
    from cycle
    join due using (cycle)
    union all
    select arm, 'given', cycle, infusion_days, completed
    from cycle
    where end_day is not null and infusion_days is not null
    union all
    select arm, 'intensity', 0, 100 * given / planned, 100 * given >= $share * planned
    from course
    where planned > 0
    union all
    select arm, 'interruptions', 0, pauses, pauses > 0
    from paused
    union all
    select arm, 'pause', 0, days, days > 7
    from pause
    where days > 0 and not unknown
),
planned as (
    select 'delay' as measure, cycle from due
    union all
    select 'given' as measure, cycle from due
    union all
    from (values ('interval', 1), ('intensity', 0), ('interruptions', 0), ('pause', 0))
)
select
    arms.arm, planned.measure, planned.cycle, count(value) as n, min(value)::double as least,
    quantile_cont(value, 0.25)::double as lower, median(value)::double as middle,
    quantile_cont(value, 0.75)::double as upper, max(value)::double as most, count(*) filter (hit) as hits
from arms
cross join planned
left join value on value.arm = arms.arm and value.measure = planned.measure and value.cycle = planned.cycle
group by arms.arm, planned.measure, planned.cycle
order by arms.arm, planned.measure, planned.cycle
