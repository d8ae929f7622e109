"""Wang–Tsiatis family of rules on exposure: between O'Brien–Fleming and a constant score."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.delta import WithDelta
from dashboard.stats.stopping.exposure import ExposureRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class PoissonWangTsiatis(WithDelta, ExposureRule):
    """The guideline is met where k >= h u + c (u / U)^(delta - 1/2) sqrt(h u), U the horizon, h u events expected.

    `delta` from 0 (O'Brien–Fleming: strict early) to 1/2 (Pocock: the same normal score at every exposure). The
    constant c is the one whose exact type I error up to the horizon is alpha; p1 is used for the power only.
    Raises ChoiceError for a delta outside 0 to 1/2.

    Wang SK, Tsiatis AA. Approximately optimal one-parameter boundaries for group sequential trials.
    Biometrics 1987;43:193-199. Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials.
    Clin Trials 2024;21:152-161 (calibration of the constant).
    """

    family: ClassVar[str] = "Wang–Tsiatis rule on exposure"
    twin: ClassVar[str] = "wang_tsiatis"

    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """(u / U)^(1/2 - delta) (k - h u) / sqrt(h u)."""
        found, time = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
        score = (found - self.hazard * time) / np.sqrt(self.hazard * time)
        scaled: Floats = score * (time / self.end) ** (0.5 - self.delta)
        return scaled
