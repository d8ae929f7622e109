-- Follow-up of everybody a guideline watches, in calendar order of their time zero.
--
-- params:  $guideline
-- returns: arm, entered, days, cause, cut, cut_on
select arm, entered, days, cause, cut, cut_on
from monitored
where guideline = $guideline
order by entered, days, cause
