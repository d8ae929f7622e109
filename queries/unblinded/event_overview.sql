-- Adverse events in overview by arm: participants and events that were fatal, serious, severe, related, or stopped or
-- changed treatment; with deaths, and participants who left because of an event. No number where nobody recorded it.
--
-- params:  $population, $severe_from
-- returns: arm, measure, n, participants, events
with member as (
    select participant, arm from population where population = $population
),
event as (
    select
        member.arm, participant, grade >= $severe_from as severe, fatal, serious, related, stopped, changed,
        case when stopped is not null then serious and stopped end as serious_stopped,
        case when changed is not null then serious and changed end as serious_changed,
        case when stopped is not null then related and stopped end as related_stopped,
        case when changed is not null then related and changed end as related_changed
    from adverse_event
    join member using (participant)
    where emergent
),
judged as (
    select
        arm, participant, true as is_event,
        unnest([
            'any', 'fatal', 'serious', 'serious-stopped', 'serious-changed', 'serious-related', 'severe', 'related',
            'related-stopped', 'related-changed', 'stopped', 'changed'
        ]) as measure,
        unnest([
            true, fatal, serious, serious_stopped, serious_changed, serious and related, severe, related,
            related_stopped, related_changed, stopped, changed
        ]) as holds
    from event
    union all
    select
        member.arm, participant, false as is_event,
        unnest(['died', 'left']) as measure,
        unnest([participant.died_on is not null, participant.left_for_event]) as holds
    from participant
    join member using (participant)
),
planned as (
    select row_number() over ()::integer as place, measure, always
    from (values
        ('any', true), ('died', true), ('left', false), ('fatal', true), ('serious', true), ('serious-stopped', false),
        ('serious-changed', false), ('serious-related', true), ('stopped', false), ('changed', false),
        ('related', true), ('related-stopped', false), ('related-changed', false), ('severe', true)
    ) as rows (measure, always)
),
size as (
    select arms.arm, count(member.participant)::bigint as n from arms left join member using (arm) group by arms.arm
),
counted as (
    select
        size.arm, planned.place, planned.measure, size.n,
        planned.always or sum(count(judged.holds)) over (partition by planned.place) > 0 as recorded,
        count(distinct judged.participant) filter (judged.holds) as participants,
        count(*) filter (judged.holds and judged.is_event) as events
    from size
    cross join planned
    left join judged on judged.arm = size.arm and judged.measure = planned.measure
    group by size.arm, planned.place, planned.measure, size.n, planned.always
)
select
    arm, measure, n,
    case when recorded then participants end as participants,
    case when recorded and measure not in ('died', 'left') then events end as events
from counted
order by place, arm
