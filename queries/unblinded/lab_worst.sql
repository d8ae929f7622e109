-- Each participant's baseline and extremes of each of the $tests after randomisation, beside the limits of normal; over
-- scheduled visits alone where $measured is 'scheduled'. Everybody randomised has a row of each test.
--
-- params:  $measured, $tests
-- returns: arm, lab, baseline, baseline_of_lower, baseline_of_upper, lowest, lowest_of_lower, highest, highest_of_upper
select
    arm, test as lab, baseline, baseline_of_lower, baseline_of_upper, lowest, lowest_of_lower, highest, highest_of_upper
from lab_extreme
where list_contains($tests::varchar[], test) and scheduled = ($measured = 'scheduled')
