"""Group-sequential plans programmed again: nested adaptive integrals, and the tables printed in the literature.

No grid, no forward recursion, nothing shared with the software: the probability to stop first at look k is the
integral over the statistics at the looks before, written down and left to scipy's quadrature.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.optimize import brentq

from dashboard.stats.sequential.bounds import at, design_drift, planned, projected
from dashboard.stats.sequential.conditional import conditional_any, predictive_any
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.power import stagewise
from dashboard.stats.sequential.recursion import crossing, walk


def leaving(clocks: list[float], low: list[float], high: list[float], drift: float, now: float, seen: float) -> float:
    """P(first to leave upwards is at the last of `clocks`), at position `now` at clock `seen`; limits on Z."""
    step = math.sqrt(clocks[0] - seen)
    mean = now + drift * (clocks[0] - seen)
    root = math.sqrt(clocks[0])
    if len(clocks) == 1:
        return math.erfc((high[0] * root - mean) / (step * math.sqrt(2))) / 2
    least, most = max(low[0] * root, mean - 9 * step), min(high[0] * root, mean + 9 * step)
    if least >= most:
        return 0.0

    def further(x: float) -> float:
        return math.exp(-0.5 * ((x - mean) / step) ** 2) * leaving(clocks[1:], low[1:], high[1:], drift, x, clocks[0])

    total, _ = integrate.quad(further, least, most, epsabs=1e-12, epsrel=1e-10, limit=200)
    return total / (step * math.sqrt(2 * math.pi))


def stages(clocks: list[float], low: list[float], high: list[float], drift: float = 0.0) -> list[float]:
    """P(leave upwards first at look k), for each k."""
    looks = range(1, len(clocks) + 1)
    return [leaving(clocks[:k], low[:k], high[:k], drift, 0.0, 0.0) for k in looks]


def boundary(clocks: list[float], spent: list[float]) -> list[float]:
    """One-sided boundaries on Z that spend those cumulative amounts, one root after another."""
    found: list[float] = []
    for k, (before, after) in enumerate(pairwise([0.0, *spent]), start=1):
        low = [-math.inf] * k

        def excess(z: float, k: int = k, low: list[float] = low, step: float = after - before) -> float:
            return leaving(clocks[:k], low, [*found, z], 0.0, 0.0, 0.0) - step

        found.append(float(brentq(excess, -2, 9, xtol=1e-11)))
    return found


def obrien_fleming(t: float, alpha: float) -> float:
    """Lan & DeMets 1983, α₁*."""
    return 2 - 2 * stats.norm.cdf(stats.norm.ppf(1 - alpha / 2) / math.sqrt(t)) if t < 1 else alpha


@pytest.mark.parametrize(
    ("most", "events"),
    [(90, (31, 62, 90)), (90, (31, 62, 97)), (120, (40, 85, 105)), (90, (54, 55, 90))],
    ids=["as planned", "overrun", "underrun", "one event apart"],
)
def test_boundaries_at_actual_information_are_the_roots_of_nested_integrals(most: int, events: tuple[int, ...]) -> None:
    clocks = [n / most for n in events]
    spent = [*(obrien_fleming(t, 0.025) for t in clocks[:2]), 0.025]
    found = at(Plan(alpha=0.025, looks=(most / 3, 2 * most / 3, most)), events[-1], events[:-1], final=True)
    np.testing.assert_allclose(found.upper, boundary(clocks, spent), rtol=0, atol=1e-8)


def test_the_same_boundaries_leave_alpha_in_the_multivariate_normal_distribution() -> None:
    bounds = planned(Plan(alpha=0.025, looks=(0.2, 0.45, 1), spending="pocock"))
    t = bounds.fraction
    correlation = np.sqrt(np.minimum.outer(t, t) / np.maximum.outer(t, t))
    for k in (2, 3):
        inside = stats.multivariate_normal.cdf(
            bounds.upper[:k], cov=correlation[:k, :k], maxpts=2_000_000, abseps=1e-8, releps=1e-8, rng=1
        )
        assert 1 - inside == pytest.approx(bounds.spent[k - 1], abs=1e-7)


@pytest.mark.parametrize("binding", [True, False])
def test_power_and_beta_with_futility_are_the_nested_integrals(binding: bool) -> None:
    plan = Plan(0.025, (0.4, 0.7, 1), futility="pocock", beta=0.1, binding=binding)
    bounds, drift = planned(plan), design_drift(plan)
    clocks, low, high = bounds.fraction.tolist(), bounds.lower.tolist(), bounds.upper.tolist()
    assert sum(stages(clocks, low, high, drift)) == pytest.approx(0.9, abs=1e-9)
    ignored = low if binding else [-math.inf] * 3
    assert sum(stages(clocks, ignored, high)) == pytest.approx(0.025, abs=1e-10)
    lost = stages(clocks, [-z for z in high], [-z for z in low], -drift)
    np.testing.assert_allclose(np.cumsum(lost), 0.1 * np.log(1 + (math.e - 1) * np.array(clocks)), atol=1e-9)


@pytest.mark.parametrize("z", [-0.5, 1.2, 2.3])
def test_conditional_and_predictive_power_are_the_nested_integrals(z: float) -> None:
    bounds = projected(Plan(alpha=0.025, looks=(30, 60, 90), futility="pocock"), (33,))
    seen, later = bounds.fraction[0], bounds.fraction[1:].tolist()
    low, high = bounds.lower[1:].tolist(), bounds.upper[1:].tolist()
    position = z * math.sqrt(seen)

    def power(drift: float) -> float:
        return sum(leaving(later[:k], low[:k], high[:k], drift, position, seen) for k in (1, 2))

    assert conditional_any(bounds, 1, z, 2.0) == pytest.approx(power(2.0), abs=1e-9)
    points, weights = np.polynomial.hermite_e.hermegauss(80)
    about = z / math.sqrt(seen) + points / math.sqrt(seen)
    averaged = weights @ [power(drift) for drift in about] / math.sqrt(2 * math.pi)
    assert predictive_any(bounds, 1, z) == pytest.approx(averaged, abs=1e-7)


# Jennison & Turnbull 2000, Group Sequential Methods, two-sided tests with alpha .05 and K equal looks:
# tables 2.1 and 2.3 (constants), 2.2 and 2.4 (maximum information over the fixed test's, power .8).
PRINTED = {
    "pocock": {2: (2.178, 1.110), 3: (2.289, 1.166), 4: (2.361, 1.202), 5: (2.413, 1.229)},
    "obrien_fleming": {2: (1.977, 1.008), 3: (2.004, 1.017), 4: (2.024, 1.024), 5: (2.040, 1.028)},
}


@pytest.mark.parametrize("shape", PRINTED)
@pytest.mark.parametrize("looks", [2, 3, 4, 5])
def test_classical_constants_and_inflation_are_those_printed(shape: str, looks: int) -> None:
    constant, inflation = PRINTED[shape][looks]
    clocks = np.arange(1, looks + 1) / looks
    on_z = np.ones(looks) if shape == "pocock" else 1 / np.sqrt(clocks)

    def left(c: float, drift: float = 0.0) -> float:
        edge = c * on_z * np.sqrt(clocks)
        return float(crossing(walk(clocks, drift), -edge, edge)[1].sum())

    found = brentq(lambda c: left(c) - 0.025, 1.5, 3.5)
    assert found == pytest.approx(constant, abs=0.0006)  # printed to three places
    drift = brentq(lambda d: left(found, d) - 0.8, 2, 4)
    assert (drift / (1.959964 + 0.841621)) ** 2 == pytest.approx(inflation, abs=0.0006)


@pytest.mark.parametrize(
    ("spending", "printed"),
    [("obrien_fleming", (4.88, 3.36, 2.68, 2.29, 2.03)), ("pocock", (2.44, 2.43, 2.41, 2.40, 2.39))],
)
def test_spending_boundaries_are_those_printed(spending: str, printed: tuple[float, ...]) -> None:
    """DeMets & Lan 1994 (Stat Med 13:1341), one-sided .025, five equal looks."""
    bounds = planned(Plan(alpha=0.025, looks=(1, 2, 3, 4, 5), spending=spending))
    np.testing.assert_allclose(bounds.upper, printed, rtol=0, atol=0.0051)


def test_simulated_trials_stop_as_often_as_the_recursion_says() -> None:
    """200,000 trials, seed 3: four standard errors of a proportion."""
    plan = Plan(0.025, (30, 60, 90), futility="hwang_shih_decani", futility_parameter=-2.0, beta=0.2)
    bounds, drift = planned(plan), design_drift(plan)
    steps = np.diff(bounds.fraction, prepend=0.0)
    moves = np.random.default_rng(3).normal(drift * steps, np.sqrt(steps), (200_000, 3))
    z = np.cumsum(moves, axis=1) / np.sqrt(bounds.fraction)
    out = (z >= bounds.upper) | (z < bounds.lower)
    first = np.argmax(out, axis=1)
    won = z[np.arange(len(z)), first] >= bounds.upper[first]
    shares = [np.mean(won & (first == k)) for k in range(3)]
    expected = stagewise(bounds, (drift,)).upper[0]
    np.testing.assert_array_less(np.abs(shares - expected), 4 * np.sqrt(expected * (1 - expected) / len(z)))
