-- Participants of the arms a guideline watches whom it does not watch: they have not started what it is about.
--
-- params:  $guideline
-- returns: arm, participant
select arm, participant
from participant
where randomised
    and arm in (select arm from monitored where guideline = $guideline)
    and participant not in (select participant from monitored where guideline = $guideline)
order by all
