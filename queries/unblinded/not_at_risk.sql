-- Participants of a population without a row of an endpoint: they had it already at entry, or nothing is known of it.
--
-- params:  $endpoint, $population
-- returns: arm, participant
select population.arm, population.participant
from population
where population.population = $population
    and population.participant not in (select participant from endpoint where endpoint = $endpoint)
order by all
