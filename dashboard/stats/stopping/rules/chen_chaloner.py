"""Chen and Chaloner's Bayesian rule: two posterior probabilities at once."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.rule import Floats
from dashboard.stats.stopping.rules.beta_binomial import BetaBinomial

_TIE = 1e-12  # probabilities this close, relatively, are equal up to rounding


@dataclass(frozen=True)
class ChenChaloner(BetaBinomial):
    """The guideline is met where P(rate > p0 | data) > c and P(rate > p1 | data) > nu, both strict.

    Not only is the rate likely above the acceptable p0: there is also a chance above `nu` that it is above p1,
    the rate too high. Prior and posterior as in `BetaBinomial`. The threshold c is the one whose exact type I error
    over the looks is the largest attainable at or below alpha. On the finite set of values at the looks, more than
    c and at least the next value above c are the same condition; `constant` stands for the latter.
    Raises ChoiceError for a nu outside 0 to 1 and where the second condition leaves no boundary.

    Chen C, Chaloner K. A Bayesian stopping rule for a single arm study: with a case study of stem cell
    transplantation. Stat Med 2006;25:2956-2966.
    """

    family: ClassVar[str] = "Bayesian rule of Chen and Chaloner"

    nu: float = 0.2

    def __post_init__(self) -> None:
        if not 0 <= self.nu < 1:
            raise ChoiceError(f"nu = {self.nu:g} is not possible: give a probability from 0 to below 1.")
        super().__post_init__()

    @property
    def words(self) -> str:
        """The family, its prior and its second condition."""
        prior = super().words.removesuffix(")")
        return f"{prior}; chance above {self.nu:g} of a rate above {100 * self.p1:g}%)"

    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """-log P(rate <= p0 | data) where P(rate > p1 | data) > nu, minus infinity elsewhere."""
        a, b = self._posterior(events, n)
        high = special.betainc(b, a, 1 - self.p1)  # the upper tail, in a tenth of betaincc's time
        return np.where(high > self.nu * (1 + _TIE), super().statistic(events, n), -np.inf)
