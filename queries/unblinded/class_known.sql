-- A system organ class, if an event that counts belongs to it.
--
-- params:  $system
-- returns: soc
select distinct soc
from adverse_event
where soc = $system and emergent
