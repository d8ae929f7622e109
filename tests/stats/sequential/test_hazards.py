"""Events, participants and hazard ratios: against R, by hand, and refusals."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.sequential import hazards
from dashboard.stats.sequential.bounds import planned
from dashboard.stats.sequential.plan import Plan
from tests.stats.sequential.references import Case, cases

FIXED = Plan(alpha=0.025, looks=(100,), beta=0.1)


@pytest.mark.parametrize("case", cases("sizing"), ids=lambda case: f"alpha {case['alpha']}")
def test_events_participants_and_critical_ratios_are_those_of_rpact(case: Case) -> None:
    thirds = (1 / 3, 2 / 3, 1.0)
    plan = Plan(alpha=case["alpha"], sides=2, looks=thirds, beta=0.2)
    alone = Plan(alpha=case["alpha"], sides=2, looks=(1,), beta=0.2)
    needed = hazards.events(plan, case["ratio"])
    assert hazards.events(alone, case["ratio"]) == pytest.approx(case["fixed_events"], rel=1e-10)
    assert needed == pytest.approx(case["events"], rel=5e-8)
    times = case["accrual"], case["follow_up"], case["dropout"]
    chance = (
        hazards.event_chance(case["hazard"], *times),
        hazards.event_chance(case["hazard"] * case["ratio"], *times),
    )
    assert sum(chance) / 2 == pytest.approx(case["chance"], rel=1e-10)
    assert hazards.participants(needed, chance) == pytest.approx(case["participants"], rel=5e-8)
    critical = hazards.hazard_ratio(planned(plan).upper, needed * np.array(thirds))
    np.testing.assert_allclose(critical, case["critical_ratio"], rtol=0, atol=2e-8)


def test_ratios_of_a_boundary_by_hand() -> None:
    """Equal arms, 100 events: exp(∓2 · 2/10); two to one: (1 + 2)/√(2 · 100)."""
    assert hazards.hazard_ratio([2.0, -2.0, np.inf], 100).tolist() == pytest.approx([math.exp(-0.4), math.exp(0.4), 0])
    assert float(hazards.hazard_ratio(2.0, 100, allocation=2)) == pytest.approx(math.exp(-6 / math.sqrt(200)))
    assert float(hazards.standard_error(100, 0.5)) == pytest.approx(float(hazards.standard_error(100, 2)))


def test_drift_and_boundary_are_two_ways_to_the_same_ratio() -> None:
    z = hazards.drift(0.7, 90, allocation=2)
    assert float(hazards.hazard_ratio(z, 90, allocation=2)) == pytest.approx(0.7)


def test_power_at_the_events_it_needs_is_the_power_asked_for() -> None:
    needed = hazards.events(FIXED, 0.6)
    assert needed == pytest.approx(4 * (1.959963984540054 + 1.2815515655446004) ** 2 / math.log(0.6) ** 2)
    looks = (needed / 3, 2 * needed / 3, needed)
    plan = Plan(alpha=0.025, looks=looks, beta=0.1)
    assert hazards.power(Plan(alpha=0.025, looks=(needed,)), 0.6) == pytest.approx(0.9)
    assert hazards.power(plan, 0.6) < 0.9
    assert hazards.events(plan, 0.6) == hazards.events(plan, 1 / 0.6) > needed


def test_the_chance_of_an_event_in_its_limits() -> None:
    """No accrual time: 1 - e^(-λt); with dropout as frequent as events, half of those who leave are events."""
    assert hazards.event_chance(0.1, 0, 5) == pytest.approx(1 - math.exp(-0.5))
    assert hazards.event_chance(0.1, 0, 5, dropout=0.1) == pytest.approx((1 - math.exp(-1)) / 2)
    late = (math.exp(-0.5) - math.exp(-1.5)) / (0.1 * 10)
    assert hazards.event_chance(0.1, 10, 5) == pytest.approx(1 - late)
    assert hazards.participants(30, (0.5, 0.25), allocation=2) == pytest.approx(30 * 3 / (0.5 + 2 * 0.25))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: hazards.events(FIXED, 1.0), "A hazard ratio of 1 is found by no number of events"),
        (lambda: hazards.events(FIXED, -0.5), "ratio = -0.5 is not possible"),
        (lambda: hazards.power(FIXED, 0), "ratio = 0 is not possible"),
        (lambda: hazards.standard_error(90, 0), "allocation = 0 is not possible"),
        (lambda: hazards.participants(90, (0, 0.5)), "The chance of an event = 0 is not possible"),
        (lambda: hazards.participants(90, (0.5, 1.5)), "The chance of an event = 1.5 is not possible"),
        (lambda: hazards.event_chance(0, 12, 12), "hazard = 0 is not possible"),
        (lambda: hazards.event_chance(0.1, -1, 12), "accrual = -1 is not possible: give 0 or more"),
    ],
)
def test_bad_input_says_what_is_possible_instead(call: Callable[[], object], says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        call()
