-- A participant who is not known to have died has no date of last contact, though others have: the time at risk runs to
-- the cut-off.
--
-- level: warning
-- params: none
-- returns: participant
select participant
from participant
where last_contact_on is null and died_on is null and exists (from participant where last_contact_on is not null)
