-- Adverse events that count, one a row: of a subset, of one term or one group or kind of special interest ($every: of
-- any), of one class and one arm (empty text: of any), but for the terms in $withheld (in small letters). Days are from randomisation. At most the first $most of
-- them (missing: all); `people` and `events` are by arm, of all. An arm of which no event is shown has one row without
-- a participant; an arm that was not asked for has none.
--
-- params:  $event, $every, $interest, $letter, $most, $population, $severe_from, $subset, $system, $withheld
-- returns: arm, n, people, events, participant, soc, term, start_day, end_day, grade, serious, fatal, related
with listed as (
    select event.arm, participant, soc, term, start_day, end_day, grade, serious, fatal, related
    from adverse_event as event
    semi join (from population where population = $population) as counted on counted.participant = event.participant
    where emergent
        and ($letter = '' or event.arm::varchar = $letter)
        and (
            $every::boolean
            or term = $event
            or exists (
                from interest
                where interest.soc = event.soc and interest.term = event.term
                    and $interest in (title, title || ': ' || nullif(kind, ''))
            )
        )
        and ($system = '' or soc = $system)
        and not list_contains($withheld::varchar[], coalesce(lower(trim(term)), ''))
        and case $subset
            when 'any' then true
            when 'serious' then serious
            when 'severe' then grade >= $severe_from
            when 'fatal' then fatal
            when 'related' then related
        end
),
counted as (
    select arm, count(distinct participant) as people, count(*) as events from listed group by arm
),
shown as (
    from listed
    order by participant, start_day, end_day, soc, term, grade, serious, fatal, related
    limit $most::bigint
),
size as (
    select arm, sum(n)::bigint as n from population_size where population = $population group by arm
)
select
    arms.arm, coalesce(size.n, 0)::bigint as n, coalesce(people, 0)::bigint as people,
    coalesce(events, 0)::bigint as events, participant, soc, term, start_day, end_day, grade, serious, fatal, related
from arms
left join size on size.arm = arms.arm
left join counted on counted.arm = arms.arm
left join shown on shown.arm = arms.arm
where $letter = '' or arms.arm::varchar = $letter
order by participant, start_day, end_day, soc, term, grade, serious, fatal, related, arms.arm
