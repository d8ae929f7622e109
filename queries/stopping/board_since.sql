-- Follow-up of everybody that any guideline watches, in the previous extract (`earlier`) and in this one; of the
-- previous extract no rows where there is none.
--
-- params:  none
-- returns: guideline, arm, earlier, entered, days, cause, cut, cut_on
select guideline, arm, true as earlier, entered, days, cause, cut, cut_on
from previous.monitored
union all
select guideline, arm, false as earlier, entered, days, cause, cut, cut_on
from monitored
order by earlier, guideline, arm, entered, days, cause
