"""Conditional and predictive power: against R, by hand, and their laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import at, planned, projected
from dashboard.stats.sequential.conditional import (
    conditional_any,
    conditional_final,
    observed_drift,
    outlook,
    predictive_any,
    predictive_final,
)
from dashboard.stats.sequential.plan import Plan
from tests.stats.sequential.references import Case, cases, plan_of, with_boundaries

EFS = Plan(alpha=0.025, looks=(30, 60, 90))


@pytest.mark.parametrize("case", cases("conditional"), ids=lambda c: f"look {c['look']}, Z {c['z']}, {c['futility']}")
def test_conditional_and_predictive_power_are_those_of_gsdesign(case: Case) -> None:
    bounds = with_boundaries(plan_of(case), case["upper"], case["lower"])
    *given_effect, flat = outlook(bounds, case["look"], case["z"], drift=case["drift"]).chances
    np.testing.assert_allclose([c.any_later for c in given_effect], case["any_later"], rtol=0, atol=2e-8)
    np.testing.assert_allclose([c.final for c in given_effect], case["final"], rtol=0, atol=1e-10)
    assert flat.final == pytest.approx(case["predictive_final"], abs=1e-10)
    # R sums over 801 effects within 8 standard errors
    assert flat.any_later == pytest.approx(case["predictive_any"], abs=5e-7)


def test_half_way_by_hand() -> None:
    """z = 1 at t = 1/2: B = √½, trend √2; the rest has mean drift/2 and variance 1/2; one boundary, 1.95996."""
    bounds = planned(Plan(alpha=0.025, looks=(0.5, 1), spending="user_defined", parameter=(0.0, 0.025)))
    edge, b = 1.959963984540054, math.sqrt(0.5)
    by_hand = {drift: stats.norm.sf((edge - b - drift / 2) / b) for drift in (0.0, math.sqrt(2), 3.0)}
    for drift, expected in by_hand.items():
        assert conditional_final(bounds, 1, 1.0, drift) == pytest.approx(expected, abs=1e-9)
        assert conditional_any(bounds, 1, 1.0, drift) == pytest.approx(expected, abs=1e-9)
    assert observed_drift(bounds, 1, 1.0) == pytest.approx(math.sqrt(2))
    # predictive: 1 - Φ((edge √t - z) / √(1 - t))
    assert predictive_final(bounds, 1, 1.0) == pytest.approx(stats.norm.sf((edge * b - 1) / b), abs=1e-9)
    assert predictive_any(bounds, 1, 1.0) == pytest.approx(predictive_final(bounds, 1, 1.0), abs=1e-9)


@given(st.floats(-3, 4), st.floats(-2, 5), st.floats(0.01, 1), st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_chances_rise_with_z_and_effect_and_looking_sooner_only_adds(
    z: float, drift: float, more: float, look: int
) -> None:
    bounds = planned(EFS)
    sooner = conditional_any(bounds, look, z, drift)
    assert -1e-12 <= conditional_final(bounds, look, z, drift) <= sooner + 1e-10 <= 1 + 2e-10
    assert conditional_any(bounds, look, z + more, drift) >= sooner - 1e-12
    assert conditional_any(bounds, look, z, drift + more) >= sooner - 1e-12
    assert predictive_any(bounds, look, z) >= predictive_final(bounds, look, z) - 1e-10


@given(st.floats(-2, 3))
@settings(max_examples=30, deadline=None)
def test_predictive_power_is_conditional_power_averaged_over_the_effects(z: float) -> None:
    bounds = planned(Plan(0.025, (0.3, 0.6, 1), "pocock", futility="pocock"))
    points, weights = np.polynomial.hermite_e.hermegauss(120)
    effects = (z + points) / math.sqrt(0.3)
    chances = [conditional_any(bounds, 1, z, effect) for effect in effects]
    assert predictive_any(bounds, 1, z) == pytest.approx(weights @ chances / math.sqrt(2 * math.pi), abs=1e-8)


def test_futility_that_is_ignored_leaves_more_chances() -> None:
    bounds = planned(Plan(0.025, (30, 60, 90), futility="pocock"))
    assert conditional_any(bounds, 1, 0.5, 1.0) < conditional_any(bounds, 1, 0.5, 1.0, futility=False)
    assert predictive_any(bounds, 1, 0.5) < predictive_any(bounds, 1, 0.5, futility=False)


def test_an_analysis_at_its_actual_information_has_an_outlook() -> None:
    found = outlook(projected(EFS, (31,)), 1, 1.1)
    table = found.table()
    assert table["Effect assumed"].tolist()[:3] == ["As observed", "As designed", "No effect"]
    assert table.iloc[:, 1:].to_numpy().min() >= 0
    assert found.chances[1].any_later > found.chances[2].any_later


@pytest.mark.parametrize("look", [0, 3, 4])
def test_without_a_look_to_come_there_is_no_outlook(look: int) -> None:
    with pytest.raises(ChoiceError, match="give a look from 1 to 2"):
        outlook(planned(EFS), look, 1.0)


def test_a_single_look_has_no_outlook() -> None:
    with pytest.raises(ChoiceError, match="only one look"):
        outlook(at(EFS, 31), 1, 1.0)
