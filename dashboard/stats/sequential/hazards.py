"""From information to events, participants and hazard ratios, for the log-rank test.

With D events and allocation r (participants in the second arm for each in the first) the variance of the log
hazard ratio is (1 + r)² / (r D), 4/D for equal arms. Schoenfeld DA. Biometrics 1983;39:499-503.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import planned
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.power import inflation, stagewise

Floats = NDArray[np.float64]


def standard_error(events: ArrayLike, allocation: float = 1.0) -> Floats:
    """Of the log hazard ratio, near 1: (1 + r) / √(r D), 2 / √D for equal arms."""
    _check(allocation=allocation)
    error: Floats = (1 + allocation) / np.sqrt(allocation * np.asarray(events, dtype=float))
    return error


def hazard_ratio(z: ArrayLike, events: ArrayLike, allocation: float = 1.0) -> Floats:
    """The hazard ratio that gives Z with that many events: exp(-Z (1 + r) / √(r D)), exp(-2Z / √D) for equal arms.

    Z is positive for a hazard ratio below 1; an infinite Z has ratio 0.
    """
    ratio: Floats = np.exp(-np.asarray(z, dtype=float) * standard_error(events, allocation))
    return ratio


def drift(ratio: float, events: float, allocation: float = 1.0) -> float:
    """E(Z) after that many events if this is the hazard ratio."""
    _check(ratio=ratio)
    return float(-np.log(ratio) / standard_error(events, allocation))


def events(plan: Plan, ratio: float, allocation: float = 1.0) -> float:
    """Events at the plan's last look for its power at a hazard ratio; not rounded.

    Schoenfeld's (z(1 - alpha) + z(1 - beta))² (1 + r)² / (r ln² HR), times the plan's inflation factor.
    """
    _check(ratio=ratio, allocation=allocation)
    if ratio == 1:
        raise ChoiceError("A hazard ratio of 1 is found by no number of events: give another.")
    fixed = (plan.fixed_drift * float(standard_error(1, allocation)) / np.log(ratio)) ** 2
    return float(fixed * inflation(plan))


def power(plan: Plan, ratio: float, allocation: float = 1.0) -> float:
    """The plan's power at a hazard ratio, its looks being numbers of events; the effect sought is below 1."""
    return float(stagewise(planned(plan), (drift(ratio, plan.maximum, allocation),)).probability[0])


def participants(events: float, chance: tuple[float, float], allocation: float = 1.0) -> float:
    """Participants from whom that many events are expected; `chance` is each arm's of an observed event."""
    _check(allocation=allocation)
    for value in chance:
        if not 0 < value <= 1:
            raise ChoiceError(f"The chance of an event = {value:g} is not possible: give a number above 0, up to 1.")
    first, second = chance
    return events * (1 + allocation) / (first + allocation * second)


def event_chance(hazard: float, accrual: float, follow_up: float, dropout: float = 0.0) -> float:
    """The chance that a participant's event is seen by the analysis.

    Entry is uniform over `accrual`, the analysis `follow_up` after its end; event and dropout have constant
    hazards, all in one unit of time. Lachin & Foulkes 1986 (Biometrics 42:507).
    """
    _check(hazard=hazard)
    for name, value in {"accrual": accrual, "follow_up": follow_up, "dropout": dropout}.items():
        if value < 0:
            raise ChoiceError(f"{name} = {value:g} is not possible: give 0 or more.")
    leaving = hazard + dropout
    # exprel(-x) = (1 - e^-x) / x, the mean of e^-(leaving · time) over the time of entry; 1 for instant accrual
    staying = np.exp(-leaving * follow_up) * special.exprel(-leaving * accrual)
    return float(hazard / leaving * (1 - staying))


def _check(**positive: Any) -> None:
    for name, value in positive.items():
        if not (np.isfinite(value) and value > 0):
            raise ChoiceError(f"{name} = {value:g} is not possible: give a number above 0.")
