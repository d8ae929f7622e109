"""Bayesian beta-binomial rule with a calibrated threshold."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.prior import WithPrior
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class BetaBinomial(WithPrior, BinaryRule):
    """The guideline is met where P(rate > p0 | y events among n) reaches a threshold.

    Before the trial the rate has a beta distribution Beta(a, b) with a = weight x mean, b = weight x (1 - mean):
    `weight` is the number of participants the prior is worth, `mean` its mean (p0 where None). After y events
    among n the rate is Beta(a + y, b + n - y). The threshold on the posterior probability is the one whose exact
    type I error over the looks is the largest attainable at or below alpha; p1 is used for the power only.
    Raises ChoiceError for a weight that is not positive and for a mean outside 0 to 1.

    Geller NL, Follmann D, Leifer ES, Carter SL. Design of early trials in stem cell transplantation: a hybrid
    frequentist-Bayesian approach. In: Geller NL (ed). Advances in clinical trial biostatistics. Marcel Dekker 2003.
    Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials. Clin Trials 2024;21:152-161
    (calibration of the threshold).
    """

    family: ClassVar[str] = "Bayesian beta-binomial rule"
    twin: ClassVar[str] = "gamma_poisson"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """-log P(rate <= p0 | y events among n): 3 stands for a posterior probability of 1 - exp(-3) above p0.

        A probability below the smallest normal number counts as that number.
        """
        below = special.betainc(*self._posterior(events, n), self.p0)
        evidence: Floats = -np.log(np.maximum(below, np.finfo(float).tiny))
        return evidence

    def _posterior(self, events: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
        """The parameters a + y and b + n - y of the rate's beta distribution."""
        y, size = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
        a, b = self.weight * self.prior_mean, self.weight * (1 - self.prior_mean)
        return a + y, b + size - y
