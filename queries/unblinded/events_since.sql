-- Events of the listed endpoints by cause and arm, now and in the previous extract.
-- Every arm has a row, zeros included, for the first cause of each endpoint and for every other that happened in any
-- arm by either extract.
-- `compared` is false where there is no previous extract.
--
-- params:  $endpoints
-- returns: arm, endpoint, cause, events, before, compared
with happened as (
    select arm, endpoint, cause, 1 as events, 0 as before from endpoint
    union all
    select arm, endpoint, cause, 0 as events, 1 as before from previous.endpoint
),
counted as (
    select arm, endpoint, cause, sum(events) as events, sum(before) as before
    from happened
    where cause > 0 and list_contains($endpoints, endpoint)
    group by arm, endpoint, cause
),
kinds as (
    select endpoint, cause from counted
    union
    select unnest($endpoints), 1
)
select
    arms.arm,
    kinds.endpoint,
    kinds.cause,
    coalesce(counted.events, 0)::bigint as events,
    coalesce(counted.before, 0)::bigint as before,
    exists (from previous.population_size) as compared
from arms
cross join kinds
left join counted on counted.arm = arms.arm and counted.endpoint = kinds.endpoint and counted.cause = kinds.cause
order by kinds.endpoint, kinds.cause, arms.arm
