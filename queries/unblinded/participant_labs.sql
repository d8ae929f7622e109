-- One participant's laboratory results by day from randomisation: of the tests in $tests at the visits in $visits and
-- before randomisation; if $told of every test at any time.
--
-- params:  $person, $tests, $told, $visits
-- returns: test, title, unit, day, value, lower, upper, transplanted
select
    test, title, unit, day, value, lower, upper,
    (
        select transplanted_on - randomised_on from participant where participant.participant = $person
    ) as transplanted
from lab
where participant = $person
    and value is not null
    and day is not null
    and (
        $told::boolean
        or list_contains($tests::varchar[], test) and (day <= 0 or list_contains($visits::varchar[], visit))
    )
order by test, unit, day
