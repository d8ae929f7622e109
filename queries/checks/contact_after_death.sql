-- A participant was last known alive after the day of death.
--
-- level: warning
-- params: none
-- returns: participant, died_on, last_contact_on
select participant, died_on, last_contact_on
from participant
where last_contact_on > died_on
