-- A laboratory value is in another unit than the trial definition names for its test, or in none; it is neither graded
-- nor drawn.
--
-- level: warning
-- params: $tests, $units
-- returns: participant, test, unit, found
select participant, test, unit, count(*) as found
from lab
where list_contains($tests, test) and value is not null and unit is distinct from $units[list_position($tests, test)]
group by participant, test, unit
