-- A cycle is recorded without the one before it, or begins no later; each is counted under its number.
--
-- level: warning
-- params: none
-- returns: participant, cycle, start_on
select later.participant, later.cycle, later.start_on
from cycle as later
left join cycle as earlier on earlier.participant = later.participant and earlier.cycle = later.cycle - 1
where later.cycle > 1 and coalesce(earlier.start_on >= later.start_on, true)
