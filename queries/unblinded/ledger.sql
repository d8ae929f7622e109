-- Everybody a guideline watches, by participant, in calendar order of their time zero.
--
-- params:  $guideline
-- returns: arm, participant, entered, days, cause, cut, cut_on
select arm, participant, entered, days, cause, cut, cut_on
from monitored
where guideline = $guideline
order by entered, participant
