"""O'Brien–Fleming type of rule on exposure: a fixed excess of events over those expected."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.exposure import ExposureRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class PoissonOBrienFleming(ExposureRule):
    """The guideline is met where k >= h u + c sqrt(h U), U the horizon and h u the events expected at p0.

    Strict early, mild late: the excess over the events expected is the same at every exposure. The constant c is the
    one whose exact type I error up to the horizon is alpha; p1 is used for the power only.

    O'Brien PC, Fleming TR. A multiple testing procedure for clinical trials. Biometrics 1979;35:549-556.
    Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials. Clin Trials 2024;21:152-161
    (calibration of the constant).
    """

    family: ClassVar[str] = "O'Brien–Fleming rule on exposure"
    twin: ClassVar[str] = "obrien_fleming"

    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """(k - h u) / sqrt(h U)."""
        found, expected = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float) * self.hazard
        score: Floats = (found - expected) / np.sqrt(self.hazard * self.end)
        return score
