"""The log-rank test: by hand, against R, by law."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines.statistics import multivariate_logrank_test

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.logrank import logrank
from tests.stats.references import cases, compared

PEOPLE = st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.sampled_from("ABC")), min_size=1, max_size=30)
EVENLY = settings(max_examples=30)

# Eight participants (x event, o censored), ties between groups on day 2 and with a censoring on day 4:
#
#   day      1    2      4     5
#   A        x    x      o     o
#   B             x      x x   o
#   n (A)  8 (4) 7 (3)  5 (2)
DAYS = [1, 2, 4, 5, 2, 4, 4, 5]
EVENT = [1, 1, 0, 0, 1, 1, 1, 0]
GROUP = list("AAAABBBB")


def test_expected_events_and_variance_are_those_of_the_hypergeometric_distribution() -> None:
    result = logrank(DAYS, EVENT, GROUP)
    expected_a = Fraction(4, 8) + 2 * Fraction(3, 7) + 2 * Fraction(2, 5)
    variance = (
        Fraction(4 * 4, 8 * 8)
        + 2 * Fraction(3 * 4, 7 * 7) * Fraction(7 - 2, 7 - 1)
        + 2 * Fraction(2 * 3, 5 * 5) * Fraction(5 - 2, 5 - 1)
    )
    assert result.observed.tolist() == [2, 3]
    np.testing.assert_allclose(result.expected, [float(expected_a), float(5 - expected_a)], atol=1e-14)
    np.testing.assert_allclose(result.variance, float(variance) * np.array([[1, -1], [-1, 1]]), atol=1e-14)
    assert result.chi_square == pytest.approx(float((2 - expected_a) ** 2 / variance), abs=1e-14)
    assert result.df == 1


def test_z_is_positive_when_the_later_group_has_more_events_than_expected() -> None:
    days, event = [1, 2, 3, 10, 11, 12], [1, 1, 1, 0, 0, 0]
    assert logrank(days, event, list("BBBAAA")).z > 0
    assert logrank(days, event, list("AAABBB")).z < 0
    result = logrank(DAYS, EVENT, GROUP)
    assert result.z**2 == pytest.approx(result.chi_square, abs=1e-14)


def test_groups_keep_the_order_of_the_arms_and_an_arm_without_anybody() -> None:
    arms = pd.Categorical(GROUP, categories=["B", "A", "C"])
    result = logrank(DAYS, EVENT, arms)
    assert result.groups == ("B", "A", "C")
    assert result.n.tolist() == [4, 4, 0]
    assert result.df == 1
    assert result.chi_square == pytest.approx(logrank(DAYS, EVENT, GROUP).chi_square, abs=1e-14)


def test_strata_add_up() -> None:
    both = logrank(DAYS * 2, EVENT * 2, GROUP * 2, ["old"] * 8 + ["young"] * 8)
    one = logrank(DAYS, EVENT, GROUP)
    np.testing.assert_allclose(both.expected, 2 * one.expected)
    np.testing.assert_allclose(both.variance, 2 * one.variance)
    assert both.z == pytest.approx(np.sqrt(2) * one.z)


@pytest.mark.parametrize(
    ("days", "event", "group"),
    [
        ([1, 2, 3], [0, 0, 0], ["A", "B", "B"]),  # no event
        ([1, 2, 3], [1, 1, 1], ["A", "A", "A"]),  # one group
        ([5, 9, 9], [0, 1, 1], ["A", "B", "B"]),  # all of A left before the first event
        ([], [], []),
    ],
)
def test_without_anything_to_compare_there_is_no_test(days: list[int], event: list[int], group: list[str]) -> None:
    result = logrank(days, event, pd.Categorical(group, categories=["A", "B"]))
    assert result.df == 0
    assert np.isnan([result.chi_square, result.p, result.z]).all()


def test_all_events_at_one_time_are_compared_as_one_table() -> None:
    result = logrank([7] * 6, [1, 1, 0, 1, 0, 0], list("AAABBB"))  # 2 of 3 against 1 of 3
    variance = 3 * Fraction(1, 4) * Fraction(6 - 3, 6 - 1)
    assert result.chi_square == pytest.approx(float((2 - Fraction(3, 2)) ** 2 / variance))


def test_an_event_at_time_zero_counts() -> None:
    assert logrank([0, 5], [1, 0], ["A", "B"]).expected.tolist() == [0.5, 0.5]


def test_a_signed_z_of_three_groups_is_refused() -> None:
    with pytest.raises(ChoiceError, match="compares two groups; here are 3"):
        _ = logrank([1, 2, 3], [1, 1, 1], list("ABC")).z


@pytest.mark.parametrize(
    ("days", "event", "group", "strata", "message"),
    [
        ([-1, 2], [1, 1], ["A", "B"], None, "1 of 2 are missing or negative"),
        ([1, 2], [1, 2], ["A", "B"], None, "event: found 2"),
        ([1, 2], [1, 1], ["A", None], None, "group: 1 of 2 participants have none"),
        ([1, 2], [1, 1], ["A"], None, "group: 1 rows for 2 participants"),
        ([1, 2], [1, 1], ["A", "B"], ["x", None], "strata: 1 of 2 participants have none"),
    ],
)
def test_what_cannot_be_is_refused(days: Any, event: Any, group: Any, strata: Any, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        logrank(days, event, group, strata)


@pytest.mark.parametrize("case", cases("logrank"))
def test_the_test_is_that_of_survdiff(case: dict[str, Any]) -> None:
    rows = compared(case)
    strata = rows[case["strata"]].to_numpy() if case["strata"] else None
    result = logrank(rows["time"], rows["status"] != 0, rows["group"], strata)
    if case["chi_square"] == 0:  # survdiff says 0 and p = 1 where there is no event; here it is no test
        assert result.df == 0
        return
    assert result.chi_square == pytest.approx(case["chi_square"], rel=1e-10)
    assert result.p == pytest.approx(case["p"], rel=1e-10)
    for name in ("observed", "expected", "variance"):
        if name in case:
            np.testing.assert_allclose(getattr(result, name), case[name], rtol=1e-10, err_msg=name)


def test_three_groups_with_heavy_ties_are_tested_as_in_another_program() -> None:
    """lifelines 0.30, multivariate_logrank_test."""
    random = np.random.default_rng(3)
    days, event, group = random.integers(1, 12, 400), random.random(400) < 0.6, random.choice(list("ABC"), 400)
    result, theirs = logrank(days, event, group), multivariate_logrank_test(days, group, event)
    assert result.df == 2
    assert result.chi_square == pytest.approx(theirs.test_statistic, rel=1e-9)
    assert result.p == pytest.approx(theirs.p_value, rel=1e-9)


@EVENLY
@given(people=PEOPLE, data=st.data())
def test_the_order_of_rows_changes_nothing(people: list[tuple[int, bool, str]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(people))
    one, two = (logrank(*zip(*rows, strict=True)) for rows in (people, mixed))
    np.testing.assert_array_equal(one.expected, two.expected)
    np.testing.assert_array_equal(one.variance, two.variance)


@EVENLY
@given(people=PEOPLE)
def test_as_many_events_are_expected_as_are_observed(people: list[tuple[int, bool, str]]) -> None:
    result = logrank(*zip(*people, strict=True))
    assert result.expected.sum() == pytest.approx(result.observed.sum())
    np.testing.assert_allclose(result.variance.sum(axis=0), 0, atol=1e-12)
    assert result.df <= len(result.groups) - 1
    if result.df:
        assert result.chi_square >= -1e-12
        assert 0 <= result.p <= 1


@EVENLY
@given(people=PEOPLE)
def test_only_the_order_of_times_matters(people: list[tuple[int, bool, str]]) -> None:
    days, event, group = zip(*people, strict=True)
    one, two = logrank(days, event, group), logrank(np.exp(np.array(days) / 3), event, group)
    np.testing.assert_array_equal(one.variance, two.variance)
    np.testing.assert_array_equal(one.expected, two.expected)
