"""Wang–Tsiatis family of rules: between O'Brien–Fleming and a constant score."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.delta import WithDelta
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class WangTsiatis(WithDelta, BinaryRule):
    """The guideline is met where y >= n p0 + c (n / N)^(delta - 1/2) sqrt(n p0 (1 - p0)), N the planned number.

    `delta` from 0 (O'Brien–Fleming: strict early) to 1/2 (the same normal score at every look). The constant c is
    the one whose exact type I error over the looks is the largest attainable at or below alpha; p1 is used for the
    power only. Raises ChoiceError for a delta outside 0 to 1/2.

    Wang SK, Tsiatis AA. Approximately optimal one-parameter boundaries for group sequential trials.
    Biometrics 1987;43:193-199. Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials.
    Clin Trials 2024;21:152-161 (binary endpoint, calibration of the constant).
    """

    family: ClassVar[str] = "Wang–Tsiatis rule"
    twin: ClassVar[str] = "poisson_wang_tsiatis"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """(n / N)^(1/2 - delta) (y - n p0) / sqrt(n p0 (1 - p0))."""
        y, size = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
        score = (y - size * self.p0) / np.sqrt(size * self.p0 * (1 - self.p0))
        scaled: Floats = score * (size / self.planned) ** (0.5 - self.delta)
        return scaled
