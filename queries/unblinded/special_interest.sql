-- First events of special interest by day. Rows of level "population" count everybody once by the end of risk; rows of
-- level "soc" (a group, named in soc) and "term" (a kind of it) count those who had one, by its first day (`first`)
-- and by the end of their risk (`died`, `left`). What is recorded outside the time at risk counts on its first or last day.
--
-- params:  $arm_revealing, $population
-- returns: arm, level, soc, term, day, first, died, left
with member as (
    select participant, population.arm, end_day, died
    from population
    join at_risk using (participant)
    where population = $population
),
onset as (
    select
        participant,
        case when grouping(kind) = 1 then 'soc' else 'term' end as level,
        name as soc,
        coalesce(kind, '') as term,
        min(start_day) as day
    from adverse_event
    join interest using (soc, term)
    where emergent and arm_revealing = $arm_revealing
    group by grouping sets ((participant, name), (participant, name, kind))
),
timed as (
    select arm, level, soc, term, least(greatest(day, 0), end_day) as onset, end_day, died
    from onset
    join member using (participant)
    where level = 'soc' or term <> ''
)
select arm, 'population' as level, '' as soc, '' as term, end_day as day, 0::bigint as first,
    count(*) filter (died) as died, count(*) filter (not died) as left
from member
group by all
union all
select arm, level, soc, term, onset, count(*), 0, 0 from timed group by all
union all
select arm, level, soc, term, end_day, 0, count(*) filter (died), count(*) filter (not died) from timed group by all
order by arm, level, soc, term, day
