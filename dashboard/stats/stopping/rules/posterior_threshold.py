"""Bayesian rule with a given posterior threshold."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.rules.beta_binomial import BetaBinomial


@dataclass(frozen=True)
class PosteriorThreshold(BetaBinomial):
    """The guideline is met where P(rate > p0 | y events among n) is at least `threshold`.

    Prior and posterior as in `BetaBinomial`, but the threshold is given, not calibrated: alpha has no part in the
    boundary, and the type I error is what the threshold makes it (`characteristics`), below alpha or above.
    Raises ChoiceError for a threshold outside 0 to 1 and for one that no number of events reaches at a look.

    Thall PF, Simon R. Practical Bayesian guidelines for phase IIB clinical trials. Biometrics 1994;50:337-349
    (a limit to the posterior probability at every participant; here against a fixed rate p0).
    """

    family: ClassVar[str] = "Bayesian posterior threshold"
    calibrated: ClassVar[bool] = False

    threshold: float = 0.95

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise ChoiceError(f"threshold = {self.threshold:g} is not possible: give a number above 0 and below 1.")
        super().__post_init__()
        if not any(self.steps()):
            raise ChoiceError(
                f"No number of events among up to {self.planned} participants has a posterior probability of "
                f"{self.threshold:g} or more. Lower the threshold, or plan more participants."
            )

    @property
    def words(self) -> str:
        """The family, its threshold and its prior."""
        return super().words.replace(self.family, f"{self.family} of {self.threshold:g}", 1)

    @cached_property
    def constant(self) -> float:
        """-log(1 - threshold): on the statistic's scale."""
        return float(-np.log1p(-self.threshold))
