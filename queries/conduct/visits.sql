-- Scheduled visits that were due by the cut-off, and how many of them are documented; a visit due after death counts.
--
-- params:  none
-- returns: arm, visit, due_day, expected, done
select arm, visit, due_day, expected, done
from visit_count
order by arm, due_day
