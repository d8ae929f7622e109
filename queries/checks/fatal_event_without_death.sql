-- An adverse event ended in death, but the participant has no date of death.
--
-- level: warning
-- params: none
-- returns: participant, term, start_on
select adverse_event.participant, adverse_event.term, adverse_event.start_on
from adverse_event
join participant on participant.participant = adverse_event.participant
where participant.died_on is null and (adverse_event.fatal or adverse_event.grade = 5)
