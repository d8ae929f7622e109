-- Cycles expected by time and cycles started.
--
-- params:  none
-- returns: arm, cycle, expected, started
select arm, cycle, expected, started
from cycle_count
order by arm, cycle
