-- How many participants each arm has in a population: the one source of every N.
--
-- params:  $population
-- returns: arm, n
select arms.arm, coalesce(sum(population_size.n), 0)::bigint as n
from arms
left join population_size on population_size.arm = arms.arm and population_size.population = $population
group by arms.arm
order by arms.arm
