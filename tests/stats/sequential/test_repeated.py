"""Repeated confidence intervals and p-values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import at, planned
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.repeated import LARGEST_P, SMALLEST_P, repeated_intervals, repeated_p
from tests.stats.sequential.test_bounds import plans

TWO_SIDED = Plan(alpha=0.05, sides=2, looks=(30, 60, 90))


@given(plans(), st.data())
@settings(max_examples=40, deadline=None)
def test_an_interval_contains_its_estimate_and_excludes_zero_exactly_beyond_the_boundary(
    plan: Plan, data: st.DataObject
) -> None:
    bounds = planned(plan)
    looks = len(bounds.upper)
    z = np.array(data.draw(st.lists(st.floats(-5, 5), min_size=looks, max_size=looks)))
    se = np.array(data.draw(st.lists(st.floats(0.05, 2), min_size=looks, max_size=looks)))
    found = repeated_intervals(bounds, z * se, se)
    assert np.all((found.lower <= found.estimate) & (found.estimate <= found.upper))
    clear = np.abs(z - bounds.upper) > 1e-9
    np.testing.assert_array_equal((found.lower > 0)[clear], (z > bounds.upper)[clear])


def test_with_one_look_it_is_the_ordinary_interval_and_p_value() -> None:
    once = Plan(alpha=0.05, sides=2, looks=(90,))
    found = repeated_intervals(planned(once), [-0.4], [0.2])
    assert found.level == 0.95
    assert [found.lower[0], found.upper[0]] == pytest.approx([-0.4 - 1.959964 * 0.2, -0.4 + 1.959964 * 0.2], abs=1e-6)
    assert repeated_p(once, (90,), (2.1,), final=True) == pytest.approx(2 * special.ndtr(-2.1), abs=1e-10)


def test_the_intervals_of_all_looks_cover_together_as_often_as_stated() -> None:
    """100,000 trials, seed 5: within four standard errors."""
    bounds = planned(TWO_SIDED)
    steps = np.diff(bounds.fraction, prepend=0.0)
    position = np.cumsum(np.random.default_rng(5).normal(1.5 * steps, np.sqrt(steps), (100_000, 3)), axis=1)
    estimates, se = position / bounds.fraction, 1 / np.sqrt(bounds.fraction)
    covered = np.all(np.abs(estimates - 1.5) <= bounds.upper * se, axis=1)
    assert covered.mean() == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 100_000))


def test_a_p_value_is_the_alpha_at_which_the_boundary_is_just_reached() -> None:
    """gsDesign 3.10.1, sequentialPValue(): 0.0229012, its search ending at 1e-5; ours puts the boundary on 2.4."""
    looks = (101.9632463075574, 152.9448694613361, 203.9264926151148)
    found = repeated_p(Plan(alpha=0.025, looks=looks), looks[:2], (1.8, 2.4))
    assert found == pytest.approx(0.02290120253718993, abs=1e-5)
    assert planned(Plan(alpha=found, looks=looks)).upper[1] == pytest.approx(2.4, abs=1e-8)


@given(st.floats(-1, 5), st.floats(-1, 5), st.sampled_from([1, 2]))
@settings(max_examples=40, deadline=None)
def test_a_p_value_is_at_most_alpha_when_a_boundary_was_reached(first: float, second: float, sides: int) -> None:
    plan = Plan(alpha=0.05, sides=sides, looks=(30, 60, 90))
    p = repeated_p(plan, (31, 62), (first, second))
    assert SMALLEST_P <= p <= 1
    reached = np.array([first, second]) - at(plan, 62, (31,)).upper
    if np.all(np.abs(reached) > 1e-6):
        assert (p <= 0.05) == bool(np.any(reached > 0))
    assert repeated_p(plan, (31,), (first,)) >= p - 1e-9


def test_p_values_out_of_reach_are_the_ends() -> None:
    plan = Plan(alpha=0.025, looks=(30, 60, 90))
    assert repeated_p(plan, (30,), (-40.0,)) == 1
    assert repeated_p(plan, (30, 60, 90), (0.0, 0.0, 12.0), final=True) == SMALLEST_P
    assert SMALLEST_P < LARGEST_P < 1


def test_what_has_no_repeated_value_is_refused_with_what_has() -> None:
    binding = Plan(alpha=0.025, looks=(30, 60, 90), futility="pocock", binding=True)
    with pytest.raises(ChoiceError, match="give binding = False"):
        repeated_intervals(planned(binding), [0, 0, 0], [1, 1, 1])
    with pytest.raises(ChoiceError, match="for each of the 3 looks"):
        repeated_intervals(planned(TWO_SIDED), [0, 0], [1, 1])
    with pytest.raises(ChoiceError, match="Give one Z for each analysis done"):
        repeated_p(TWO_SIDED, (30, 60), (1.0,))
    listed = Plan(alpha=0.025, looks=(0.5, 1), spending="user_defined", parameter=(0.01, 0.025))
    with pytest.raises(ChoiceError, match="needs a spending function"):
        repeated_p(listed, (0.5,), (1.0,))


def test_the_table_says_its_level() -> None:
    found = repeated_intervals(planned(Plan(alpha=0.025, looks=(0.5, 1))), [0.1, 0.2], [0.3, 0.2])
    assert list(found.table().columns) == ["Look", "Estimate", "Repeated 95% lower", "Repeated 95% upper"]
