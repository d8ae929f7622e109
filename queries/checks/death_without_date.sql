-- The form of a death is filled in, but there is no date of death: the death is counted nowhere.
--
-- level: warning
-- params: none
-- returns: participant, death_cause, died_on
select participant, death_cause, died_on
from participant
where died_on is null and coalesce(death_cause, death_related, death_narrative) is not null
