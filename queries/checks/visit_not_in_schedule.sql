-- A visit has a name that the trial's schedule does not know; it is not counted. Look in the visits.
--
-- level: warning
-- params: $visits
-- returns: participant, visit, done_on
select participant, visit, done_on
from visit
where visit is not null and len($visits) > 0 and not list_contains($visits, visit)
