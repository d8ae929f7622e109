-- Trial treatment was given before randomisation.
--
-- level: warning
-- params: none
-- returns: participant, randomised_on, first_dose_on
select participant, randomised_on, first_dose_on
from participant
where first_dose_on < randomised_on
