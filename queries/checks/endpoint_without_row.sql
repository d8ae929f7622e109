-- A participant has no row of a time-to-event parameter that most participants have.
--
-- level: warning
-- params: none
-- returns: participant, parameter
with usual as (
    select parameter
    from time_to_event
    group by parameter
    having 2 * count(distinct participant) > (select count(*) from participant)
)
select participant.participant, usual.parameter
from participant
cross join usual
anti join time_to_event
    on time_to_event.participant = participant.participant and time_to_event.parameter = usual.parameter
