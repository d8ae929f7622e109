-- Candidates screened, by outcome and the reason given.
--
-- params:  none
-- returns: outcome, reason, candidates
select outcome, reason, sum(candidates)::bigint as candidates
from screening_count
group by outcome, reason
order by outcome, candidates desc, reason
