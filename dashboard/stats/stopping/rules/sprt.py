"""Truncated sequential probability ratio test."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class Sprt(BinaryRule):
    """One-sided truncated SPRT of a rate p0 (acceptable) against p1 (too high).

    The guideline is met when the log-likelihood ratio of p1 against p0 reaches a constant, at any look up to
    `planned`. There is no lower boundary. The constant is not Wald's log((1 - beta) / alpha), but the one
    whose exact type I error over the looks is the largest attainable at or below alpha.

    Goldman AI. Issues in designing sequential stopping rules for monitoring side effects in clinical trials.
    Control Clin Trials 1987;8:327-337 (truncation, exact recursion). Martens MJ, Logan BR. Statistical rules
    for safety monitoring in clinical trials. Clin Trials 2024;21:152-161 (calibration of the constant).
    """

    family: ClassVar[str] = "truncated sequential probability ratio test"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """Log-likelihood ratio: y log(p1 / p0) + (n - y) log((1 - p1) / (1 - p0)) of y events among n."""
        y, size = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
        event, none = np.log(self.p1 / self.p0), np.log((1 - self.p1) / (1 - self.p0))
        ratio: Floats = y * event + (size - y) * none
        return ratio
