"""Truncated sequential probability ratio test on exposure."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.exposure import ExposureRule
from dashboard.stats.stopping.poisson import hazard
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class PoissonSprt(ExposureRule):
    """One-sided truncated SPRT of a Poisson rate: p0 (acceptable) against p1 (too high) within the window.

    The guideline is met when the log-likelihood ratio of p1 against p0 reaches a constant, at any event up to the
    horizon. There is no lower boundary. The constant is not Wald's log((1 - beta) / alpha), but the one whose exact
    type I error up to the horizon is alpha.

    Dvoretzky A, Kiefer J, Wolfowitz J. Sequential decision problems for processes with continuous time parameter.
    Testing hypotheses. Ann Math Stat 1953;24:254-264 (Poisson process).
    Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials. Clin Trials 2024;21:152-161
    (calibration of the constant).
    """

    family: ClassVar[str] = "truncated sequential probability ratio test on exposure"

    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """Log-likelihood ratio: k log(h1 / h0) - (h1 - h0) u, h the events per window of exposure at p1 and p0."""
        found, time = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
        higher = float(hazard(self.p1))
        ratio: Floats = found * np.log(higher / self.hazard) - (higher - self.hazard) * time
        return ratio
