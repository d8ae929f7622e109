"""Maximised sequential probability ratio test on exposure."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.exposure import ExposureRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class PoissonMaxSprt(ExposureRule):
    """One-sided test of a Poisson rate p0 against every rate above it: the observed rate stands in for a chosen p1.

    The guideline is met when the generalised log-likelihood ratio reaches a constant, at any event up to the
    horizon. Where fewer events came than expected, the ratio is given a minus sign, so that it is one rising
    measure; the paper sets it to 0 there, which no usual alpha reaches. The constant is the one whose exact type I
    error up to the horizon is alpha; p1 is used for the power only.

    Kulldorff M, Davis RL, Kolczak M, Lewis E, Lieu T, Platt R. A maximized sequential probability ratio test for
    drug and vaccine safety surveillance. Sequential Anal 2011;30:58-78 (Poisson model).
    """

    family: ClassVar[str] = "maximised sequential probability ratio test on exposure"
    twin: ClassVar[str] = "maxsprt"

    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """k log(k / h u) - (k - h u) with the sign of k - h u, h u being the events expected at p0."""
        found, expected = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float) * self.hazard
        ratio = found * np.log(found / expected) - (found - expected)
        signed: Floats = np.copysign(ratio, found - expected)
        return signed
