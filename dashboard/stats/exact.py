"""What exact tests of counts share: two-sided by probability."""

import numpy as np

from dashboard.stats.intervals import Array

ALIKE = 1 + 1e-7
"""Outcomes within this factor are equally likely: ties, but for rounding (as in R's fisher.test and poisson.test)."""


def no_likelier(log_weights: Array, observed: int) -> float:
    """The probability of the outcomes no likelier than the one at index `observed`, itself included.

    `log_weights` (m,) are the logarithms of all outcomes' probabilities, up to a constant.
    """
    weights = np.exp(log_weights - log_weights.max())
    kept = log_weights <= log_weights[observed] + np.log(ALIKE)
    return float(weights[kept].sum() / weights.sum())
