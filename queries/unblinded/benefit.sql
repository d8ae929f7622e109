-- Time and cause of the first event of each kind that benefit and harm are weighed by, on the clock of randomisation.
-- `part` is an endpoint's name or 'infection'; cause 0 is censored, 1 of 'infection' the first event of the class of at
-- least that grade, 2 death before it, until collection ends ($collection days, or none). As in the tables by class and
-- term, one recorded outside the time at risk counts on its first or last day.
-- An endpoint of $windowed runs from the first dose for as many days as $windows says at its place. Once that is over
-- without an event none can come, so whoever finished it, or was never dosed, is followed on to death or last contact;
-- cause 1 is its event, 2 all that competes.
--
-- params:  $class, $collection, $endpoints, $population, $severe_from, $windowed, $windows
-- returns: arm, part, days, cause
with person as (
    select
        population.arm, participant,
        first_dose_on - randomised_on as dosed,
        died_on - randomised_on as died,
        greatest(coalesce(died_on, last_contact_on) - randomised_on, 0) as until
    from participant
    join population using (participant)
    where population.population = $population
),
infected as (
    select participant, greatest(min(start_day), 0) as onset
    from adverse_event
    where emergent and grade >= $severe_from and lower(soc) = lower($class)
    group by participant
),
infection as (
    select arm, died, onset, least(until, $collection) as until
    from person
    left join infected using (participant)
),
planned as (
    select unnest($windowed::varchar[]) as endpoint, unnest($windows::integer[]) as last_day
),
reaction as (
    select
        arm, planned.endpoint, died, until, coalesce(dosed, 0) + endpoint.days as days, endpoint.cause,
        coalesce(endpoint.cause = 0 and endpoint.days >= last_day, true) as over
    from person
    cross join planned
    left join (select * exclude (arm) from endpoint) as endpoint using (participant, endpoint)
),
found as (
    select endpoint.arm, endpoint.endpoint as part, endpoint.days, endpoint.cause
    from endpoint
    join person using (participant)
    where list_contains($endpoints, endpoint.endpoint)
    union all
    select
        arm, 'infection', least(onset, until),
        case when onset is not null then 1 when died <= until then 2 else 0 end
    from infection
    union all
    select
        arm, endpoint, case when over then until else days end,
        case when over then 2 * (died is not null)::integer else least(cause, 2) end
    from reaction
)
select arm, part, days::double as days, cause::integer as cause
from found
order by part, arm, days, cause
