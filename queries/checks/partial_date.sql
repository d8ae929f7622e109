-- The onset of an adverse event is not known to the day; the earliest possible day from randomisation on is used.
--
-- level: warning
-- params: none
-- returns: participant, term, start_on
select participant, term, start_on
from adverse_event
where partial_date
