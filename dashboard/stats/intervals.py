"""Two-sided intervals for one proportion, one rate, one point of a curve; all work on arrays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.errors import SourceError

Array = NDArray[np.float64]


class Interval(NamedTuple):
    """Limits of the same shape as what they were asked for; NaN where there is no interval."""

    lower: Array
    upper: Array


def z_value(level: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 for level 0.95."""
    return float(special.ndtri(0.5 + level / 2))


def clopper_pearson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Exact interval of x of n: equal-tailed binomial tests turned round (Clopper & Pearson 1934).

    Lower limit 0 for x = 0, upper limit 1 for x = n, both NaN for n = 0.
    Raises SourceError unless 0 <= x <= n.
    """
    x, n = _counts(x, n)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(x == 0, 0.0, special.betaincinv(np.maximum(x, 1), n - x + 1, tail))
        upper = np.where(x == n, 1.0, special.betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail))
    return _blank(n == 0, lower, upper)


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Score interval of x of n without continuity correction (Wilson 1927); NaN for n = 0."""
    x, n = _counts(x, n)
    z2 = z_value(level) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (x + z2 / 2) / (n + z2)
        half = np.sqrt(z2 * (x * (n - x) / n + z2 / 4)) / (n + z2)
    lower = np.where(x == 0, 0.0, np.maximum(centre - half, 0.0))
    upper = np.where(x == n, 1.0, np.minimum(centre + half, 1.0))
    return _blank(n == 0, lower, upper)


def jeffreys(x: ArrayLike, n: ArrayLike, level: float = 0.95, clamped: bool = True) -> Interval:
    """Equal-tailed posterior interval under Beta(1/2, 1/2); NaN for n = 0.

    `clamped` puts the lower limit at 0 for x = 0 and the upper at 1 for x = n, so that the estimate is inside
    (Brown, Cai & DasGupta 2001, Statistical Science 16:101); otherwise the quantiles stay as they are.
    """
    x, n = _counts(x, n)
    tail = (1 - level) / 2
    lower = np.where((x == 0) & clamped, 0.0, special.betaincinv(x + 0.5, n - x + 0.5, tail))
    upper = np.where((x == n) & clamped, 1.0, special.betaincinv(x + 0.5, n - x + 0.5, 1 - tail))
    return _blank(n == 0, lower, upper)


def garwood(events: ArrayLike, exposure: ArrayLike = 1.0, level: float = 0.95) -> Interval:
    """Exact Poisson interval of a rate, events per unit of exposure (Garwood 1936); NaN for no exposure.

    Raises SourceError for negative events or exposure.
    """
    x, t = (np.asarray(values, dtype=float) for values in (events, exposure))
    if np.any(x < 0) or np.any(t < 0):
        raise SourceError("A rate needs events and exposure of at least 0. Check the exposure days of the source.")
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        lower = np.where(x == 0, 0.0, special.gammaincinv(np.maximum(x, 1), tail)) / t
        upper = special.gammaincinv(x + 1, 1 - tail) / t
    return _blank(t == 0, lower, upper)


def log_log(estimate: ArrayLike, se: ArrayLike, level: float = 0.95) -> Interval:
    """Interval of a probability F on the log(-log) scale: F^exp(±z se / (F log F)).

    Kalbfleisch & Prentice 1980. NaN where F is 0 or 1 or `se` is NaN: there the scale has no end.
    """
    f, s = np.asarray(estimate, dtype=float), np.asarray(se, dtype=float)
    inside = (f > 1e-12) & (f < 1 - 1e-12)
    safe = np.where(inside, f, 0.5)
    reach = z_value(level) * s / (safe * np.log(safe))  # negative: the logarithm is
    return _blank(~inside, safe ** np.exp(-reach), safe ** np.exp(reach))


def _counts(x: ArrayLike, n: ArrayLike) -> tuple[Array, Array]:
    count, of = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    if np.any(count < 0) or np.any(count > of):
        raise SourceError(
            "A proportion needs 0 <= count <= participants; the count is outside. Check that the query counts "
            "participants, not events, and that everyone counted belongs to the population."
        )
    return count, of


def _blank(where: "NDArray[np.bool_]", lower: Array, upper: Array) -> Interval:
    return Interval(np.where(where, np.nan, lower), np.where(where, np.nan, upper))
