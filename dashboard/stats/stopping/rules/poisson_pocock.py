"""Pocock type of rule on exposure: the same score at every event."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from dashboard.stats.stopping.exposure import ExposureRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class PoissonPocock(ExposureRule):
    """The guideline is met where k >= h u + c sqrt(h u), h u being the events expected at p0.

    The same limit of the normal score holds at every exposure, as in Pocock's test: the Wang–Tsiatis rule with
    delta 1/2 (on participants our Pocock rule takes the exact tail instead). A first event that comes early enough
    always meets it. The constant c is the one whose exact type I error up to the horizon is alpha; p1 is used for the
    power only.

    Pocock SJ. Group sequential methods in the design and analysis of clinical trials. Biometrika 1977;64:191-199.
    Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials. Clin Trials 2024;21:152-161
    (calibration of the constant).
    """

    family: ClassVar[str] = "Pocock rule on exposure"
    twin: ClassVar[str] = "pocock"

    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """(k - h u) / sqrt(h u)."""
        found, expected = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float) * self.hazard
        score: Floats = (found - expected) / np.sqrt(expected)
        return score
