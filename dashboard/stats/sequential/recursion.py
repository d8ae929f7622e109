"""Brownian motion watched at a few times: who leaves through which boundary, by numerical integration.

At each look the density of those still followed is the last look's, carried on by a normal step:
Armitage P, McPherson CK, Rowe BC. Repeated significance tests on accumulating data. J R Stat Soc A
1969;132:235-244. The integrals are Gauss–Legendre sums over panels narrow enough for the shorter of the two
steps beside a look, so that close looks cost more points, not accuracy.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

REACH = 10.0
"""Standard deviations from the mean beyond which nobody is followed: less than 2e-23 of the whole."""

PANEL = 4.0
"""Width of a panel in standard deviations of the shorter step; with 16 points its error is about 1e-12."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)

LEAST = 1e-300
"""A probability below this is none: no finite boundary has it."""

FAR = 40.0
"""Standard deviations within which a boundary is sought; a normal tail beyond 37.1 is below `LEAST`."""


@dataclass(frozen=True, eq=False)
class Walk:
    """A Brownian motion with drift on its way to the first of `clocks`, without those who left before.

    `nodes` (M) are positions at the clock `last`, `mass` (M) the probability that stands for each. The motion
    came from `start` at the clock `begun`. Clocks, and the squares of positions, have the unit of information.
    """

    clocks: tuple[float, ...]
    drift: float
    start: float
    begun: float
    last: float
    nodes: Floats
    mass: Floats

    @property
    def _arriving(self) -> Floats:
        """Where each node is expected at the next clock."""
        return self.nodes + self.drift * (self.clocks[0] - self.last)

    @property
    def _step(self) -> float:
        return float(np.sqrt(self.clocks[0] - self.last))

    def above(self, position: float) -> float:
        """The probability of still being followed, and above `position`, at the next clock."""
        return float(self.mass @ special.ndtr((self._arriving - position) / self._step))

    def below(self, position: float) -> float:
        """The probability of still being followed, and below `position`, at the next clock."""
        return float(self.mass @ special.ndtr((position - self._arriving) / self._step))

    def upper(self, probability: float) -> float:
        """The position above which that probability is at the next clock.

        Infinite for none, minus infinity if fewer than that are still followed.
        """
        return np.inf if probability < LEAST else self._position(self.above, probability, everyone=-np.inf)

    def lower(self, probability: float) -> float:
        """The position below which that probability is at the next clock; as `upper`, with the signs reversed."""
        return -np.inf if probability < LEAST else self._position(self.below, probability, everyone=np.inf)

    def within(self, low: float, high: float) -> "Walk":
        """Past the next clock, with those between `low` and `high` there. Not for the last clock."""
        here, there = self.clocks[:2]
        least, most = self._ends(REACH)
        nodes, weights = _panels(max(low, least), min(high, most), PANEL * min(self._step, np.sqrt(there - here)))
        from_each = np.exp(-0.5 * ((nodes[:, None] - self._arriving) / self._step) ** 2)
        density = from_each @ self.mass / (self._step * np.sqrt(2 * np.pi))
        return Walk(self.clocks[1:], self.drift, self.start, self.begun, here, nodes, weights * density)

    def _ends(self, deviations: float) -> tuple[float, float]:
        """That many standard deviations below and above the mean at the next clock, as if nobody had left."""
        elapsed = self.clocks[0] - self.begun
        mean, reach = self.start + self.drift * elapsed, deviations * np.sqrt(elapsed)
        return float(mean - reach), float(mean + reach)

    def _position(self, tail: Callable[[float], float], probability: float, everyone: float) -> float:
        """Where a tail has a probability, found on the logarithm; `everyone` if all together have less."""
        if self.mass.sum() <= probability:
            return everyone

        def excess(position: float) -> float:
            return float(np.log(max(tail(position), LEAST * 1e-5) / probability))

        least, most = self._ends(FAR)
        return float(optimize.brentq(excess, least, most, xtol=1e-13, rtol=1e-14))


def walk(clocks: ArrayLike, drift: float = 0.0, start: float = 0.0, begun: float = 0.0) -> Walk:
    """A motion at `start` at the clock `begun`, to be seen at rising `clocks` (K)."""
    seen = tuple(np.asarray(clocks, dtype=float).tolist())
    return Walk(seen, drift, start, begun, begun, np.array([start]), np.ones(1))


def crossing(moving: Walk, lower: ArrayLike, upper: ArrayLike) -> tuple[Floats, Floats]:
    """The probability at each clock (K) of leaving first there, below `lower` and above `upper` (K positions)."""
    below, above = [], []
    edges = list(zip(np.asarray(lower, dtype=float).tolist(), np.asarray(upper, dtype=float).tolist(), strict=True))
    for look, (low, high) in enumerate(edges):
        below.append(moving.below(low))
        above.append(moving.above(high))
        if look < len(edges) - 1:
            moving = moving.within(low, high)
    return np.array(below), np.array(above)


def _panels(low: float, high: float, width: float) -> tuple[Floats, Floats]:
    """Gauss–Legendre points and weights on panels of at most `width` from `low` to `high`; none if that is empty."""
    if not low < high:
        return np.empty(0), np.empty(0)
    edges = np.linspace(low, high, int(np.ceil((high - low) / width)) + 1)
    half = np.diff(edges)[:, None] / 2
    middle = edges[:-1, None] + half
    return (middle + half * NODES).ravel(), np.broadcast_to(half * WEIGHTS, (len(half), len(WEIGHTS))).ravel()
