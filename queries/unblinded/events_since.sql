-- Events of the listed endpoints by cause and arm, now and in the previous extract; zeros where nothing happened.
--
-- params:  $endpoints
-- returns: arm, endpoint, cause, events, before
with kinds as (
    select distinct endpoint, cause from endpoint where cause > 0 and list_contains($endpoints, endpoint)
)
select
    arms.arm,
    kinds.endpoint,
    kinds.cause,
    (select count(*) from endpoint
     where endpoint.arm = arms.arm and endpoint.endpoint = kinds.endpoint and endpoint.cause = kinds.cause)::bigint as events,
    (select count(*) from previous.endpoint as earlier
     where earlier.arm = arms.arm and earlier.endpoint = kinds.endpoint and earlier.cause = kinds.cause)::bigint as before
from arms
cross join kinds
order by kinds.endpoint, kinds.cause, arms.arm
