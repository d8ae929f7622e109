-- Days from transplantation to randomisation (entry) and to the first event of an endpoint; cause 0 is censored.
-- Whose transplantation is not dated, or dated after randomisation, is left out.
--
-- params:  $endpoint, $population
-- returns: arm, entry, days, cause
select endpoint.arm, randomised_on - transplanted_on as entry, randomised_on - transplanted_on + days as days, cause
from endpoint
join population on population.participant = endpoint.participant and population.population = $population
join participant on participant.participant = endpoint.participant
where endpoint.endpoint = $endpoint and transplanted_on <= randomised_on
order by all
