-- Each participant's baseline and extremes of a test after randomisation, beside the limits of normal; over scheduled
-- visits alone where $measured is 'scheduled'. Everybody randomised has a row.
--
-- params:  $measured, $test
-- returns: arm, baseline, baseline_of_lower, baseline_of_upper, lowest, lowest_of_lower, highest, highest_of_upper
select
    arm, baseline, baseline_of_lower, baseline_of_upper, lowest, lowest_of_lower, highest, highest_of_upper
from lab_extreme
where test = $test and scheduled = ($measured = 'scheduled')
order by all
