-- Participants randomised in each month since accrual began, all sites together.
--
-- params:  none
-- returns: month, randomised
select month, sum(randomised)::bigint as randomised
from accrual
group by month
order by month
