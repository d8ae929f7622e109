"""What a plan costs and finds: where it is crossed under any effect, and how much information it needs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.sequential.bounds import Bounds, design_drift
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.recursion import crossing, walk

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Crossing:
    """The probability of stopping first at each of K looks, for each of R drifts.

    A drift is E(Z) at the planned maximum information. `upper` and `lower` (R, K) are the probabilities to stop
    above and below; `fraction` (K) is the information at the looks, as a fraction of the maximum.
    """

    drifts: Floats
    fraction: Floats
    upper: Floats
    lower: Floats

    @property
    def probability(self) -> Floats:
        """The chance (R) of crossing the upper boundary at any look: type I error of its side, or power."""
        total: Floats = self.upper.sum(axis=1)
        return total

    @property
    def expected_fraction(self) -> Floats:
        """Expected information at the end (R), as a fraction of the planned maximum."""
        stopping = self.upper[:, :-1] + self.lower[:, :-1]
        expected: Floats = self.fraction[-1] - stopping @ (self.fraction[-1] - self.fraction[:-1])
        return expected

    def table(self) -> pd.DataFrame:
        """One row a drift."""
        return pd.DataFrame(
            {
                "Drift": self.drifts,
                **{f"Above at look {look}": chance for look, chance in enumerate(self.upper.T, start=1)},
                "Above at any look": self.probability,
                "Below at any look": self.lower.sum(axis=1),
                "Expected information fraction": self.expected_fraction,
            }
        )


def stagewise(bounds: Bounds, drifts: Sequence[float] | None = None, futility: bool = True) -> Crossing:
    """The chance of first crossing each boundary at each look; without drifts, at 0, half the design's, the design's.

    Futility boundaries are heeded, also non-binding ones, unless `futility` is False.
    """
    design = design_drift(bounds.plan) if drifts is None else 0.0
    given = (0.0, design / 2, design) if drifts is None else drifts
    root = np.sqrt(bounds.fraction)
    low, high = bounds.heeded(futility) * root, bounds.upper * root
    stages = [crossing(walk(bounds.fraction, drift), low, high) for drift in given]
    below, above = (np.array(rows) for rows in zip(*stages, strict=True))
    return Crossing(np.array(given, dtype=float), bounds.fraction, above, below)


def inflation(plan: Plan) -> float:
    """Maximum information of the plan over that of a test with one analysis, same alpha (per side) and power."""
    return (design_drift(plan) / plan.fixed_drift) ** 2
