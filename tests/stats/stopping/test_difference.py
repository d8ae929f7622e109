"""The randomised difference beside a guideline: by fractions, against a second integration, and by its laws."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.stats.arms import between_arms
from dashboard.stats.contrast import risk_difference
from dashboard.stats.stopping.difference import Closed, closed, compare, exceeds
from tests.stats.stopping.cohorts import FIVE, SEVEN, WINDOW, columns

ARMS = st.integers(0, 120).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))).map(lambda pair: Closed(*pair))
NOBODY = Closed(0, 0)


def test_only_windows_that_are_over_with_known_outcome_count() -> None:
    """Day 200: A, B, C, E, F, G; D was never assessed to the end. Day 109: A alone."""
    assert closed(**columns(list(SEVEN.values()), 200), window=WINDOW) == Closed(6, 2)
    assert closed(**columns(list(FIVE.values()), 109), window=WINDOW) == Closed(1, 0)
    assert closed([], [], [], [], window=WINDOW) == NOBODY


def test_two_flat_priors_differ_by_more_than_a_margin_on_a_triangle() -> None:
    """Two uniform rates: the triangle above the line p + 1/20 has area (19/20)^2 / 2 = 361/800."""
    assert exceeds(NOBODY, NOBODY, 0.05) == pytest.approx(361 / 800, abs=1e-13)
    assert exceeds(NOBODY, NOBODY, 0.0) == pytest.approx(1 / 2, abs=1e-13)


def test_one_event_of_one_against_none_of_one_by_hand() -> None:
    """Densities 2p (first: 1 of 1) and 2(1 - q) (second: 0 of 1); P(q > p) = integral of 2p (1 - p)^2 = 1/6."""
    assert exceeds(Closed(1, 1), Closed(1, 0), 0.0) == pytest.approx(1 / 6, abs=1e-13)
    assert exceeds(Closed(1, 0), Closed(1, 1), 0.0) == pytest.approx(5 / 6, abs=1e-13)


def test_beyond_every_possible_difference_there_is_nothing() -> None:
    assert exceeds(NOBODY, NOBODY, 1.0) == 0
    assert 0 < exceeds(Closed(500, 500), Closed(500, 500), 0.05) < 0.95**501  # the first is below .95


def test_the_interval_is_that_of_miettinen_and_nurminen() -> None:
    found, reference = compare(Closed(80, 4), Closed(78, 9)), risk_difference(4, 80, 9, 78)
    assert (found.difference, found.lower, found.upper) == (reference.difference, reference.lower, reference.upper)
    assert found.difference == pytest.approx(9 / 78 - 4 / 80)


def test_the_sentence_names_letters_and_no_role() -> None:
    assert compare(Closed(80, 4), Closed(78, 9)).text("A", "B") == (
        "Complete windows: B 9/78, A 4/80; B − A +6.5 points (95% -2.3 to +16.2). Probability given the data that the "
        "rate in B is more than 5 points above that in A: 0.62; in A above B: 0.01."
    )
    assert compare(NOBODY, Closed(3, 1)).text("A", "B") == (
        "Complete windows: B 1/3, A 0/0. No difference yet: an arm has no complete window."
    )


def test_it_compares_each_two_arms_later_minus_earlier() -> None:
    arm = pd.Categorical(["A", "B", "A", "B", "B", "A", "A"], categories=["A", "B"])
    given_ = columns(list(SEVEN.values()), 200)
    found = between_arms(partial(closed, window=WINDOW), compare)(arm, **given_)
    assert list(found.results) == ["B − A"]
    one = found.results["B − A"]
    assert (one.later, one.earlier) == (Closed(2, 2), Closed(4, 0))
    assert one.difference == 1
    table = found.table()
    assert table["Events, later"].tolist() == [2]
    assert table["Difference (percentage points)"].tolist() == [100]


@settings(max_examples=60)
@given(ARMS, ARMS)
def test_chances_hang_together(earlier: Closed, later: Closed) -> None:
    """Above, below and between make 1; a wider margin is rarer; the other way round it is the other chance."""
    found = compare(earlier, later)
    if not (earlier.n and later.n):
        assert np.isnan([found.above, found.below]).all()
        return
    assert min(found.above, found.below) >= 0
    assert found.above + found.below <= 1 + 1e-12
    assert exceeds(earlier, later, 0.0) + exceeds(later, earlier, 0.0) == pytest.approx(1, abs=1e-12)
    assert exceeds(earlier, later, 0.1) <= found.above + 1e-12
    turned = compare(later, earlier)
    assert (turned.above, turned.below) == (found.below, found.above)


@settings(max_examples=30)
@given(ARMS, ARMS)
def test_an_event_more_in_the_later_arm_makes_it_likelier(earlier: Closed, later: Closed) -> None:
    if later.events < later.n:
        more = Closed(later.n, later.events + 1)
        assert compare(earlier, more).above >= compare(earlier, later).above - 1e-12


def test_many_participants_are_no_less_exact() -> None:
    """Beyond 998 the quadrature is no longer exact by degree; a sum over a million narrow strips."""
    first, second = stats.beta(1 + 300, 1 + 2700), stats.beta(1 + 480, 1 + 2520)
    edges = np.linspace(0, 0.95, 200_001)
    middle = (edges[1:] + edges[:-1]) / 2
    strips = np.sum(np.diff(first.cdf(edges)) * second.sf(middle + 0.05))
    assert exceeds(Closed(3000, 300), Closed(3000, 480), 0.05) == pytest.approx(strips, abs=1e-8)
