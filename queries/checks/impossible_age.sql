-- An age is below 0 or above 120 years.
--
-- level: error
-- params: none
-- returns: participant, age
select participant, age
from participant
where age not between 0 and 120
