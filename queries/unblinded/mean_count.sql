-- What happened on each day on which an arm's participants had adverse events or their time at risk ended, by death or
-- otherwise, and the standard error of the mean count by then: of every event in $subset, or of a group of special
-- interest ($interest). An arm without participants has no rows.
--
-- params:  $interest, $population, $subset
-- returns: arm, day, died, censored, events, error
select arm, day, died, censored, events, error
from mean_count
where name = $interest and population = $population and subset = $subset
order by arm, day
