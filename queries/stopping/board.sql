-- Follow-up of everybody that any guideline watches, to judge all guidelines at once.
--
-- params:  none
-- returns: guideline, arm, entered, days, cause, cut
select guideline, arm, entered, days, cause, cut
from monitored
order by guideline, arm, entered, days, cause
