-- A participant received another arm than the planned one.
--
-- level: warning
-- params: none
-- returns: participant, arm, actual_arm
select participant, arm, actual_arm
from participant
where actual_arm <> arm
