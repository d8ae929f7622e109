"""Restricted means: by hand, against R, by law."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.restricted import restricted_difference, restricted_mean
from dashboard.stats.survival import kaplan_meier
from tests.stats.references import cases, compared, numbers

PEOPLE = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30)
EVENLY = settings(max_examples=30)

# Four participants: events on days 2 and 5, censored on days 3 and 8.
#
#   day       0-2   2-5   5-8
#   S          1    3/4   3/8
#   at risk          4     2
FOUR = kaplan_meier([2, 3, 5, 8], [1, 0, 1, 0])


def test_the_mean_is_the_area_under_the_curve() -> None:
    assert restricted_mean(FOUR, 8).estimate == pytest.approx(float(2 + Fraction(3, 4) * 3 + Fraction(3, 8) * 3))
    assert restricted_mean(FOUR, 4).estimate == pytest.approx(2 + 2 * 3 / 4)
    assert restricted_mean(FOUR, 1).estimate == 1


def test_the_variance_weighs_each_event_by_the_area_ahead() -> None:
    ahead = {2: Fraction(3, 4) * 3 + Fraction(3, 8) * 3, 5: Fraction(3, 8) * 3}
    variance = ahead[2] ** 2 * Fraction(1, 4 * 3) + ahead[5] ** 2 * Fraction(1, 2 * 1)
    result = restricted_mean(FOUR)
    assert result.tau == 8
    assert result.se**2 == pytest.approx(float(variance))
    assert (result.upper - result.lower) / 2 == pytest.approx(1.959963984540054 * result.se)


def test_a_difference_is_later_minus_earlier_up_to_the_day_both_are_followed_to() -> None:
    later = kaplan_meier([6, 7, 12], [0, 0, 0])
    result = restricted_difference(FOUR, later)
    assert result.earlier.tau == result.later.tau == 8
    assert result.difference == pytest.approx(8 - (2 + 9 / 4 + 9 / 8))
    assert result.se == result.earlier.se
    assert result.table()["Mean days, later arm"].tolist() == [8]


def test_no_event_in_either_group_is_no_certainty() -> None:
    nothing = kaplan_meier([9, 9], [0, 0])
    result = restricted_difference(nothing, nothing)
    assert (result.difference, result.se) == (0, 0)
    assert np.isnan([result.lower, result.upper, restricted_mean(nothing).lower]).all()


def test_a_curve_that_ended_adds_no_variance_at_its_end() -> None:
    result = restricted_mean(kaplan_meier([1, 2], [1, 1]))
    assert result.estimate == pytest.approx(1.5)
    assert result.se**2 == pytest.approx(0.5**2 / 2)


def test_nobody_gives_blanks() -> None:
    assert np.isnan(restricted_mean(kaplan_meier([], [])).estimate)
    result = restricted_difference(kaplan_meier([], []), FOUR)
    assert result.later.tau == 8
    assert np.isnan([result.difference, result.lower]).all()


def test_one_participant_with_the_event_on_day_zero_has_no_time() -> None:
    assert restricted_mean(kaplan_meier([0], [1])).estimate == 0


@pytest.mark.parametrize("tau", [-1, 8.5, np.nan])
def test_a_day_nobody_was_followed_to_is_refused(tau: float) -> None:
    with pytest.raises(ChoiceError, match="choose a day from 0 to 8"):
        restricted_difference(FOUR, kaplan_meier([20], [0]), tau)


@pytest.mark.parametrize("case", cases("restricted"))
def test_means_and_difference_are_those_of_surv_rm2(case: dict[str, Any]) -> None:
    rows = compared(case)
    event = rows["status"] != 0
    arms = [kaplan_meier(rows["time"][rows["group"] == arm], event[rows["group"] == arm]) for arm in (0, 1)]
    result = restricted_difference(*arms, tau=case["tau"])
    for ours, theirs in zip((result.earlier, result.later), case["arms"], strict=True):
        np.testing.assert_allclose([ours.estimate, ours.se], theirs[:2], rtol=1e-10, atol=1e-10)
    difference, lower, upper, _ = numbers(case["difference"])
    assert result.difference == pytest.approx(difference, abs=1e-9)
    if result.se > 0:  # without events survRM2 gives the point as its own interval
        assert (result.lower, result.upper) == pytest.approx((lower, upper), abs=1e-9)


@EVENLY
@given(people=PEOPLE, scale=st.sampled_from([0.5, 2.0, 30.4375]))
def test_the_mean_is_within_its_days_and_moves_with_their_unit(people: list[tuple[int, bool]], scale: float) -> None:
    days, event = (np.array(column, dtype=float) for column in zip(*people, strict=True))
    one, two = (restricted_mean(kaplan_meier(days * unit, event)) for unit in (1.0, scale))
    assert 0 <= one.estimate <= one.tau + 1e-9
    assert two.estimate == pytest.approx(scale * one.estimate)
    assert two.se == pytest.approx(scale * one.se)


@EVENLY
@given(days=st.lists(st.integers(0, 30), min_size=1, max_size=20))
def test_with_everybody_observed_it_is_the_plain_mean(days: list[int]) -> None:
    assert restricted_mean(kaplan_meier(days, np.ones(len(days)))).estimate == pytest.approx(np.mean(days))
