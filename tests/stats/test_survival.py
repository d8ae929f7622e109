"""Kaplan-Meier: by hand, against R, by law."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from dashboard.errors import SourceError
from dashboard.stats.competing import landmark_difference
from dashboard.stats.survival import drawn_until, kaplan_meier, median_follow_up
from tests.stats.references import cases, columns, numbers

PEOPLE = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30)
EVENLY = settings(max_examples=20)

# Six participants (x event, o censored):
#
#   day   10   20    30   40
#         x    x o   o    x  o      x o on day 20: the censored one is at risk for the event
#   n     6    5     3    2
DAYS, EVENT = [10, 20, 20, 30, 40, 50], [1, 1, 0, 0, 1, 0]


def test_the_curve_is_the_product_of_fractions() -> None:
    result = kaplan_meier(DAYS, EVENT)
    steps = [
        Fraction(1),
        Fraction(5, 6),
        Fraction(5, 6) * Fraction(4, 5),
        Fraction(5, 6) * Fraction(4, 5) * Fraction(1, 2),
    ]
    assert result.curve.time.tolist() == [0, 10, 20, 40, 50]
    np.testing.assert_allclose(result.curve.estimate, [float(s) for s in [*steps, steps[-1]]], atol=1e-15)
    assert result.curve.events.tolist() == [0, 1, 2, 3, 3]


def test_the_standard_error_is_greenwoods() -> None:
    mark = kaplan_meier(DAYS, EVENT, landmarks=(20,)).landmarks[0]
    greenwood = Fraction(1, 6 * 5) + Fraction(1, 5 * 4)
    assert mark.se**2 == pytest.approx(float(Fraction(2, 3) ** 2 * greenwood), abs=1e-15)


def test_landmarks_are_right_continuous_and_blank_beyond_follow_up() -> None:
    marks = kaplan_meier(DAYS, EVENT, landmarks=(9, 10, 50, 51)).landmarks
    assert [mark.estimate for mark in marks[:3]] == pytest.approx([1, 5 / 6, 1 / 3])
    assert [mark.at_risk for mark in marks] == [6, 6, 1, 0]
    assert np.isnan(marks[3].estimate)
    assert marks[3].flag == "beyond follow-up"


def test_a_curve_that_reached_zero_stays_zero_without_limits() -> None:
    result = kaplan_meier([1, 2], [1, 1], landmarks=(365,))
    assert result.landmarks[0].estimate == 0
    assert np.isnan([result.landmarks[0].se, result.landmarks[0].lower]).all()


def test_at_risk_counts_who_reached_a_time() -> None:
    assert kaplan_meier(DAYS, EVENT).at_risk([0, 10, 11, 20, 50, 51]).tolist() == [6, 6, 5, 5, 1, 0]


@pytest.mark.parametrize(
    ("days", "event", "median"),
    [
        ([1, 2, 3, 4], [1, 1, 1, 1], 2.5),  # exactly one half from 2 to 3: the middle
        ([1, 2, 3], [1, 1, 1], 2.0),
        ([1, 2, 3, 9], [1, 1, 0, 0], 5.5),  # one half from 2 to the end of the curve
        ([1, 2, 3, 4], [1, 0, 0, 0], np.nan),
        ([], [], np.nan),
    ],
)
def test_the_median_follows_the_midpoint_rule(days: list[int], event: list[int], median: float) -> None:
    assert kaplan_meier(days, event).median.estimate == pytest.approx(median, nan_ok=True)


def test_nobody_gives_blanks() -> None:
    result = kaplan_meier([], [])
    assert (result.n, result.events) == (0, 0)
    assert all(np.isnan(mark.estimate) for mark in result.landmarks)
    assert result.table()["Note"].tolist() == ["beyond follow-up"] * 4 + ["not reached"]
    assert np.isnan(median_follow_up([], []).shortest)


def test_no_events_leave_the_curve_at_one_without_limits() -> None:
    result = kaplan_meier([5, 10], [0, 0], landmarks=(7,))
    assert result.curve.estimate.tolist() == [1, 1]
    assert np.isnan(result.curve.lower).all()
    assert np.isnan(result.median.estimate)


def test_an_event_on_day_zero_counts() -> None:
    assert kaplan_meier([0, 5], [1, 0], landmarks=(0,)).landmarks[0].estimate == 0.5


@pytest.mark.parametrize(
    ("days", "event", "message"),
    [
        ([-1], [1], "1 of 1 are missing or negative"),
        ([np.nan], [1], "1 of 1 are missing or negative"),
        ([1], [2], "event: found 2"),
        ([1], [np.nan], "event: 1 of 1 are not"),
    ],
)
def test_what_cannot_be_is_refused(days: list[float], event: list[float], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        kaplan_meier(days, event)


def test_follow_up_says_median_and_range() -> None:
    result = median_follow_up([10, 20, 30], [1, 0, 0])
    assert (result.median.estimate, result.shortest, result.longest) == (25.0, 10.0, 30.0)
    assert result.table()["Median follow-up (days)"].tolist() == [25.0]


def test_drawing_ends_where_an_arm_falls_below_five_or_a_tenth() -> None:
    small = kaplan_meier(np.arange(1, 21), np.zeros(20))  # five at risk until day 16
    large = kaplan_meier(np.arange(1, 101), np.zeros(100))  # ten at risk until day 91
    assert drawn_until([small]) == 16
    assert drawn_until([large]) == 91
    assert drawn_until([large, small]) == 16
    assert drawn_until([large, kaplan_meier([], [])]) == 91
    assert drawn_until([kaplan_meier([3, 4], [0, 0])]) == 0
    assert drawn_until([]) == 0


@pytest.mark.parametrize("case", cases("survival"))
def test_curves_medians_and_follow_up_are_those_of_survfit(case: dict[str, Any]) -> None:
    days, status = columns(case)
    result = kaplan_meier(days, status > 0, case["landmarks"])
    within = (days.max() >= numbers(case["landmarks"])) | (result.curve.estimate[-1] == 0)
    assert [mark.at_risk for mark in result.landmarks] == case["at_risk"]
    for field, tolerance in (("estimate", 1e-12), ("se", 1e-9), ("lower", 1e-9), ("upper", 1e-9)):
        ours = np.array([getattr(mark, field) for mark in result.landmarks])
        theirs = np.where(within, numbers(case[field]), np.nan)
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance, err_msg=field)
    follow_up = median_follow_up(days, status > 0)
    for median, theirs in ((result.median, case["median"]), (follow_up.median, case["follow_up"])):
        ours = [median.estimate, median.lower, median.upper]
        np.testing.assert_allclose(ours, numbers(theirs), rtol=0, atol=1e-9)


def of_group(dataset: str, group: str) -> dict[str, Any]:
    every = [case.values[0] for case in cases("survival")]
    (case,) = (case for case in every if (case["dataset"], case["group"]) == (dataset, group))
    return case


@pytest.mark.parametrize("case", [case for case in cases("survival") if "difference" in case.values[0]])
def test_landmark_differences_are_those_of_survfit(case: dict[str, Any]) -> None:
    arms = []
    for group in ("0", "1"):
        days, status = columns(of_group(case["dataset"], group))
        arms.append(kaplan_meier(days, status > 0, case["landmarks"]))
    for at, row in enumerate(landmark_difference(*arms).rows):
        for field in ("difference", "se", "lower", "upper"):
            ours, theirs = getattr(row, field), case["difference"][field][at]
            assert np.isnan(ours) or ours == pytest.approx(theirs, abs=1e-12)


@EVENLY
@given(people=PEOPLE, data=st.data())
def test_the_order_of_rows_changes_nothing(people: list[tuple[int, bool]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(people))
    one, two = (kaplan_meier(*zip(*rows, strict=True)).curve for rows in (people, mixed))
    assert one.estimate.tolist() == two.estimate.tolist()


@EVENLY
@given(people=PEOPLE)
def test_a_curve_falls_within_zero_and_one_and_its_limits_enclose_it(people: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier(*zip(*people, strict=True)).curve
    assert (np.diff(curve.estimate) <= 0).all()
    assert ((curve.estimate >= 0) & (curve.estimate <= 1)).all()
    known = ~np.isnan(curve.lower)
    assert (curve.lower[known] <= curve.estimate[known]).all()
    assert (curve.estimate[known] <= curve.upper[known]).all()


@EVENLY
@given(people=PEOPLE, scale=st.sampled_from([2.0, 0.5, 30.4375]))
def test_another_unit_of_time_stretches_curve_and_median(people: list[tuple[int, bool]], scale: float) -> None:
    days, event = (np.array(column) for column in zip(*people, strict=True))
    one, two = kaplan_meier(days, event), kaplan_meier(days * scale, event)
    np.testing.assert_allclose(one.curve.time * scale, two.curve.time)
    np.testing.assert_allclose(one.curve.estimate, two.curve.estimate)
    assert one.median.estimate * scale == pytest.approx(two.median.estimate, nan_ok=True)


@EVENLY
@given(PEOPLE)
def test_the_curve_is_what_another_program_says(rows: list[tuple[int, bool]]) -> None:
    """lifelines 0.30, KaplanMeierFitter: estimate and log(-log) limits at every time of the curve."""
    days, event = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    curve, fit = kaplan_meier(days, event).curve, KaplanMeierFitter().fit(days, event)
    time, estimate, lower, upper = (part[1:] for part in (curve.time, curve.estimate, curve.lower, curve.upper))
    np.testing.assert_allclose(estimate, fit.predict(time), atol=1e-12)
    limits = fit.confidence_interval_.reindex(time).to_numpy()
    inside = (estimate > 1e-12) & (estimate < 1)
    np.testing.assert_allclose(np.column_stack([lower, upper])[inside], limits[inside], atol=1e-12)
