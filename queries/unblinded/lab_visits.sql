-- Quartiles of a test at baseline and at each scheduled visit, with how many were measured.
--
-- params:  $test
-- returns: arm, visit, due_day, participants, lower, middle, upper
select arm, visit, due_day, participants, lower, middle, upper
from lab_visit
where test = $test
order by arm, due_day, visit
