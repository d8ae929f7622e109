-- Participants randomised at each site in each month, with the day the site was opened.
--
-- params:  none
-- returns: site, activated_on, month, randomised
select accrual.site, site.activated_on, accrual.month, accrual.randomised
from accrual
left join site on site.site = accrual.site
order by accrual.site, accrual.month
