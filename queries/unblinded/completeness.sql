-- How complete each participant's data are: days waited for a scheduled visit (missing for the dead), visits owed and
-- overdue, events to adjudicate and still pending.
--
-- params:  none
-- returns: arm, waiting, owed, overdue, events, pending
select arm, waiting, owed, overdue, events, pending
from follow_up
order by arm, waiting, owed, overdue, events, pending
