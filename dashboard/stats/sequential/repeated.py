"""Intervals and p-values that hold however often one looks, and whether or not one stops.

Jennison C, Turnbull BW. Interim analyses: the repeated confidence interval approach. J R Stat Soc B
1989;51:305-361.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import Bounds, at
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.spending import USER_DEFINED

Floats = NDArray[np.float64]

SMALLEST_P = 1e-12
"""Repeated p-values below this are reported as this."""

LARGEST_P = 0.999
"""Repeated p-values above this are reported as 1."""


@dataclass(frozen=True, eq=False)
class RepeatedIntervals:
    """Estimates at K looks with limits that cover the true value at all looks at once, with chance `level`.

    `level` is 1 - alpha for a two-sided plan, and at least 1 - 2 alpha for a one-sided one.
    """

    level: float
    estimate: Floats
    lower: Floats
    upper: Floats

    def table(self) -> pd.DataFrame:
        """One row a look."""
        level = f"{100 * self.level:g}%"
        return pd.DataFrame(
            {
                "Look": np.arange(1, len(self.estimate) + 1),
                "Estimate": self.estimate,
                f"Repeated {level} lower": self.lower,
                f"Repeated {level} upper": self.upper,
            }
        )


def repeated_intervals(bounds: Bounds, estimate: ArrayLike, se: ArrayLike) -> RepeatedIntervals:
    """Estimate ± boundary · standard error at each look of `bounds` (K), on the scale where Z = estimate / se.

    Infinite where no alpha was spent. Raises ChoiceError for binding futility (its upper boundaries hold only
    if one always stops there) and for another number of estimates than of looks.
    """
    if bounds.plan.binding:
        raise ChoiceError(
            "Repeated intervals need boundaries that hold without stopping for futility: give binding = False."
        )
    middle, error = np.asarray(estimate, dtype=float), np.asarray(se, dtype=float)
    if not middle.shape == error.shape == bounds.upper.shape:
        raise ChoiceError(f"Give one estimate and one standard error for each of the {len(bounds.upper)} looks.")
    reach = bounds.upper * error
    return RepeatedIntervals(1 - 2 * bounds.plan.alpha_per_side, middle, middle - reach, middle + reach)


def repeated_p(plan: Plan, information: tuple[float, ...], z: tuple[float, ...], final: bool = False) -> float:
    """The smallest alpha with which the plan's upper boundary would have been reached by one of the looks so far.

    `information` and `z` are those of the analyses done; `final` if the last of them is the final one. Futility is
    not heeded. Raises ChoiceError for user-defined spending, which says nothing about another alpha.
    """
    if plan.spending == USER_DEFINED:
        raise ChoiceError("A repeated p-value needs a spending function: a list by look is for one alpha only.")
    if len(information) != len(z) or not z:
        raise ChoiceError("Give one Z for each analysis done, at least one.")
    # A small beta allows a large alpha; without futility it has no other part in the boundaries.
    alone = replace(plan, futility=None, futility_parameter=None, binding=False, beta=1e-6)

    def missing(alpha: float) -> float:
        bounds = at(replace(alone, alpha=alpha), information[-1], information[:-1], final)
        return float(np.min(bounds.upper - np.array(z)))

    if missing(LARGEST_P) > 0:
        return 1.0
    if missing(SMALLEST_P) < 0:
        return SMALLEST_P
    return float(optimize.brentq(missing, SMALLEST_P, LARGEST_P, xtol=1e-13))
