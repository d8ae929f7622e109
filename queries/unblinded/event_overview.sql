-- Adverse events in overview by arm: participants and events that were serious, related, severe, fatal, or stopped or
-- changed treatment; with deaths, and participants who left because of an event. No number where nobody recorded it:
-- $unrecorded are the measures whose column the source has not, others may be empty in every row.
--
-- params:  $population, $severe_from, $unrecorded
-- returns: arm, measure, n, participants, events
with member as (
    select participant, arm from population where population = $population
),
size as (
    select arms.arm, count(member.participant)::bigint as n from arms left join member using (arm) group by arms.arm
),
event as (
    select
        participant, grade >= $severe_from as severe, fatal, serious, related, stopped, changed,
        serious and related as serious_related,
        case when stopped is not null then serious and stopped end as serious_stopped,
        case when changed is not null then serious and changed end as serious_changed,
        case when stopped is not null then related and stopped end as related_stopped,
        case when changed is not null then related and changed end as related_changed
    from adverse_event
    where emergent
),
of_one as (
    select
        participant,
        unnest([
            'any', 'fatal', 'serious', 'serious-stopped', 'serious-changed', 'serious-related', 'severe', 'related',
            'related-stopped', 'related-changed', 'stopped', 'changed'
        ]) as measure,
        unnest([
            count(*), count_if(fatal), count_if(serious), count_if(serious_stopped), count_if(serious_changed),
            count_if(serious_related), count_if(severe), count_if(related), count_if(related_stopped),
            count_if(related_changed), count_if(stopped), count_if(changed)
        ])::bigint as events,
        unnest([
            true, count(fatal) > 0, count(serious) > 0, count(serious_stopped) > 0, count(serious_changed) > 0,
            count(serious_related) > 0, count(severe) > 0, count(related) > 0, count(related_stopped) > 0,
            count(related_changed) > 0, count(stopped) > 0, count(changed) > 0
        ]) as known
    from event
    group by participant
    union all
    select
        participant,
        unnest(['died', 'left']) as measure,
        unnest([died_on is not null, coalesce(left_for_event, false)])::bigint as events,
        unnest([true, left_for_event is not null]) as known
    from participant
),
planned as (
    select row_number() over ()::integer as place, measure, always
    from (values
        ('any', true), ('serious', true), ('related', true), ('serious-related', true), ('severe', true),
        ('fatal', true), ('died', true), ('left', false), ('stopped', false), ('changed', false),
        ('serious-stopped', false), ('serious-changed', false), ('related-stopped', false), ('related-changed', false)
    ) as rows (measure, always)
),
summed as (
    select arm, measure, count_if(events > 0) as participants, sum(events) as events, bool_or(known) as known
    from of_one
    join member using (participant)
    group by all
),
counted as (
    select
        size.arm, planned.place, planned.measure, size.n,
        not list_contains($unrecorded::varchar[], planned.measure)
        and (planned.always or bool_or(coalesce(known, false)) over (partition by planned.place)) as recorded,
        coalesce(participants, 0) as participants,
        coalesce(events, 0) as events
    from size
    cross join planned
    left join summed on summed.arm = size.arm and summed.measure = planned.measure
)
select
    arm, measure, n,
    case when recorded then participants end::bigint as participants,
    case when recorded and measure not in ('died', 'left') then events end::bigint as events
from counted
order by place, arm
