-- The planned arm of one participant, and the arm actually received where that is known. No row: nobody randomised has
-- that identifier.
--
-- params:  $participant
-- returns: arm, actual_arm
select arm, actual_arm
from participant
where participant = $participant and randomised
