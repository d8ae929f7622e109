-- Overall survival and the date of death disagree: an event without a date of death, or a death that is censored
-- before it. Times are shown as the source's time-to-event rows have them.
--
-- level: warning
-- params: $survival
-- returns: participant, parameter, censored, died_on
select time_to_event.participant, time_to_event.parameter, time_to_event.censored, participant.died_on
from time_to_event
join participant on participant.participant = time_to_event.participant
where list_contains($survival, time_to_event.parameter)
    and (time_to_event.censored = 0) <> (participant.died_on is not null)
