-- An adverse event is recorded twice: same participant, class, term, grade and dates.
--
-- level: warning
-- params: none
-- returns: participant, soc, term, start_on, records
select participant, soc, term, start_on, count(*) as records
from adverse_event
group by participant, soc, term, grade, start_on, end_on
having count(*) > 1 and term is not null
