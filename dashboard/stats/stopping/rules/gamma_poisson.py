"""Bayesian gamma-Poisson rule with a calibrated threshold."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.stats.stopping.exposure import ExposureRule
from dashboard.stats.stopping.poisson import hazard
from dashboard.stats.stopping.prior import WithPrior
from dashboard.stats.stopping.rule import Floats


@dataclass(frozen=True)
class GammaPoisson(WithPrior, ExposureRule):
    """The guideline is met where P(rate > p0 | k events in exposure u) reaches a threshold.

    Before the trial the events per window have a gamma distribution with shape weight x h and rate weight: `weight` is
    the number of participants followed through the window that the prior is worth, h = -log(1 - mean) its mean,
    `mean` (p0 where None) the share with an event within the window. After k events in exposure u the shape is
    weight x h + k and the rate weight + u. The threshold on the posterior probability is the one whose exact type I
    error up to the horizon is alpha; p1 is used for the power only.
    Raises ChoiceError for a weight that is not positive and for a mean outside 0 to 1.

    Gelman A et al. Bayesian data analysis, 3rd ed. CRC Press 2013, section 2.6 (gamma prior of a Poisson rate).
    Martens MJ, Logan BR. Statistical rules for safety monitoring in clinical trials. Clin Trials 2024;21:152-161
    (calibration of the threshold).
    """

    family: ClassVar[str] = "Bayesian gamma-Poisson rule on exposure"
    twin: ClassVar[str] = "beta_binomial"

    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """-log P(rate <= p0 | k events in exposure u): 3 stands for a posterior probability of 1 - exp(-3) above p0.

        A probability below the smallest normal number counts as that number.
        """
        shape = self.weight * float(hazard(self.prior_mean)) + np.asarray(events, dtype=float)
        below = special.gammainc(shape, (self.weight + np.asarray(exposure, dtype=float)) * self.hazard)
        evidence: Floats = -np.log(np.maximum(below, np.finfo(float).tiny))
        return evidence
