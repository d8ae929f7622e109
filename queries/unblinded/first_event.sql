-- Time and cause of each participant's first event of an endpoint, everybody censored $lag days before the cut-off;
-- cause 0 is censored. Who was randomised after that day is censored at day 0.
--
-- params:  $endpoint, $population, $lag
-- returns: arm, days, cause
with followed as (
    select endpoint.arm, endpoint.days, endpoint.cause,
        coalesce((select max(cut_on) from monitored) - $lag::integer - participant.randomised_on, endpoint.days) as reach
    from endpoint
    join population on population.participant = endpoint.participant and population.population = $population
    join participant on participant.participant = endpoint.participant
    where endpoint.endpoint = $endpoint)
select arm, least(days, greatest(reach, 0)) as days, case when days <= reach then cause else 0 end as cause
from followed
order by arm, days, cause
