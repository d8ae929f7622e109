-- Everybody with a withheld term of a class is of one arm, so that its "Other term" counts that arm: declare as cover a
-- term of the class that every arm has.
--
-- level: warning
-- params: $withheld
-- returns: soc, arm, participants
select soc, any_value(arm) as arm, count(distinct participant) as participants
from adverse_event
join participant using (participant)
where list_contains($withheld::varchar[], lower(trim(term)))
group by soc
having count(distinct arm) = 1
