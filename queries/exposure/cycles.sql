-- Cycles expected by time, started and completed.
--
-- params:  none
-- returns: arm, cycle, expected, started, completed
select arm, cycle, expected, started, completed
from cycle_count
order by arm, cycle
