-- Every death of a randomised participant, the latest first; an arm without deaths has one row without a participant.
-- `after_*` are days to death, `relapse` the day of relapse after randomisation, `stage` which of the endpoint's events
-- came first: 'relapse', 'nrm', or missing where the endpoint has neither. `adjudicated` is of that event. `counted` are
-- those of the guidelines that count the death. `since` the previous extract: 'new', 'late' (new, though it happened
-- before that cut-off) or 'known'; missing where there is no previous extract.
--
-- params:  $endpoint, $guidelines, $nrm, $relapse
-- returns: arm, n, participant, after_randomisation, after_transplantation, after_last_dose, relapse, stage, cause,
--          related, narrative, adjudicated, counted, since
with given as (
    select participant, max(day) as day
    from (
        select participant, coalesce(end_day, start_day) as day from infusion
        union all
        select participant, coalesce(end_day, start_day) from cycle
    ) as doses
    group by participant
),
size as (
    select arms.arm, count(participant.participant)::bigint as n
    from arms
    left join participant on participant.arm = arms.arm and participant.randomised
    group by arms.arm
),
earlier as (
    select (select max(cut_on) from previous.monitored) as cut_on, exists (from previous.population_size) as compared
),
death as (
    select
        dead.arm,
        dead.participant,
        dead.died_on,
        dead.died_on - dead.randomised_on as after_randomisation,
        dead.died_on - dead.transplanted_on as after_transplantation,
        case when given.day is not null then greatest(dead.died_on - dead.randomised_on - given.day, 0) end
            as after_last_dose,
        case when first.cause = $relapse then floor(first.days)::integer end as relapse,
        case first.cause when $relapse then 'relapse' when $nrm then 'nrm' end as stage,
        dead.death_cause as cause,
        dead.death_related as related,
        dead.death_narrative as narrative,
        first.adjudicated,
        (
            select string_agg(guideline, ' ' order by guideline)
            from monitored
            where monitored.participant = dead.participant and cause = 1 and list_contains($guidelines, guideline)
        ) as counted,
        case
            when not earlier.compared then null
            when known.died_on is not null then 'known'
            when dead.died_on <= earlier.cut_on then 'late'
            else 'new'
        end as since
    from participant as dead
    cross join earlier
    left join given using (participant)
    left join endpoint as first on first.participant = dead.participant and first.endpoint = $endpoint
    left join previous.participant as known on known.participant = dead.participant
    where dead.died_on is not null and dead.randomised
)
select
    size.arm, size.n, death.participant, after_randomisation, after_transplantation, after_last_dose, relapse, stage,
    cause, related, narrative, adjudicated, counted, since
from size
left join death using (arm)
order by death.died_on desc nulls last, death.participant, size.arm
