-- A time to event has a negative censoring value; 0 is an event, above 0 is censored.
--
-- level: error
-- params: none
-- returns: participant, parameter, censored
select participant, parameter, censored
from time_to_event
where censored < 0
