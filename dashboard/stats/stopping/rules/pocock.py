"""Pocock type of rule: the same exact binomial p-value at every look."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class Pocock(BinaryRule):
    """The guideline is met where P(Bin(n, p0) >= y), the one-sided exact p-value of y events, is small enough.

    The same limit holds at every look, as in Pocock's test; with exact binomial tails it is not the Wang–Tsiatis
    rule with delta 1/2, which takes the normal score. The limit is the one whose exact type I error over the looks
    is the largest attainable at or below alpha; p1 is used for the power only.

    Pocock SJ. Group sequential methods in the design and analysis of clinical trials. Biometrika 1977;64:191-199.
    Ivanova A, Qaqish BF, Schell MJ. Continuous toxicity monitoring in phase II trials in oncology.
    Biometrics 2005;61:540-545 (pointwise exact tail, one limit at each participant).
    """

    family: ClassVar[str] = "Pocock rule on the exact binomial p-value"
    twin: ClassVar[str] = "poisson_pocock"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """-log P(Bin(n, p0) >= y); a p-value below the smallest normal number counts as that number."""
        y, size = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
        tail = special.betainc(y, size - y + 1, self.p0)
        evidence: Floats = -np.log(np.maximum(tail, np.finfo(float).tiny))
        return evidence
