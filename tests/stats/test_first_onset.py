"""Person-days and incidences of many kinds of event, from counts by day."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import QueryError
from dashboard.stats.competing import aalen_johansen
from dashboard.stats.first_onset import Ends, FirstOnsets, first_onsets

Person = tuple[int, bool, int | None]
"""Last day at risk, whether by death, and the day of the first event if any."""

FOUR: list[Person] = [(1, False, 0), (2, True, None), (3, False, 2), (4, False, None)]


def counted(people: list[Person], days: int, landmark: int) -> FirstOnsets:
    everyone, had = (
        Ends(*(np.zeros(days) for _ in range(2))),
        Ends(*(np.zeros((1, days)) for _ in range(2))),
    )
    first = np.zeros((1, days))
    for end, died, onset in people:
        (everyone.died if died else everyone.left)[end] += 1
        if onset is not None:
            first[0, onset] += 1
            (had.died if died else had.left)[0, end] += 1
    return first_onsets(everyone, first, had, landmark)


def test_four_people_by_hand() -> None:
    """
    day   0   1   2   3   4
    P1    x           .        event on day 0
    P2    -   -   D            death on day 2
    P3    -   -   x   .        event on day 2
    P4    -   -   -   -   -    to day 4

    Days to the first event or the end of risk: 1 + 3 + 3 + 5. Incidence: 1/4, then 3/4 x 1/3 more on day 2.
    """
    found = counted(FOUR, 5, 2)
    assert found.person_days.tolist() == [12]
    assert found.incidence[0] == pytest.approx(float(Fraction(1, 4) + Fraction(3, 4) * Fraction(1, 3)))
    assert found.at_risk.tolist() == [3], "P2, P3 and P4 come to day 2; who has the event on it is at risk"


def test_before_the_second_event_the_first_alone_counts() -> None:
    assert counted(FOUR, 5, 1).incidence[0] == pytest.approx(1 / 4)


def test_beyond_the_follow_up_there_is_no_incidence() -> None:
    found = counted(FOUR, 9, 5)
    assert np.isnan([found.incidence[0], found.error[0]]).all()
    assert found.at_risk.tolist() == [0]
    assert found.person_days[0] == 12


def test_an_event_that_nobody_had_has_everybodys_days() -> None:
    found = counted([(end, died, None) for end, died, _ in FOUR], 5, 4)
    assert (found.person_days[0], found.incidence[0], found.error[0]) == (14, 0, 0)


def test_nobody_at_all_has_no_incidence() -> None:
    found = counted([], 5, 2)
    assert found.person_days[0] == 0
    assert np.isnan(found.incidence[0])


def test_more_with_an_event_than_were_there_are_refused() -> None:
    nobody, one = Ends(np.zeros(3), np.zeros(3)), np.array([[0.0, 1.0, 0.0]])
    with pytest.raises(QueryError, match="more participants had an event"):
        first_onsets(nobody, one, Ends(np.zeros((1, 3)), one), 2)


people = st.integers(0, 12).flatmap(lambda end: st.tuples(st.just(end), st.booleans(), st.none() | st.integers(0, end)))


@given(st.lists(people, min_size=1, max_size=20), st.integers(0, 12))
@settings(max_examples=60)
def test_the_incidence_is_that_of_one_row_per_participant(cohort: list[Person], landmark: int) -> None:
    days = [end if onset is None else onset for end, _, onset in cohort]
    cause = [1 if onset is not None else 2 * died for _, died, onset in cohort]
    expected = aalen_johansen(days, cause, ("event", "death"), (landmark,)).landmarks[0]
    found = counted(cohort, 13, landmark)
    assert [found.incidence[0], found.error[0]] == pytest.approx([expected.estimate, expected.se], nan_ok=True)
    assert found.person_days[0] == sum(day + 1 for day in days)
