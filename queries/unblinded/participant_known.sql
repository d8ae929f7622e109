-- The participant of an identifier, if somebody randomised has it.
--
-- params:  $person
-- returns: participant
select participant
from participant
where participant = $person and randomised
