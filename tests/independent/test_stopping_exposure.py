"""Two rules on exposure programmed again: another algorithm for the exact error, and simulated events.

The statistics are written out and solved for exposure on paper; the error is taken apart by the last event that
meets the rule (backward in events) where the dashboard carries the state from limit to limit (forward).
"""

from collections.abc import Callable
from math import exp, factorial, log, sqrt

import numpy as np
import pytest

from dashboard.stats.stopping import rules

Statistic = Callable[[np.ndarray, np.ndarray, float, float], np.ndarray]
Limit = Callable[[int, float, float, float], float]


def sprt(k: np.ndarray, u: np.ndarray, low: float, high: float) -> np.ndarray:
    return k * log(high / low) - (high - low) * u


def sprt_limit(k: int, constant: float, low: float, high: float) -> float:
    return max((k * log(high / low) - constant) / (high - low), 0)


def pocock(k: np.ndarray, u: np.ndarray, low: float, high: float) -> np.ndarray:
    return (k - low * u) / np.sqrt(low * u)


def pocock_limit(k: int, constant: float, low: float, high: float) -> float:
    """k = s^2 + c s with s = sqrt(low u)."""
    return ((-constant + sqrt(constant**2 + 4 * k)) / 2) ** 2 / low


FAMILIES: dict[str, tuple[Statistic, Limit]] = {
    "poisson_sprt": (sprt, sprt_limit),
    "poisson_pocock": (pocock, pocock_limit),
}
DESIGNS = [(0.05, 0.15, 0.10, 80), (0.2, 0.35, 0.05, 40), (0.02, 0.08, 0.10, 120)]


def poisson(k: int, mean: float) -> float:
    return exp(-mean) * mean**k / factorial(k)


def chance(limits: list[float], end: float, rate: float) -> float:
    """The chance that any k-th event comes by limits[k - 1] and by the end, by the last k that does.

    If the k-th event is the last to meet the rule, exactly k events have come by its limit: one more would meet it
    too, its limit not being shorter. `none[k]` is the chance that, with k events at the k-th limit, none does
    later; those fewer than `most` at the end, less all whose last is j.
    """
    within = [0.0, *(limit for limit in limits if limit < end)]
    most = len(within)
    none = [0.0] * most
    for k in reversed(range(most)):
        few = sum(poisson(more, rate * (end - within[k])) for more in range(most - k))
        later = sum(poisson(j - k, rate * (within[j] - within[k])) * none[j] for j in range(k + 1, most))
        none[k] = few - later
    return 1 - none[0]


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("design", DESIGNS)
def test_error_and_power_by_the_last_event_that_meets_it(name: str, design: tuple[float, float, float, int]) -> None:
    p0, p1, alpha, planned = design
    rule = rules.build(name, *design)
    low, high = -log(1 - p0), -log(1 - p1)
    _, limit = FAMILIES[name]
    limits = [limit(k, rule.constant, low, high) for k in range(1, planned + 1)]
    end = planned * p0 / low
    assert chance(limits, end, low) == pytest.approx(alpha, abs=1e-9)
    assert chance(limits, end, high) == pytest.approx(rule.characteristics().probability[1], abs=1e-9)


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("rate", [0.05, 0.10, 0.15])
def test_simulated_events_meet_it_as_often_as_stated(name: str, rate: float) -> None:
    """20,000 runs of events with exponential gaps, each looked at; within four standard errors."""
    p0, p1, alpha, planned = DESIGNS[0]
    rule = rules.build(name, p0, p1, alpha, planned)
    low, high = -log(1 - p0), -log(1 - p1)
    end = planned * p0 / low
    random = np.random.default_rng(20240115)
    times = random.exponential(-1 / log(1 - rate), (20000, 60)).cumsum(axis=1)
    assert times[:, -1].min() > end  # no run is short of events
    k = np.arange(1, 61)
    reached = (FAMILIES[name][0](k, times, low, high) >= rule.constant) & (times <= end)
    met = reached.any(axis=1)
    first = reached.argmax(axis=1)
    stopped = np.where(met, times[np.arange(len(times)), first], end)
    events = np.where(met, first + 1, (times <= end).sum(axis=1))
    exact = rule.characteristics(rate)
    assert met.mean() == pytest.approx(exact.probability[0], abs=4 * sqrt(exact.probability[0] / len(times)))
    assert events.mean() == pytest.approx(exact.events[0], abs=4 * events.std() / sqrt(len(times)))
    assert stopped.mean() == pytest.approx(exact.exposure[0], abs=4 * stopped.std() / sqrt(len(times)))
    at_first = np.bincount(first[met], minlength=exact.crossing.shape[1])[: exact.crossing.shape[1]] / len(times)
    assert at_first == pytest.approx(exact.crossing[0], abs=0.01)
