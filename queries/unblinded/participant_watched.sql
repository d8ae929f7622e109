-- One participant as each of the $guidelines watches it, in days of the trial as for the ledger.
--
-- params:  $guidelines, $person
-- returns: guideline, participant, entered, days, cause, cut, cut_on
select guideline, participant, entered, days, cause, cut, cut_on
from monitored
where participant = $person and list_contains($guidelines::varchar[], guideline)
order by guideline
