-- How long adverse events lasted, by term: participants, and of their events the median, shortest and longest days of
-- those that ended, onset and end both included; `ongoing` have not ended. Only terms that `event_time` shows under
-- $by_name: withheld ones have no row of their own beside letters that are symbolic.
--
-- params:  $by_name, $population, $severe_from, $subset
-- returns: arm, level, soc, term, participants, n, median, shortest, longest, ended, ongoing
with member as (
    select participant, arm from population where population = $population
),
size as (
    select arms.arm, count(participant)::bigint as n from arms left join member using (arm) group by arms.arm
),
planned as (
    select distinct level, soc, term from event_time
    where by_name = $by_name and population = $population and subset = $subset and level = 'term'
),
people as (
    select arm, soc, term, sum(participants) as participants from event_count
    where by_name = $by_name and population = $population and subset = $subset and level = 'term'
    group by all
),
event as (
    select arm, soc, term, end_day - start_day + 1 as lasted
    from adverse_event
    join member using (participant, arm)
    where emergent and case $subset
        when 'serious' then serious
        when 'severe' then grade >= $severe_from
        when 'fatal' then fatal
        when 'related' then related
        else true
    end
),
counted as (
    select arm, soc, term, median(lasted) as median,
        min(lasted) as shortest, max(lasted) as longest, count(lasted) as ended, count(*) - count(lasted) as ongoing
    from event
    group by all
)
select arms.arm, level, soc, term, coalesce(participants, 0)::bigint as participants, n, median::double as median,
    shortest::double as shortest, longest::double as longest, coalesce(ended, 0)::bigint as ended,
    coalesce(ongoing, 0)::bigint as ongoing
from arms
cross join planned
join size using (arm)
left join people using (arm, soc, term)
left join counted using (arm, soc, term)
order by arms.arm, soc, term
