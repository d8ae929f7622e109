"""What is thought of the rate before the trial: a mean, and the number of participants it is worth."""

from dataclasses import dataclass

import numpy as np

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.rule import Rule


@dataclass(frozen=True)
class WithPrior(Rule):
    """What Bayesian families share, whatever they count; stands before their model among the bases.

    `weight` is the number of participants the prior is worth, `mean` its mean (p0 where None).
    Raises ChoiceError for a weight that is not positive and for a mean outside 0 to 1.
    """

    weight: float = 5.0
    mean: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.weight < np.inf:
            raise ChoiceError(f"weight = {self.weight:g} is not possible: give a number of participants above 0.")
        if self.mean is not None and not 0 < self.mean < 1:
            raise ChoiceError(f"mean = {self.mean:g} is not possible: give a rate above 0 and below 1.")
        super().__post_init__()

    @property
    def words(self) -> str:
        """The family and its prior."""
        return f"{self.family} (prior mean {100 * self.prior_mean:g}%, worth {self.weight:g} participants)"

    @property
    def prior_mean(self) -> float:
        """The share of participants thought to have an event within the window."""
        return self.p0 if self.mean is None else self.mean
