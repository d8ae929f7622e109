-- Adverse events that count, one a row: of a subset, of one term ($every: of any), of one class and one arm (empty text:
-- of any), but for the terms in $withheld (in small letters). Days are from randomisation. An arm without such an event
-- has one row without a participant; an arm that was not asked for has none.
--
-- params:  $event, $every, $letter, $population, $severe_from, $subset, $system, $withheld
-- returns: arm, n, participant, soc, term, start_day, end_day, grade, serious, fatal, related
with listed as (
    select event.*
    from adverse_event as event
    semi join (from population where population = $population) as counted on counted.participant = event.participant
    where emergent
        and ($every::boolean or term = $event)
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
size as (
    select arm, sum(n)::bigint as n from population_size where population = $population group by arm
)
select
    arms.arm, coalesce(size.n, 0)::bigint as n, participant, soc, term, start_day, end_day, grade, serious, fatal,
    related
from arms
left join size on size.arm = arms.arm
left join listed on listed.arm = arms.arm
where $letter = '' or arms.arm::varchar = $letter
order by participant, start_day, end_day, soc, term, grade, arms.arm
