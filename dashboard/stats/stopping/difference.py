"""The randomised difference beside a per-arm guideline: two arms on complete windows, descriptive.

A guideline holds each arm against a fixed rate, which both arms can pass together; the difference tells that apart.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.stats.contrast import risk_difference
from dashboard.stats.stopping.look import look

MARGIN = 0.05
"""A difference of more than 5 percentage points is asked for."""
_NODES = 500  # Gauss–Legendre: exact for polynomials up to degree 999, here up to 998 participants
_NEGLIGIBLE = 1e-15


@dataclass(frozen=True)
class Closed:
    """An arm's participants whose window is over with known outcome, and the events among them."""

    n: int
    events: int

    def table(self) -> pd.DataFrame:
        """One row."""
        return pd.DataFrame({"Events": [self.events], "Complete windows": [self.n]})


@dataclass(frozen=True)
class Difference:
    """Later arm minus earlier arm: `difference` with Miettinen–Nurminen limits (NaN where an arm has nobody).

    `above` is the probability, given the data, that the later arm's rate exceeds the earlier's by more than
    `margin`, `below` that the earlier's exceeds the later's by more; each arm's rate with a flat Beta(1, 1) prior.
    Both are NaN where an arm has nobody: the prior alone says nothing of it.
    """

    earlier: Closed
    later: Closed
    difference: float
    lower: float
    upper: float
    above: float
    below: float
    margin: float = MARGIN

    def text(self, earlier: str, later: str) -> str:
        """Two sentences that name the arms by their letters; no arm is called treated or control."""
        counts = f"{later} {self.later.events}/{self.later.n}, {earlier} {self.earlier.events}/{self.earlier.n}"
        if np.isnan(self.difference):
            return f"Complete windows: {counts}. No difference yet: an arm has no complete window."
        limits = f"{100 * self.lower:+.1f} to {100 * self.upper:+.1f}"
        points = f"{100 * self.margin:g} points"
        return (
            f"Complete windows: {counts}; {later} − {earlier} {100 * self.difference:+.1f} points (95% {limits}). "
            f"Probability given the data that the rate in {later} is more than {points} above that in {earlier}: "
            f"{self.above:.2f}; in {earlier} above {later}: {self.below:.2f}."
        )

    def table(self) -> pd.DataFrame:
        """One row, in percentage points."""
        points = f"{100 * self.margin:g} points"
        return pd.DataFrame(
            {
                "Events, later": [self.later.events],
                "Complete windows, later": [self.later.n],
                "Events, earlier": [self.earlier.events],
                "Complete windows, earlier": [self.earlier.n],
                "Difference (percentage points)": [100 * self.difference],
                "Lower 95%": [100 * self.lower],
                "Upper 95%": [100 * self.upper],
                f"Probability that the later is more than {points} above": [self.above],
                f"Probability that the earlier is more than {points} above": [self.below],
            }
        )


def closed(
    entered: ArrayLike, days: ArrayLike, cause: ArrayLike, cut: ArrayLike, cut_on: ArrayLike = (), *, window: int
) -> Closed:
    """An arm's complete windows at the cut-off; columns as `monitor` takes them. For `between_arms`, with `compare`."""
    seen = look(entered, days, cause, cut, cut_on, window)
    n, events = seen.cohort.closed(np.array([seen.today]))
    return Closed(int(n[0]), int(events[0]))


def compare(earlier: Closed, later: Closed) -> Difference:
    """The difference of two arms' rates, later minus earlier."""
    found = risk_difference(earlier.events, earlier.n, later.events, later.n)
    seen = bool(earlier.n and later.n)
    return Difference(
        earlier,
        later,
        difference=float(found.difference),
        lower=float(found.lower),
        upper=float(found.upper),
        above=exceeds(earlier, later, MARGIN) if seen else np.nan,
        below=exceeds(later, earlier, MARGIN) if seen else np.nan,
    )


def exceeds(first: Closed, second: Closed, margin: float) -> float:
    """P(second's rate - first's rate > margin | data), flat priors: rates Beta(1 + events, 1 + n - events).

    The integral over p of the first's density at p times the chance that the second is above p + margin. Its
    integrand is a polynomial, so Gauss–Legendre quadrature is exact up to rounding (998 participants; beyond that
    to many digits, since it runs only where the first's density is not negligible).
    """
    a, b = 1.0 + first.events, 1.0 + first.n - first.events
    low, high = (float(special.betaincinv(a, b, tail)) for tail in (_NEGLIGIBLE, 1 - _NEGLIGIBLE))
    low, high = min(low, 1 - margin), min(high, 1 - margin)
    place, weight = _quadrature()
    p = low + (high - low) * (place + 1) / 2
    density = np.exp(special.xlogy(a - 1, p) + special.xlog1py(b - 1, -p) - special.betaln(a, b))
    beyond = special.betaincc(1.0 + second.events, 1.0 + second.n - second.events, p + margin)
    return float((high - low) / 2 * np.sum(weight * density * beyond))


@lru_cache(maxsize=1)
def _quadrature() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places and weights on -1 to 1."""
    place, weight = special.roots_legendre(_NODES)
    return place, weight
