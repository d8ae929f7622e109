-- Time to the first event of an endpoint with each participant's stratum, the values of the baseline columns named in
-- $strata; everybody censored $lag days before the cut-off. Event 0 is censored.
--
-- params:  $endpoint, $population, $lag, $strata
-- returns: arm, days, event, stratum
with baseline as (
    select participant, randomised_on, map {
        'sex': sex, 'donor': donor, 'prophylaxis': prophylaxis, 'conditioning': conditioning,
        'remission': remission, 'mrd': mrd} as value
    from participant),
followed as (
    select endpoint.arm, endpoint.days, endpoint.cause,
        coalesce((select max(cut_on) from monitored) - $lag::integer - baseline.randomised_on, endpoint.days) as reach,
        list_transform($strata::varchar[], lambda name: coalesce(value[name], 'not stated')) as stratum
    from endpoint
    join population on population.participant = endpoint.participant and population.population = $population
    join baseline on baseline.participant = endpoint.participant
    where endpoint.endpoint = $endpoint)
select arm, least(days, greatest(reach, 0)) as days, (cause > 0 and days <= reach)::integer as event,
    array_to_string(stratum, ', ') as stratum
from followed
order by all
