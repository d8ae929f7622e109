-- Follow-up of everybody a guideline watches, by participant, in the previous extract (`earlier`) and in this one; of
-- the previous extract no rows where there is none.
--
-- params:  $guideline
-- returns: arm, participant, earlier, entered, days, cause, cut, cut_on
select arm, participant, true as earlier, entered, days, cause, cut, cut_on
from previous.monitored
where guideline = $guideline
union all
select arm, participant, false as earlier, entered, days, cause, cut, cut_on
from monitored
where guideline = $guideline
order by earlier, entered, participant
