-- Each participant's highest transaminase and highest bilirubin after randomisation, in multiples of the upper limit of
-- normal, whichever visits they were at, with who it is; missing where not measured. Everybody randomised has a row.
--
-- params:  $bilirubin, $measured, $transaminases
-- returns: arm, participant, transaminase, bilirubin
select
    arm,
    participant,
    max(highest_of_upper) filter (list_contains($transaminases, test)) as transaminase,
    max(highest_of_upper) filter (list_contains($bilirubin, test)) as bilirubin
from lab_extreme
where scheduled = ($measured = 'scheduled')
group by arm, participant
order by arm, participant
