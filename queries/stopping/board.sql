-- Follow-up of everybody that any guideline watches, to judge all guidelines at once.
--
-- params:  none
-- returns: guideline, arm, entered, days, cause, cut, cut_on
select guideline, arm, entered, days, cause, cut, cut_on
from monitored
order by guideline, arm, entered, days, cause
