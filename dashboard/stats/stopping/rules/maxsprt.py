"""Maximised sequential probability ratio test."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class MaxSprt(BinaryRule):
    """One-sided test of p0 against every rate above it: the observed rate stands in for a chosen p1.

    The guideline is met when the generalised log-likelihood ratio of y / n against p0 reaches a constant, at any
    look up to `planned`; it is 0 where y / n is not above p0. The constant is the one whose exact type I error over
    the looks is the largest attainable at or below alpha; p1 is used for the power only.

    Kulldorff M, Davis RL, Kolczak M, Lewis E, Lieu T, Platt R. A maximized sequential probability ratio test for
    drug and vaccine safety surveillance. Sequential Anal 2011;30:58-78 (binomial model).
    """

    family: ClassVar[str] = "maximised sequential probability ratio test"
    twin: ClassVar[str] = "poisson_maxsprt"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """y log(y / (n p0)) + (n - y) log((n - y) / (n (1 - p0))) where y > n p0, else 0."""
        y, size = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
        none = size - y
        ratio = special.xlogy(y, y / (size * self.p0)) + special.xlogy(none, none / (size * (1 - self.p0)))
        return np.where(y > size * self.p0, ratio, 0.0)
