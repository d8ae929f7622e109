-- An adverse event ends before it starts; its end is not used.
--
-- level: warning
-- params: none
-- returns: participant, term, start_on, end_on
select participant, term, start_on, end_on
from adverse_event
where end_on < start_on
