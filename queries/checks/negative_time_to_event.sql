-- A time to event is negative.
--
-- level: error
-- params: none
-- returns: participant, parameter, value
select participant, parameter, value
from time_to_event
where value < 0
