"""Delayed entry: by hand and by law."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.competing import FREE, aalen_johansen
from dashboard.stats.late_entry import late_entry

PEOPLE = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30), st.integers(0, 2)), min_size=12, max_size=40)
EVENLY = settings(max_examples=30)

# Nine enter on day 50, one on day 60, one more on day 70; one had relapsed on day 55:
#
#   entry     50 (9)   60 (1)   70 (3)
#   exit       55 relapse         80 relapse   90 NRM   100 the others, censored
#   at risk    9        8 + 1     9 + 3 = 12 > 9    so the curves start on day 70, with 12 at risk after it
ENTRY = [50] * 9 + [60] + [70] * 3
DAYS = [55, 80, 90] + [100] * 10
CAUSE = [1, 1, 2] + [0] * 10


def test_the_curves_start_after_ten_are_at_risk_and_are_conditional_on_that_day() -> None:
    result = late_entry(ENTRY, DAYS, CAUSE, landmarks=(60, 85, 95, 365))
    assert (result.start, result.n, result.left_out) == (70, 12, 1)
    assert result.free.time.tolist() == [70, 80, 90, 100]
    relapse, nrm, free = (result.landmarks[k : k + 4] for k in (0, 4, 8))
    assert np.isnan([relapse[0].estimate, relapse[3].estimate]).all()
    assert relapse[1].estimate == pytest.approx(float(Fraction(1, 12)))
    assert nrm[2].estimate == pytest.approx(float(Fraction(11, 12) * Fraction(1, 11)))
    assert free[2].estimate == pytest.approx(float(Fraction(10, 12)))
    assert relapse[1].se ** 2 == pytest.approx(float(Fraction(1, 12) * Fraction(11, 12) / 12))
    assert [mark.at_risk for mark in relapse] == [0, 11, 10, 0]


def test_who_enters_later_is_at_risk_from_the_next_day() -> None:
    entry = [0] * 10 + [5, 6]
    result = late_entry(entry, [6] + [9] * 11, [1] + [0] * 11, landmarks=(6,))
    assert result.at_risk([1, 5, 6, 7, 9, 10]).tolist() == [10, 10, 11, 11, 11, 0]
    assert result.landmarks[0].estimate == pytest.approx(1 / 11)


def test_who_leaves_on_the_day_of_entry_was_never_at_risk() -> None:
    result = late_entry([0] * 10 + [5], [9] * 10 + [5], [0] * 10 + [1])
    assert (result.n, result.left_out) == (10, 1)
    assert result.events == {"relapse": 0, "nrm": 0}


@pytest.mark.parametrize("people", [0, 9])
def test_with_fewer_than_ten_everything_is_blank(people: int) -> None:
    result = late_entry([0] * people, [50] * people, [1] * people)
    assert (result.n, result.left_out) == (0, people)
    assert np.isnan(result.start)
    assert all(np.isnan(mark.estimate) for mark in result.landmarks)
    assert len(result.table()) == 12


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ([-1, 0], "1 of 2 are missing, negative"),
        ([np.nan, 0], "1 of 2 are missing"),
        ([1, 9], "1 of 2"),
        ([1], "1 and 2"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(entry: list[float], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        late_entry(entry, [5, 5], [0, 1])


@EVENLY
@given(people=PEOPLE)
def test_everybody_from_day_zero_is_the_ordinary_curve(people: list[tuple[int, int, int]]) -> None:
    _, days, cause = zip(*people, strict=True)
    late, ordinary = late_entry([0] * len(days), days, cause), aalen_johansen(days, cause)
    assert late.start == 0
    for name in ordinary.causes:
        np.testing.assert_array_equal(late.curves[name].estimate, ordinary.curves[name].estimate)
        np.testing.assert_array_equal(late.curves[name].se, ordinary.curves[name].se)
    assert [mark.at_risk for mark in late.landmarks] == [mark.at_risk for mark in ordinary.landmarks]


@EVENLY
@given(people=PEOPLE)
def test_being_free_of_every_cause_is_the_product_over_those_under_observation(
    people: list[tuple[int, int, int]],
) -> None:
    moved = [(entry, entry + lasted, cause) for entry, lasted, cause in people]
    result = late_entry(*zip(*moved, strict=True), landmarks=range(51))
    if not result.n:
        return
    for mark in (mark for mark in result.landmarks if mark.measure == FREE and not np.isnan(mark.estimate)):
        chance = Fraction(1)
        for day in range(int(result.start) + 1, int(mark.day) + 1):
            under = [(left, cause) for entry, left, cause in moved if entry < day <= left]
            happened = sum(left == day and cause > 0 for left, cause in under)
            chance *= 1 - Fraction(happened, len(under)) if under else 1
        assert mark.estimate == pytest.approx(float(chance), abs=1e-12)
    total = result.free.estimate + sum(curve.estimate for curve in result.curves.values())
    np.testing.assert_allclose(total, 1, atol=1e-12)
