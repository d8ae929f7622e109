"""Fisher's exact test and the conditional odds ratio."""

import json
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from dashboard.errors import SourceError
from dashboard.stats.fisher import fisher_p, odds_ratio
from tests.stats.test_contrast import TWO_GROUPS

REFERENCE = Path(__file__).resolve().parent / "reference" / "two_proportions.json"
CASES: list[dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]
MARGINS = ("x1", "n1", "x2", "n2")


def test_p_is_that_of_r() -> None:
    table = [[case[name] for case in CASES] for name in MARGINS]
    np.testing.assert_allclose(fisher_p(*table), [case["fisher_p"] for case in CASES], rtol=0, atol=1e-12)


def test_p_of_the_lady_tasting_tea() -> None:
    # Fisher 1935: of 8 cups 3 of 4 and 1 of 4; of the 70 ways 1 + 16 + 16 + 1 are no likelier
    assert fisher_p(1, 4, 3, 4) == pytest.approx(34 / 70, abs=1e-15)


def test_odds_ratios_are_those_of_r_within_the_precision_of_its_root_finder() -> None:
    for case in CASES:
        if case["x1"] + case["x2"] in (0, case["n1"] + case["n2"]):
            continue
        found = odds_ratio(case["x2"], case["n2"], case["x1"], case["n1"])  # R divides the first by the second
        expected = [float(value) for value in (case["odds_ratio"], *case["odds_ratio_limits"])]
        # uniroot stops within 1e-4 in the odds ratio or in its inverse
        np.testing.assert_allclose((found.ratio, found.lower, found.upper), expected, rtol=1e-3, atol=2e-5)


def chance(k: int, psi: Fraction, x1: int, n1: int, x2: int, n2: int) -> Fraction:
    """P(second group has k of the x1 + x2 events) when its odds are psi times the first's, in whole numbers."""
    events = x1 + x2
    ways = {j: comb(n2, j) * comb(n1, events - j) * psi**j for j in range(max(0, events - n1), min(n2, events) + 1)}
    return ways[k] / sum(ways.values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(str(case[name]) for name in MARGINS))
def test_beyond_each_limit_lies_half_of_what_the_level_leaves(case: dict[str, Any]) -> None:
    table = tuple(case[name] for name in MARGINS)
    x1, n1, x2, n2 = table
    result = odds_ratio(*table)
    if 0 < result.lower < np.inf:
        psi = Fraction(float(result.lower))
        assert sum(chance(k, psi, *table) for k in range(x2, min(n2, x1 + x2) + 1)) == pytest.approx(0.025, abs=1e-10)
    if 0 < result.upper < np.inf:
        psi = Fraction(float(result.upper))
        assert sum(chance(k, psi, *table) for k in range(max(0, x1 + x2 - n1), x2 + 1)) == pytest.approx(
            0.025, abs=1e-10
        )
    if 0 < result.ratio < np.inf:
        psi = Fraction(float(result.ratio))
        mean = sum(k * chance(k, psi, *table) for k in range(max(0, x1 + x2 - n1), min(n2, x1 + x2) + 1))
        assert mean == pytest.approx(x2, abs=1e-9)


def test_nobody_or_everybody_says_nothing_of_the_odds() -> None:
    result = odds_ratio([0, 5], [5, 5], [0, 7], [7, 7])
    assert np.isnan(result.ratio).all()
    assert result.lower.tolist() == [0, 0]
    assert result.upper.tolist() == [np.inf, np.inf]
    assert result.table().columns.tolist() == ["Odds ratio", "Lower 95%", "Upper 95%"]


def test_an_empty_group_has_neither() -> None:
    assert np.isnan(fisher_p([0, 1], [0, 5], [2, 2], [5, 5])).tolist() == [True, False]
    assert np.isnan(odds_ratio([0, 1], [0, 5], [2, 2], [5, 5]).ratio).tolist() == [True, False]


def test_shapes_are_kept_and_nothing_gives_nothing() -> None:
    assert fisher_p([], [], [], []).shape == odds_ratio([], [], [], []).upper.shape == (0,)
    assert fisher_p(np.zeros((2, 3)), 5, np.ones((2, 3)), 5).shape == (2, 3)


def test_counts_outside_the_group_are_refused() -> None:
    with pytest.raises(SourceError, match="participants"):
        fisher_p(5, 4, 1, 4)


@settings(max_examples=40)
@given(groups=TWO_GROUPS, swapped=st.booleans())
def test_p_is_scipys_whichever_group_comes_first(groups: tuple[int, int, int, int], swapped: bool) -> None:
    x1, n1, x2, n2 = groups
    p = fisher_p(x2, n2, x1, n1) if swapped else fisher_p(x1, n1, x2, n2)
    assert p == pytest.approx(fisher_exact([[x1, x2], [n1 - x1, n2 - x2]]).pvalue, abs=1e-9)
    assert 0 < p <= 1
