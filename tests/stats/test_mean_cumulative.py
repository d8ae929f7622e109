"""The mean cumulative count of repeated events, death ending it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.mean_cumulative import MeanCumulative, from_days, mean_cumulative_count
from tests.stats.references import DATA

REFERENCE = Path(__file__).resolve().parent / "reference" / "mean_cumulative.json"
CASES: list[dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]


def of(case: dict[str, Any], deaths: bool) -> MeanCumulative:
    """The count of a case's file, one row per interval of a patient; status 1 is an event, 2 and 3 are deaths."""
    if not (DATA / case["file"]).exists():
        pytest.skip(f"needs ../shared/reference/r/data/{case['file']}, which is not here")
    rows = pd.read_csv(DATA / case["file"]).query(f"treatment == '{case['treatment']}'")
    people = rows.groupby("id").agg(end=("stop", "max"), status=("status", "max"))
    events = rows[rows["status"] == 1]
    died = (people["status"] >= 2) & deaths
    who = people.index.get_indexer(events["id"])
    return mean_cumulative_count(people["end"], died, who, events["stop"], case["landmarks"])


@pytest.mark.shared
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}-{case['treatment']}")
def test_means_and_errors_are_those_of_r(case: dict[str, Any]) -> None:
    for deaths, mean, se in ((True, "mean", "se"), (False, "mean_death_censored", "se_death_censored")):
        read = of(case, deaths).landmarks
        np.testing.assert_allclose([row.mean for row in read], case[mean], rtol=0, atol=1e-12)
        if se in case:
            np.testing.assert_allclose([row.se for row in read], case[se], rtol=0, atol=1e-10)


# participant   events   end
#      1         2, 5    10
#      2         3        4  died
#      3         4        6
#      4         –        8  died
# day   at risk   S before   events   mean
#  2       4         1         1       1/4
#  3       4         1         1       1/2
#  4       4         1         1       3/4       before the death of that day
#  5       3        3/4        1       3/4 + 3/4 · 1/3 = 1
END, DIED = [10, 4, 6, 8], [0, 1, 0, 1]
WHO, DAY = [0, 0, 1, 2], [2, 5, 3, 4]


def test_the_count_by_hand() -> None:
    result = mean_cumulative_count(END, DIED, WHO, DAY, (1, 2, 4, 5, 10))
    assert [row.mean for row in result.landmarks] == [0, 0.25, 0.75, 1, 1]
    assert [row.at_risk for row in result.landmarks] == [4, 4, 4, 3, 1]
    assert (result.n, result.events_by([2, 10]).tolist()) == (4, [1, 4])
    assert (result.days.tolist(), result.at_risk([0, 5]).tolist()) == ([4, 6, 8, 10], [4, 3])
    assert result.mean[np.searchsorted(result.time, 4)] == 0.75


def test_the_error_by_hand_before_anybody_leaves() -> None:
    # by day 3 participants 1 and 2 had one event each: mean 1/2, deviations ±1/2, variance 4 · (1/2)²/4² = 1/16
    (row,) = mean_cumulative_count(END, DIED, WHO, DAY, (3,)).landmarks
    assert row.se == pytest.approx(1 / 4)
    reach = np.exp(1.959963984540054 / 2)
    assert (row.lower, row.upper) == pytest.approx((0.5 / reach, 0.5 * reach))


def test_the_curve_has_the_numbers_of_its_landmarks() -> None:
    days = (2, 3, 4, 5, 6, 8, 10)
    result = mean_cumulative_count(END, DIED, WHO, DAY, days)
    assert result.time.tolist() == list(days)
    np.testing.assert_array_equal(result.mean, [row.mean for row in result.landmarks])
    np.testing.assert_array_equal(result.limits.upper, [row.upper for row in result.landmarks])


def test_a_curve_made_of_its_days_in_any_order_is_the_same() -> None:
    made = mean_cumulative_count(END, DIED, WHO, DAY)
    turned = [column[::-1] for column in (made.time, made.died, made.censored, made.events, made.se)]
    pd.testing.assert_frame_equal(from_days(*turned, landmarks=made.read_at).table(), made.table())


def test_equal_counts_of_everybody_have_no_error() -> None:
    """Rounding in running sums is no variance: 50 participants, each with an event on days 1, 2 and 7."""
    who = np.repeat(np.arange(50), 3)
    result = mean_cumulative_count([9] * 50, [0] * 50, who, np.tile([1, 2, 7], 50))
    assert (result.mean[-1], result.se.tolist()) == (pytest.approx(3), [0, 0, 0, 0])


def test_beyond_the_follow_up_it_is_blank_unless_everybody_died() -> None:
    assert np.isnan(mean_cumulative_count(END, DIED, WHO, DAY, (11,)).landmarks[0].mean)
    assert mean_cumulative_count([4, 9], [1, 1], [0], [2], (99,)).landmarks[0].mean == 0.5


def test_no_events_are_a_mean_of_0_without_an_interval() -> None:
    (row,) = mean_cumulative_count([5, 6], [0, 1], [], [], (3,)).landmarks
    assert (row.mean, row.se) == (0, 0)
    assert np.isnan([row.lower, row.upper]).all()


def test_nobody_has_no_mean() -> None:
    result = mean_cumulative_count([], [], [], [])
    assert result.n == 0
    assert np.isnan(result.mean).all()
    assert result.table()["Mean events per participant"].isna().all()


@pytest.mark.parametrize(("who", "day"), [([4], [1]), ([-1], [1]), ([0, 1], [1])])
def test_events_of_nobody_are_refused(who: list[int], day: list[int]) -> None:
    with pytest.raises(SourceError, match="participant"):
        mean_cumulative_count(END, DIED, who, day)


@pytest.mark.parametrize("day", [-1, 11, np.nan])
def test_events_outside_the_time_at_risk_are_refused(day: float) -> None:
    with pytest.raises(SourceError, match="day: 1 of 1 events"):
        mean_cumulative_count(END, DIED, [0], [day])


PEOPLE = st.lists(
    st.tuples(st.integers(0, 30), st.booleans(), st.lists(st.floats(0, 1), max_size=4)), min_size=1, max_size=25
)


def columns(people: list[tuple[int, bool, list[float]]]) -> tuple[list[int], list[bool], list[int], list[int]]:
    events = [(at, round(share * end)) for at, (end, _, shares) in enumerate(people) for share in shares]
    return [p[0] for p in people], [p[1] for p in people], [who for who, _ in events], [day for _, day in events]


@settings(max_examples=40)
@given(people=PEOPLE)
def test_the_curve_rises_forgets_the_order_and_counts_everything_without_losses(people: list[Any]) -> None:
    result, turned = (mean_cumulative_count(*columns(given), (5, 10, 20)) for given in (people, people[::-1]))
    assert (np.diff(result.mean) >= 0).all()
    for here, there in zip(result.landmarks, turned.landmarks, strict=True):
        assert (here.mean, here.se) == pytest.approx((there.mean, there.se), abs=1e-9, nan_ok=True)
    end, _, _, day = columns(people)
    if all(longest == max(end) for longest in end):
        assert result.mean[-1] == pytest.approx(len(day) / len(end))
