"""O'Brien–Fleming type of rule: a fixed excess of events over those expected."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class OBrienFleming(BinaryRule):
    """The guideline is met where y >= n p0 + c sqrt(N p0 (1 - p0)), N the planned number of participants.

    Strict early, mild late: the excess over the n p0 events expected is the same at every look. The constant c is
    the one whose exact type I error over the looks is the largest attainable at or below alpha; p1 is used for the
    power only. Looks whose excess ties at the constant are taken or left together.

    O'Brien PC, Fleming TR. A multiple testing procedure for clinical trials. Biometrics 1979;35:549-556.
    Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials. Clin Trials 2024;21:152-161
    (binary endpoint, calibration of the constant).
    """

    family: ClassVar[str] = "O'Brien–Fleming rule"
    twin: ClassVar[str] = "poisson_obrien_fleming"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """(y - n p0) / sqrt(N p0 (1 - p0))."""
        y, size = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
        score: Floats = (y - size * self.p0) / np.sqrt(self.planned * self.p0 * (1 - self.p0))
        return score
