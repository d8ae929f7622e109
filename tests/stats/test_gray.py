"""Gray's test: by hand, against R, by law."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.gray import gray
from dashboard.stats.logrank import logrank
from tests.stats.references import cases, compared

PEOPLE = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.sampled_from("ABC")), min_size=1, max_size=30)
EVENLY = settings(max_examples=30)

# Six participants, nobody censored before the end; relapse (1), then NRM (2) in A, then relapse in B:
#
#   day     1    2    3
#   A (3)   1    2    .        Without censoring Y / S is n throughout, so R = n (1 - F(t-)): whoever had NRM
#   B (3)   .    .    1        still counts. Day 1: R = 3, 3. Day 3: R = 3 · 2/3 = 2, 3.
DAYS, CAUSE, GROUP = [1, 2, 9, 3, 9, 9], [1, 2, 0, 1, 0, 0], list("AAABBB")


def test_whoever_had_a_competing_event_still_counts_as_not_having_relapsed() -> None:
    score = gray(DAYS, CAUSE, GROUP).causes["relapse"].score
    by_hand = 1 - (Fraction(3, 6) + Fraction(2, 5))
    np.testing.assert_allclose(score, [float(by_hand), -float(by_hand)], atol=1e-15)


def test_the_variance_of_one_event_is_that_of_a_draw() -> None:
    """The first and only event falls to A with chance 3/6: variance 1/4, whatever follows."""
    test = gray([1, 9, 9, 9, 9, 9], [1, 0, 0, 0, 0, 0], GROUP).causes["relapse"]
    np.testing.assert_allclose(test.variance, [[1 / 4, -1 / 4], [-1 / 4, 1 / 4]], atol=1e-15)
    assert test.chi_square == pytest.approx(1)
    assert test.df == 1


@pytest.mark.parametrize("names", [("relapse",), ("relapse", "nrm"), ("relapse", "nrm", "graft failure", "other")])
def test_any_number_of_causes_is_tested_one_by_one(names: tuple[str, ...]) -> None:
    random = np.random.default_rng(5)
    days, cause, group = random.integers(0, 30, 60), random.integers(0, len(names) + 1, 60), random.integers(0, 2, 60)
    result = gray(days, cause, group, names)
    assert result.table()["Measure"].tolist() == list(names)
    for number, name in enumerate(names, start=1):
        merged = np.where(cause == number, 1, 2 * (cause > 0))
        assert result.causes[name].chi_square == pytest.approx(gray(days, merged, group).causes["relapse"].chi_square)


def test_strata_add_up() -> None:
    both = gray(DAYS * 2, CAUSE * 2, GROUP * 2, strata=["x"] * 6 + ["y"] * 6).causes["relapse"]
    one = gray(DAYS, CAUSE, GROUP).causes["relapse"]
    np.testing.assert_allclose(both.score, 2 * one.score)
    np.testing.assert_allclose(both.variance, 2 * one.variance)


def test_three_groups_have_two_degrees_of_freedom_and_an_empty_one_adds_none() -> None:
    random = np.random.default_rng(6)
    days, cause = random.integers(0, 500, 3000), random.integers(0, 3, 3000)
    arms = pd.Categorical(random.choice(list("ABC"), 3000), categories=list("ABCD"))
    assert [test.df for test in gray(days, cause, arms).causes.values()] == [2, 2]


@pytest.mark.parametrize(
    ("days", "cause", "group"),
    [
        ([1, 2, 3], [0, 0, 0], ["A", "B", "B"]),
        ([1, 2, 3], [0, 2, 2], ["A", "B", "B"]),  # only the competing cause
        ([1, 2, 3], [1, 1, 1], ["A", "A", "A"]),
        ([], [], []),
    ],
)
def test_without_anything_to_compare_there_is_no_test(days: list[int], cause: list[int], group: list[str]) -> None:
    test = gray(days, cause, pd.Categorical(group, categories=["A", "B"])).causes["relapse"]
    assert test.df == 0
    assert np.isnan([test.chi_square, test.p]).all()


def test_all_events_at_one_time_are_one_draw_without_replacement() -> None:
    """2 relapses in A, 1 in B among 3 + 3: the log-rank test of one table."""
    days, cause = [7] * 6, [1, 1, 0, 1, 0, 0]
    assert gray(days, cause, GROUP).causes["relapse"].chi_square == pytest.approx(
        logrank(days, cause, GROUP).chi_square
    )


def test_more_tied_events_than_a_group_would_have_at_risk_add_no_variance() -> None:
    """On day 2 three relapses tie, while a cohort like the second group would have fewer than three at risk."""
    days, cause, group = [2, 0, 2, 1, 2, 1, 1], [1, 0, 1, 1, 1, 1, 0], list("AABACBC")
    variance = gray(days, cause, group, ("relapse",)).causes["relapse"].variance
    assert np.linalg.eigvalsh(variance).min() > -1e-12


def test_a_cause_without_name_is_refused() -> None:
    with pytest.raises(SourceError, match="found 3, but there are 2"):
        gray([1, 2], [3, 0], ["A", "B"])


@pytest.mark.parametrize("case", cases("gray"))
def test_the_test_is_that_of_cmprsk(case: dict[str, Any]) -> None:
    rows = compared(case)
    strata = rows[case["strata"]].to_numpy() if case["strata"] else None
    result = list(gray(rows["time"], rows["status"], rows["group"], strata=strata).causes.values())
    assert [test.df for test in result] == case["df"]
    assert [test.chi_square for test in result] == pytest.approx(case["chi_square"], rel=1e-10)
    assert [test.p for test in result] == pytest.approx(case["p"], rel=1e-10)


@EVENLY
@given(people=PEOPLE, data=st.data())
def test_the_order_of_rows_changes_nothing(people: list[tuple[int, int, str]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(people))
    one, two = (gray(*zip(*rows, strict=True)).causes["relapse"] for rows in (people, mixed))
    np.testing.assert_array_equal(one.score, two.score)
    np.testing.assert_array_equal(one.variance, two.variance)


@EVENLY
@given(people=PEOPLE)
def test_scores_sum_to_nothing_and_only_the_order_of_times_matters(people: list[tuple[int, int, str]]) -> None:
    days, cause, group = zip(*people, strict=True)
    one = gray(days, cause, group).causes["nrm"]
    two = gray(np.exp(np.array(days) / 3), cause, group).causes["nrm"]
    assert one.score.sum() == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(one.variance.sum(axis=0), 0, atol=1e-10)
    np.testing.assert_array_equal(one.variance, two.variance)
    assert one.df <= len(one.score) - 1
