-- Time and cause of each participant's first event with the value of one baseline column; cause 0 is censored.
--
-- params:  $endpoint, $population, $baseline
-- returns: arm, days, cause, level
with baseline as (
    select participant, map {
        'sex': sex, 'donor': donor, 'prophylaxis': prophylaxis, 'conditioning': conditioning,
        'remission': remission, 'mrd': mrd}[$baseline] as level
    from participant)
select endpoint.arm, endpoint.days, endpoint.cause, coalesce(level, 'Not stated') as level
from endpoint
join population on population.participant = endpoint.participant and population.population = $population
join baseline on baseline.participant = endpoint.participant
where endpoint.endpoint = $endpoint
order by all
