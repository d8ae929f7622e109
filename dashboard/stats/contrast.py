"""The difference between two proportions, with the intervals of Miettinen and Nurminen and of Newcombe."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array, wilson, z_value

HALVINGS = 42
"""Bisection steps: from a bracket of at most 2, the limits are exact to 5e-13."""


@dataclass(frozen=True, eq=False)
class RiskDifference:
    """Second group's proportion minus the first's, as fractions, with limits; NaN where a group is empty."""

    difference: Array
    lower: Array
    upper: Array

    def table(self) -> pd.DataFrame:
        """One row per comparison, in percentage points."""
        columns = (self.difference, self.lower, self.upper)
        titles = ("Difference (percentage points)", "Lower 95%", "Upper 95%")
        return pd.DataFrame({t: 100 * np.atleast_1d(c) for t, c in zip(titles, columns, strict=True)})


def risk_difference(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> RiskDifference:
    """x2/n2 - x1/n1 (later arm minus earlier) and the differences a two-sided score test does not reject.

    Miettinen & Nurminen 1985 (Statistics in Medicine 4:213): the variance is taken at the proportions most
    likely under each difference and multiplied by N/(N - 1), N = n1 + n2; no correction for skewness.
    Arrays of one shape (or scalars); NaN where n1 or n2 is 0. Raises SourceError unless 0 <= x <= n.
    """
    z2 = z_value(level) ** 2
    return RiskDifference(*per_table(lambda a, m, b, n: _limits(a, m, b, n, z2), x1, n1, x2, n2))


def newcombe(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> RiskDifference:
    """x2/n2 - x1/n1 with limits put together from the two Wilson intervals, without continuity correction.

    Newcombe 1998 (Statistics in Medicine 17:873), method 10. Arguments, NaN and errors as in `risk_difference`.
    """
    return RiskDifference(*per_table(lambda a, m, b, n: _square_and_add(a, m, b, n, level), x1, n1, x2, n2))


def per_table(
    compute: Callable[[Array, Array, Array, Array], Array],
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
) -> Array:
    """`compute(x1, n1, x2, n2)` (k, m) of the m distinct tables of x1 of n1 and x2 of n2, as (k, *shape given).

    A table of adverse events has few distinct ones. NaN where n1 or n2 is 0. Raises SourceError unless 0 <= x <= n.
    """
    given = np.broadcast_arrays(*(np.asarray(values, dtype=float) for values in (x1, n1, x2, n2)))
    distinct, back = np.unique(np.stack([a.ravel() for a in given]), axis=1, return_inverse=True)
    e1, m1, e2, m2 = distinct
    if np.any(distinct < 0) or np.any(e1 > m1) or np.any(e2 > m2):
        raise SourceError("A risk needs 0 <= events <= participants. Check that the query counts participants.")
    known = (m1 > 0) & (m2 > 0)
    found = compute(e1[known], m1[known], e2[known], m2[known])
    solved = np.full((len(found), distinct.shape[1]), np.nan)
    solved[:, known] = found
    return solved[:, back.ravel()].reshape(len(found), *given[0].shape)


def _square_and_add(x1: Array, n1: Array, x2: Array, n2: Array, level: float) -> Array:
    """Difference, lower, upper as rows: the Wilson limits' distances from their estimates, squared and added."""
    p1, p2 = x1 / n1, x2 / n2
    (low1, high1), (low2, high2) = wilson(x1, n1, level), wilson(x2, n2, level)
    return np.stack([p2 - p1, p2 - p1 - np.hypot(p2 - low2, high1 - p1), p2 - p1 + np.hypot(high2 - p2, p1 - low1)])


def _limits(x1: Array, n1: Array, x2: Array, n2: Array, z2: float) -> Array:
    """Difference, lower, upper as rows. Both limits by one bisection between the estimate and ±1."""
    estimate = x2 / n2 - x1 / n1
    centre = np.tile(estimate, 2)
    inside, outside = centre, np.concatenate([-np.ones_like(estimate), np.ones_like(estimate)])
    x1, n1, x2, n2 = (np.tile(a, 2) for a in (x1, n1, x2, n2))
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        kept = (middle - centre) ** 2 <= z2 * _variance(x1, n1, x2, n2, middle)
        inside, outside = np.where(kept, middle, inside), np.where(kept, outside, middle)
    lower, upper = np.split((inside + outside) / 2, 2)
    return np.stack([estimate, lower, upper])


def _variance(x1: Array, n1: Array, x2: Array, n2: Array, difference: Array) -> Array:
    """Variance of p2 - p1 at the likeliest proportions with p2 - p1 = difference (a cubic, solved in closed form)."""
    n = n1 + n2
    second = (n2 + 2 * n1) * difference - n - (x1 + x2)
    first = (n1 * difference - n - 2 * x1) * difference + x1 + x2
    none = x1 * difference * (1 - difference)
    third = second / (3 * n)
    q = third * third * third - second * first / (6 * n * n) + none / (2 * n)
    p = np.copysign(np.sqrt(np.maximum(third * third - first / (3 * n), 0.0)), q)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(p == 0, 0.0, q / (p * p * p))
    angle = (np.pi + np.arccos(np.clip(ratio, -1, 1))) / 3
    p1 = np.clip(2 * p * np.cos(angle) - third, np.maximum(0, -difference), np.minimum(1, 1 - difference))
    p2 = np.clip(p1 + difference, 0.0, 1.0)
    variance: Array = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1)
    return variance
