-- The $most participants (missing: all) longest on treatment (first infusion day to the last one known): each cycle from
-- start to end, and each event as a day; days after randomisation. `place` is the row from 1, `of` how many have started.
-- A cycle without an end runs to the last contact.
--
-- params:  $endpoint, $most, $relapse
-- returns: arm, participant, place, of, kind, cycle, start_day, end_day
with started as (
    select
        arm, participant, first_day, last_day, status, row_number() over longest as place, count(*) over () as of
    from course
    where started > 0
    window longest as (order by last_day - first_day desc, participant)
),
shown as (
    from started where place <= coalesce($most::integer, place)
),
bar as (
    select
        participant, 'cycle' as kind, cycle.cycle, start_day, coalesce(cycle.end_day, shown.last_day) as end_day
    from cycle
    join shown using (participant)
),
mark as (
    select participant, 'relapse' as kind, 0 as cycle, floor(days)::integer as start_day
    from endpoint
    semi join shown using (participant)
    where endpoint = $endpoint and cause = $relapse
    union all
    select participant, 'death', 0, died_on - randomised_on
    from participant
    semi join shown using (participant)
    where died_on is not null
    union all
    select participant, 'ongoing', 0, last_day from shown where status = 'ongoing'
)
select shown.arm, participant, shown.place, shown.of, kind, cycle, start_day, end_day
from shown
join (from bar union all select *, start_day as end_day from mark) using (participant)
order by shown.place, kind, cycle, start_day
