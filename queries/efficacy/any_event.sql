-- Time to the first event of an endpoint, whatever its cause; event 0 is censored.
--
-- params:  $endpoint, $population
-- returns: arm, days, event
select endpoint.arm, endpoint.days, (endpoint.cause > 0)::integer as event
from endpoint
join population on population.participant = endpoint.participant and population.population = $population
where endpoint.endpoint = $endpoint
order by endpoint.arm, endpoint.days, event
