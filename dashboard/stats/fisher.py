"""Fisher's exact test of two proportions and the conditional odds ratio: the total with the event is held fixed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special
from scipy.stats import contingency

from dashboard.stats.contrast import per_table
from dashboard.stats.exact import no_likelier
from dashboard.stats.intervals import Array


@dataclass(frozen=True, eq=False)
class OddsRatio:
    """Odds of the event in the second group over the first's, with exact limits; NaN where nothing can be said."""

    ratio: Array
    lower: Array
    upper: Array

    def table(self) -> pd.DataFrame:
        """One row per comparison."""
        columns = {"Odds ratio": self.ratio, "Lower 95%": self.lower, "Upper 95%": self.upper}
        return pd.DataFrame({title: np.atleast_1d(values) for title, values in columns.items()})


def fisher_p(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> Array:
    """Two-sided p of x1 of n1 against x2 of n2: all tables with these margins that are no likelier (Fisher 1935).

    Arrays of one shape; NaN where n1 or n2 is 0. Raises SourceError unless 0 <= x <= n.
    """
    p: Array = per_table(_ps, x1, n1, x2, n2)[0]
    return p


def odds_ratio(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, level: float = 0.95) -> OddsRatio:
    """The conditional maximum-likelihood odds ratio, second group over first, and the central exact interval.

    Cornfield 1956; computed by scipy's `odds_ratio`. Its limits leave half of 1 - `level` beyond each to 1e-10,
    where those of R's fisher.test carry the 1e-4 of its root finder. With nobody or everybody having the event
    the ratio is NaN, the limits 0 and infinity. Some 10 ms for each distinct table: for a few, not for every term.
    Arguments and errors as in `fisher_p`.
    """

    def each(*tables: Array) -> Array:
        return np.array([_ratio(table, level) for table in zip(*tables, strict=True)]).reshape(-1, 3).T

    return OddsRatio(*per_table(each, x1, n1, x2, n2))


def _ps(*tables: Array) -> Array:
    return np.array([[_p(*table) for table in zip(*tables, strict=True)]])


def _p(x1: float, n1: float, x2: float, n2: float) -> float:
    """Over every number k of the events that the second group could have had (hypergeometric)."""
    events = x1 + x2
    least = max(0.0, events - n1)
    k = np.arange(least, min(n2, events) + 1)
    ways = -np.sum([special.gammaln(count + 1) for count in (k, n2 - k, events - k, n1 - events + k)], axis=0)
    return no_likelier(ways, int(x2 - least))


def _ratio(table: tuple[float, ...], level: float) -> tuple[float, float, float]:
    x1, n1, x2, n2 = (int(count) for count in table)
    if x1 + x2 in (0, n1 + n2):
        return np.nan, 0.0, np.inf
    result = contingency.odds_ratio([[x2, x1], [n2 - x2, n1 - x1]])
    return (result.statistic, *result.confidence_interval(level))
