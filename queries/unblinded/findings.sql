-- What the lock found in the source: rows that break a rule which does not forbid a lock.
--
-- params:  none
-- returns: rule, level, found
select rule, level, count(*) as found
from finding
group by rule, level
order by found desc, rule
