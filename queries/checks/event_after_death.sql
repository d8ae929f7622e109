-- An adverse event starts after the day of death.
--
-- level: warning
-- params: none
-- returns: participant, term, start_on, died_on
select adverse_event.participant, adverse_event.term, adverse_event.start_on, participant.died_on
from adverse_event
join participant on participant.participant = adverse_event.participant
where adverse_event.start_on > participant.died_on
