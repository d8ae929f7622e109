-- Participants with at least one event of each kind: any, serious, severe, fatal.
--
-- params:  $population
-- returns: arm, subset, participants, n
with kinds as (
    select unnest(['any', 'serious', 'severe', 'fatal']) as subset
),
counted as (
    select arm, subset, sum(participants)::bigint as participants
    from event_count
    where population = $population and level = 'overall' and not by_name
    group by arm, subset
),
size as (
    select arm, sum(n)::bigint as n from population_size where population = $population group by arm
)
select
    arms.arm,
    kinds.subset,
    coalesce(counted.participants, 0)::bigint as participants,
    coalesce(size.n, 0)::bigint as n
from arms
cross join kinds
left join counted on counted.arm = arms.arm and counted.subset = kinds.subset
left join size on size.arm = arms.arm
order by arms.arm, kinds.subset
