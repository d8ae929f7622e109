"""The truncated SPRT against the demonstration guidelines, R, and what it must always hold."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import operating
from dashboard.stats.stopping.boundary import ranges, reach
from dashboard.stats.stopping.rules.sprt import Sprt

REFERENCE = json.loads((Path(__file__).parent / "reference" / "sprt.json").read_text(encoding="utf-8"))

# From the demonstration trial's dossier (disease model, section 7), computed there by a separate recursion:
# p0, p1, alpha, boundary up to 80 participants, type I error, power, expected participants at p1.
DOSSIER = [
    (0.05, 0.15, 0.10, "2–5: 2, 6–15: 3, 16–26: 4, 27–37: 5, 38–48: 6, 49–59: 7, 60–70: 8, 71–80: 9", 0.099, 0.92, 29),
    (
        *(0.05, 0.15, 0.05),
        "3–10: 3, 11–21: 4, 22–31: 5, 32–42: 6, 43–53: 7, 54–64: 8, 65–75: 9, 76–80: 10",
        *(0.050, 0.87, 36),
    ),
    (
        *(0.10, 0.25, 0.10),
        "3–7: 3, 8–13: 4, 14–19: 5, 20–25: 6, 26–31: 7, 32–37: 8, 38–43: 9, 44–49: 10, 50–56: 11, 57–62: 12, "
        "63–68: 13, 69–74: 14, 75–80: 15",
        *(0.100, 0.96, 24),
    ),
    (0.03, 0.12, 0.10, "2–12: 2, 13–27: 3, 28–42: 4, 43–58: 5, 59–73: 6, 74–80: 7", 0.099, 0.93, 26),
    (0.02, 0.08, 0.10, "2–19: 2, 20–42: 3, 43–65: 4, 66–80: 5", 0.099, 0.86, 34),
    (0.10, 0.22, 0.10, "3–5: 3, 6–12: 4, 13–19: 5, 20–25: 6, 26–32: 7, ", 0.099, 0.90, 32),
]
DOSSIER_NAMES = ["NRM", "NRM stricter", "aGVHD", "CRS", "graft failure", "infection"]


@pytest.mark.parametrize("row", DOSSIER, ids=DOSSIER_NAMES)
def test_the_demonstration_guidelines_have_their_boundary_and_error_rates(row: tuple[Any, ...]) -> None:
    p0, p1, alpha, table, type_one, power, expected = row
    rule = Sprt(p0, p1, alpha, 80)
    ours = ", ".join(map(str, ranges(rule)))
    assert ours.startswith(table) if table.endswith(", ") else ours == table
    found = rule.characteristics()
    assert round(found.probability[0], 3) == type_one
    assert round(found.probability[1], 2) == power
    assert round(found.participants[1]) == expected


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=[case["design"] for case in REFERENCE["cases"]])
def test_boundary_and_chances_are_those_of_stoppingrule(case: dict[str, Any]) -> None:
    looks = np.array(case["looks"])
    rule = Sprt(case["p0"], case["p1"], case["alpha"], int(looks[-1]), tuple(case["looks"]))
    impossible = looks + 1
    boundary = rule.boundary(looks)
    assert np.all(np.minimum(case["loose_boundary"], impossible) <= boundary)
    assert np.all(boundary <= np.minimum(case["strict_boundary"], impossible))
    found = operating.characteristics(looks, case["boundary"], case["rates"])
    np.testing.assert_allclose(found.probability, case["probability"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.events, case["expected_events"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.participants, case["expected_participants"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.crossing[0], case["first_crossing_at_p0"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(rule.characteristics(*case["rates"]).probability, case["probability"], atol=1e-6)


def test_the_statistic_is_the_log_likelihood_ratio() -> None:
    """One event among two, .1 against .4: log((.4 x .6) / (.1 x .9)) = log(8 / 3)."""
    assert Sprt(0.1, 0.4, 0.2, 5).statistic(1, 2) == pytest.approx(np.log(8 / 3), abs=1e-15)


def test_the_constant_is_calibrated_to_the_largest_attainable_error() -> None:
    """Two participants, p0 = 1/2: of the possible boundaries {1 of 1, 1 of 2, 2 of 2}, 2 of 2 errs by 1/4."""
    rule = Sprt(0.5, 0.75, 0.3, 2)
    assert rule.boundary([1, 2]).tolist() == [2, 2]
    assert rule.characteristics().probability.tolist() == [0.25, 0.5625]
    eager = Sprt(0.5, 0.75, 0.75, 2)
    assert eager.boundary([1, 2]).tolist() == [1, 1]
    assert eager.characteristics().probability[0] == 0.75


def test_looks_that_tie_at_the_constant_are_taken_or_left_together() -> None:
    """Nine of 26 gives .1024 with its tie and .0989 without: the strict side is taken (stoppingrule, README)."""
    rule = Sprt(0.2, 0.3, 0.1, 30)
    assert rule.boundary(26) == 10
    assert rule.characteristics().probability[0] == pytest.approx(0.09890718835184613, abs=1e-12)


@pytest.mark.parametrize("p0", [1 / 3, 0.2, 0.1, 0.3])
def test_ratios_equal_but_for_rounding_are_one_candidate(p0: float) -> None:
    """With p1 = 1 - p0 the ratio is a power of 2y - n: the boundary is the smallest y with 2y - n >= m."""
    n = np.arange(1, 41)
    boundaries = [np.minimum((n + m + 1) // 2, n + 1) for m in range(1, 40)]
    smallest = next(b for b in boundaries if operating.probability(n, b, p0) <= 0.1)
    assert Sprt(p0, 1 - p0, 0.1, 40).boundary(n).tolist() == smallest.tolist()


def test_where_nothing_meets_the_rule_the_boundary_is_one_above_n() -> None:
    rule = Sprt(0.05, 0.15, 0.05, 80)
    assert rule.boundary([1, 2, 3]).tolist() == [2, 3, 3]
    sparse = Sprt(0.15, 0.25, 0.05, 20, (10, 20))
    assert sparse.boundary([9, 11]).tolist() == [10, 12]


def test_above_the_planned_number_the_constant_is_kept() -> None:
    rule = Sprt(0.05, 0.15, 0.10, 80)
    n = np.arange(80, 121)
    beyond = rule.boundary(n)
    assert beyond[0] == 9
    assert np.all(rule.statistic(beyond, n) >= rule.constant)
    assert np.all(rule.statistic(beyond - 1, n) < rule.constant)


def test_reach_inverts_the_boundary() -> None:
    """Boundary of NRM at .10: 2–5: 2, 6–15: 3, …, 71–80: 9."""
    assert reach(Sprt(0.05, 0.15, 0.10, 80), 10)[:10].tolist() == [0, 0, 5, 15, 26, 37, 48, 59, 70, 80]


def test_reach_is_nought_for_events_that_never_meet_it() -> None:
    """Stricter NRM: 3–10: 3, 11–21: 4; two events meet it among no number of participants."""
    assert reach(Sprt(0.05, 0.15, 0.05, 80), 10)[:5].tolist() == [0, 0, 0, 10, 21]


@pytest.mark.parametrize(
    ("arguments", "possible"),
    [
        ((0.05, 0.15, 0.0, 80), "alpha = 0 is not possible: give a number above 0 and below 1"),
        ((0.05, 0.15, 1.0, 80), "alpha = 1 is not possible"),
        ((0.15, 0.15, 0.1, 80), "give a rate above p0 = 0.15"),
        ((0.0, 0.15, 0.1, 80), "p0 = 0 is not possible"),
        ((0.05, 1.2, 0.1, 80), "p1 = 1.2 is not possible"),
        ((0.05, float("nan"), 0.1, 80), "p1 = nan is not possible"),
        ((0.05, 0.15, 0.1, 0), "give 1 to 2,000 participants"),
        ((0.05, 0.15, 0.1, 10**9), "give 1 to 2,000 participants"),
        ((0.5, 0.75, 0.1, 3), "the smallest attainable is 0.125. Raise alpha to that, or plan more"),
        ((0.05, 0.15, 0.1, 80, (10, 90)), "the last one equal to planned = 80"),
        ((0.05, 0.15, 0.1, 80, (20, 10, 80)), "give rising whole numbers"),
        ((0.05, 0.15, 0.1, 80, (0, 80)), "from 1 on"),
    ],
)
def test_parameters_that_make_no_rule_are_answered_with_what_is_possible(
    arguments: tuple[Any, ...], possible: str
) -> None:
    with pytest.raises(ChoiceError) as refused:
        Sprt(*arguments)
    assert possible in str(refused.value)


DESIGNS = st.tuples(
    st.integers(1, 40).map(lambda x: x / 100),
    st.integers(5, 40).map(lambda x: x / 100),
    st.sampled_from([0.02, 0.05, 0.1, 0.2]),
    st.integers(12, 40),
).map(lambda d: Sprt(d[0], d[0] + d[1], d[2], d[3]))


@settings(max_examples=25)
@given(DESIGNS)
def test_the_exact_error_is_never_above_the_stated_and_the_boundary_never_falls(rule: Sprt) -> None:
    boundary = rule.boundary(np.arange(1, rule.planned + 1))
    chances = rule.characteristics(rule.p0, rule.p1).probability
    assert chances[0] <= rule.alpha
    assert chances[0] < chances[1]
    assert np.all(np.diff(boundary) >= 0)
    assert np.all(np.diff(boundary) <= 1)
    assert np.all(boundary >= 1)


@settings(max_examples=15)
@given(DESIGNS)
def test_the_next_smaller_constant_would_err_too_much(rule: Sprt) -> None:
    """Loosen by the nearest value of the statistic below the constant: the error passes alpha."""
    looks = np.arange(1, rule.planned + 1)
    events, n = np.meshgrid(looks, looks)
    values = rule.statistic(events, n)[events <= n]
    lower = values[values < rule.constant - 1e-7]
    if lower.size:
        looser = [
            int(np.argmax(np.append(rule.statistic(np.arange(1, m + 1), m) >= lower.max() - 1e-9, True))) + 1
            for m in looks
        ]
        assert operating.probability(looks, looser, rule.p0) > rule.alpha
