-- A participant died before being randomised.
--
-- level: error
-- params: none
-- returns: participant, randomised_on, died_on
select participant, randomised_on, died_on
from participant
where died_on < randomised_on
