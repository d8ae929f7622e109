-- Time to the first event of an endpoint, whatever its cause, everybody censored $lag days before the cut-off;
-- event 0 is censored. Who was randomised after that day is censored at day 0.
--
-- params:  $endpoint, $population, $lag
-- returns: arm, days, event
with followed as (
    select endpoint.arm, endpoint.days, endpoint.cause,
        coalesce((select max(cut_on) from monitored) - $lag::integer - participant.randomised_on, endpoint.days) as reach
    from endpoint
    join population on population.participant = endpoint.participant and population.population = $population
    join participant on participant.participant = endpoint.participant
    where endpoint.endpoint = $endpoint)
select arm, least(days, greatest(reach, 0)) as days, (cause > 0 and days <= reach)::integer as event
from followed
order by arm, days, event
