"""The ratio of two rates, exact: given all events, those of the second group are binomial."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from dashboard.errors import SourceError
from dashboard.stats.exact import no_likelier
from dashboard.stats.intervals import Array, clopper_pearson


@dataclass(frozen=True, eq=False)
class RateRatio:
    """Second group's rate over the first's, with exact limits; NaN where no rate is, or both are 0.

    `p_central` is twice the smaller tail and agrees with the limits; `p_likelihood` sums what is no likelier.
    The two may fall on different sides of a level: quote the one that was planned.
    """

    ratio: Array
    lower: Array
    upper: Array
    p_central: Array
    p_likelihood: Array

    def table(self) -> pd.DataFrame:
        """One row per comparison; without p-values, which a reader gets only where one was planned."""
        columns = {"Rate ratio": self.ratio, "Lower 95%": self.lower, "Upper 95%": self.upper}
        return pd.DataFrame({title: np.atleast_1d(values) for title, values in columns.items()})


def rate_ratio(
    events1: ArrayLike, exposure1: ArrayLike, events2: ArrayLike, exposure2: ArrayLike, level: float = 0.95
) -> RateRatio:
    """(events2/exposure2) / (events1/exposure1), later over earlier, for Poisson counts.

    Given the total, events2 is binomial with odds ratio·exposure2/exposure1, so a Clopper-Pearson interval of
    its share becomes one of the ratio (Przyborowski & Wilenski 1940; as R's poisson.test). For participants with
    a first event or for rare events; repeated events of one participant are no Poisson counts.
    Arrays of one shape. Raises SourceError for negative events or exposure and for events without exposure.
    """
    x1, t1, x2, t2 = np.broadcast_arrays(*(np.asarray(a, float) for a in (events1, exposure1, events2, exposure2)))
    _checked(x1, t1)
    _checked(x2, t2)
    known, some = (t1 > 0) & (t2 > 0), x1 + x2 > 0
    limits = clopper_pearson(x2, x1 + x2, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (x2 / t2) / (x1 / t1)
        lower, upper = (share / (1 - share) * t1 / t2 for share in limits)
        null = np.where(known, t2 / (t1 + t2), 0.5)
    found = (
        ratio,
        np.where(some, lower, 0.0),
        np.where(some, upper, np.inf),
        _central(x1, x2, null),
        _likelihood(x1, x2, null),
    )
    return RateRatio(*(np.where(known, values, np.nan) for values in found))


def _central(x1: Array, x2: Array, share: Array) -> Array:
    at_most, at_least = _at_most(x2, x1 + x2, share), _at_most(x1, x1 + x2, 1 - share)
    twice: Array = 2 * np.minimum(at_most, at_least)
    return np.minimum(1.0, twice)


def _at_most(x: Array, n: Array, share: Array) -> Array:
    """P(Bin(n, share) <= x), as an incomplete beta integral."""
    return np.where(x == n, 1.0, special.betainc(np.maximum(n - x, 1), x + 1, 1 - share))


def _likelihood(x1: Array, x2: Array, share: Array) -> Array:
    p: Array = np.vectorize(_binomial_p, otypes=[float])(x1, x2, share)
    return p


def _binomial_p(x1: float, x2: float, share: float) -> float:
    n = x1 + x2
    k = np.arange(n + 1)
    ways = special.xlogy(k, share) + special.xlog1py(n - k, -share)
    return no_likelier(ways - special.gammaln(k + 1) - special.gammaln(n - k + 1), int(x2))


def _checked(events: Array, exposure: Array) -> None:
    if np.any(events < 0) or np.any(exposure < 0) or np.any((events > 0) & (exposure == 0)):
        raise SourceError(
            "A ratio of rates needs events and exposure of at least 0, and exposure wherever there are events. "
            "Check the exposure days of the source."
        )
