-- What happened on each day on which an arm's participants had events of one of the groups in $names, or their time at
-- risk ended, by death or otherwise, and the standard error of that group's mean count by then. An arm without
-- participants has no rows.
--
-- params:  $names, $population
-- returns: arm, name, day, died, censored, events, error
select arm, name, day, died, censored, events, error
from mean_count
where list_contains($names, name) and population = $population and subset = 'any'
order by arm, name, day
