-- A preferred term, if an event that counts was coded with it.
--
-- params:  $event
-- returns: term
select distinct term
from adverse_event
where term = $event and emergent
