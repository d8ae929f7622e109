-- An adverse event has a grade that the trial's scale does not know.
--
-- level: error
-- params: none
-- returns: participant, term, grade_value
select participant, term, grade_value
from adverse_event
where grade is null and grade_value is not null
