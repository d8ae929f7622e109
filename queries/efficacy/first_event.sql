-- Time and cause of each participant's first event of an endpoint; cause 0 is censored.
--
-- params:  $endpoint, $population
-- returns: arm, days, cause
select endpoint.arm, endpoint.days, endpoint.cause
from endpoint
join population on population.participant = endpoint.participant and population.population = $population
where endpoint.endpoint = $endpoint
order by endpoint.arm, endpoint.days, endpoint.cause
