"""The Miettinen-Nurminen risk difference."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.contrast import RiskDifference, newcombe, risk_difference

REFERENCE = Path(__file__).resolve().parent / "reference"
METHODS = (risk_difference, newcombe)
Method = Callable[..., RiskDifference]
TWO_GROUPS = st.tuples(st.integers(1, 90), st.integers(1, 90)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


def test_limits_are_those_of_r_turned_to_second_minus_first() -> None:
    for case in json.loads((REFERENCE / "risk_differences.json").read_text(encoding="utf-8"))["cases"]:
        result = risk_difference(case["x1"], case["n1"], case["x2"], case["n2"])
        low, high = case["first_minus_second"]
        assert (result.lower, result.upper) == pytest.approx((-high, -low), abs=1e-9)


def test_limits_are_those_of_sas_within_the_precision_of_its_search() -> None:
    # Merck/metalite.ae, tests/testthat/test-rate_compare.R, commit 7351dc66: the macro stops within 1e-6
    result = risk_difference(49, 119, 70, 116)
    assert result.difference == pytest.approx(0.19168356998, abs=1e-11)
    assert (result.lower, result.upper) == pytest.approx((0.063821269823, 0.31334314192), abs=1e-6)


def test_newcombes_limits_are_those_of_r_turned_to_second_minus_first() -> None:
    for case in json.loads((REFERENCE / "two_proportions.json").read_text(encoding="utf-8"))["cases"]:
        result = newcombe(case["x1"], case["n1"], case["x2"], case["n2"])
        low, high = case["newcombe"]
        assert (result.lower, result.upper) == pytest.approx((-high, -low), abs=1e-12)


def test_newcombes_limits_are_those_of_his_paper() -> None:
    # Newcombe 1998, table II, contrast (a): 56/70 - 48/80 is .0524 to .3339 by method 10
    result = newcombe(48, 80, 56, 70)
    assert (round(float(result.lower), 4), round(float(result.upper), 4)) == (0.0524, 0.3339)


def test_no_events_in_two_equal_groups_have_a_closed_form() -> None:
    # at difference d the likeliest proportions are 0 and d, so d^2 = z^2 d (1 - d)/n N/(N - 1)
    n, z2 = 80, 1.959963984540054**2
    factor = z2 / n * 160 / 159
    result = risk_difference(0, n, 0, n)
    assert result.difference == 0
    assert result.upper == pytest.approx(factor / (1 + factor), abs=1e-10)
    assert result.lower == pytest.approx(-factor / (1 + factor), abs=1e-10)


def test_all_against_none_ends_at_one() -> None:
    result = risk_difference(0, 6, 6, 6)
    assert (result.difference, result.upper) == (1, 1)
    assert 0 < result.lower < 1


@pytest.mark.parametrize("method", METHODS)
def test_an_empty_group_has_no_difference(method: Method) -> None:
    result = method([0, 1], [0, 5], [2, 2], [5, 5])
    assert np.isnan(result.difference).tolist() == [True, False]
    assert np.isnan(result.lower).tolist() == [True, False]


@pytest.mark.parametrize("method", METHODS)
def test_shapes_are_kept_and_nothing_gives_nothing(method: Method) -> None:
    assert method([], [], [], []).lower.shape == (0,)
    assert method(np.zeros((2, 3)), 5, np.ones((2, 3)), 5).upper.shape == (2, 3)


def test_the_table_is_in_percentage_points() -> None:
    assert risk_difference(1, 4, 2, 4).table()["Difference (percentage points)"].tolist() == [25.0]


@pytest.mark.parametrize(("x1", "n1"), [(5, 4), (-1, 4)])
@pytest.mark.parametrize("method", METHODS)
def test_counts_outside_the_group_are_refused(method: Method, x1: int, n1: int) -> None:
    with pytest.raises(SourceError, match="participants"):
        method(x1, n1, 1, 4)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=40)
@given(groups=TWO_GROUPS)
def test_limits_enclose_and_turn_with_the_groups(method: Method, groups: tuple[int, int, int, int]) -> None:
    x1, n1, x2, n2 = groups
    result = method(x1, n1, x2, n2)
    assert -1 - 1e-12 <= result.lower <= result.difference <= result.upper <= 1 + 1e-12
    turned = method(x2, n2, x1, n1)
    assert (turned.lower, turned.upper) == pytest.approx((-result.upper, -result.lower), abs=1e-8)
    opposite = method(n1 - x1, n1, n2 - x2, n2)
    assert (opposite.lower, opposite.upper) == pytest.approx((-result.upper, -result.lower), abs=1e-8)
