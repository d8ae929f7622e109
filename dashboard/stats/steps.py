"""What happens at each distinct time of a cohort with competing causes, and the curves that follow from it."""

from dataclasses import dataclass

import numpy as np

from dashboard.stats.intervals import Array, log_log
from dashboard.stats.landmarks import Curve
from dashboard.stats.times import Counts

ROUNDING = 1e-15
"""A variance below this is rounding of 0: the smallest true one, of one event in n, is about 1/n^2."""


@dataclass(frozen=True, eq=False)
class Steps:
    """At each distinct time (m,): at risk, events per cause (k, m) and of any, free before and after, incidence (k, m).

    `start` is the day from which the curves run.
    """

    start: float
    time: Array
    risk: Array
    events: Array
    failed: Array
    before: Array
    after: Array
    incidence: Array

    @property
    def ended(self) -> bool:
        """Nobody was left free of every cause: the curves then stay as they are for ever."""
        return bool(len(self.time)) and bool(self.risk[-1] == self.failed[-1])

    def cause(self, number: int) -> Curve:
        """The cumulative incidence of a cause, counted from 0."""
        error = np.sqrt(self.variance(number))
        return self._curve(0.0, self.incidence[number], error, self.events[number])

    def free(self) -> Curve:
        """The probability of no cause yet, with Greenwood's variance."""
        left = self.risk - self.failed
        hazard = np.divide(self.failed, self.risk * left, out=np.full_like(left, np.inf), where=left > 0)
        with np.errstate(invalid="ignore"):
            return self._curve(1.0, self.after, self.after * np.sqrt(np.cumsum(hazard)), self.failed)

    def variance(self, number: int) -> Array:
        """Delta method over the multinomial increments of every time, events of all causes together (m,).

        With G = F(t) - F(s), d1 events of the cause, d of any, n at risk and S just before s, the sum over s <= t
        of S^2 d1 (n - d1) / n^3 - 2 S G d1 / n^2 + G^2 d / (n (n - d)); the last term is 0 where n = d.
        The square in G is multiplied out so that running sums give every t at once.
        """
        n, d1, s, f = self.risk, self.events[number], self.before, self.incidence[number]
        left = n - self.failed
        hazard = np.divide(self.failed, n * left, out=np.zeros_like(n), where=left > 0)
        crossed = s * d1 / n**2
        own = np.cumsum(s**2 * d1 * (n - d1) / n**3)
        mixed = f * np.cumsum(crossed) - np.cumsum(f * crossed)
        square = f**2 * np.cumsum(hazard) - 2 * f * np.cumsum(f * hazard) + np.cumsum(f**2 * hazard)
        variance = own - 2 * mixed + square
        return np.where(variance < ROUNDING, 0.0, variance)

    def _curve(self, first: float, estimate: Array, se: Array, events: Array) -> Curve:
        if not len(self.time):
            nothing = np.full(1, np.nan)
            return Curve(np.full(1, self.start), nothing, nothing, nothing, nothing, np.zeros(1, dtype=np.int64))
        keep = self.failed > 0
        keep[-1] = True
        counted = np.concatenate([[0], np.cumsum(events)[keep]]).astype(np.int64)
        time, estimate, se = (
            np.concatenate([[begin], values[keep]])
            for begin, values in ((self.start, self.time), (first, estimate), (0.0, se))
        )
        limits = log_log(estimate, se)
        return Curve(time, estimate, se, limits.lower, limits.upper, counted)


def steps(time: Array, codes: Counts, causes: int, entry: Array | None = None, start: float = 0.0) -> Steps:
    """Steps of participants observed to `time` (n,), ascending, with `codes` (n,) 0 or the number of the cause.

    With `entry` (n,), in any order, somebody is at risk on the days after it; every entry is before the time.
    """
    distinct, first, place = np.unique(time, return_index=True, return_inverse=True)
    risk = (len(time) - first).astype(float)
    if entry is not None:
        risk -= len(entry) - np.searchsorted(np.sort(entry), distinct, side="left")
    counted = [np.bincount(place[codes == k + 1], minlength=len(distinct)) for k in range(causes)]
    return from_counts(distinct, risk, np.array(counted, dtype=float).reshape(causes, len(distinct)), start)


def from_counts(time: Array, risk: Array, events: Array, start: float = 0.0) -> Steps:
    """Steps from how many are at risk (m,), at least one, at each distinct ascending time, and events (k, m) then."""
    failed = events.sum(axis=0)
    after = np.cumprod((risk - failed) / risk)
    before = np.concatenate([[1.0], after])[: len(after)]
    incidence = np.cumsum(before * events / risk, axis=1)
    return Steps(start, time, risk, events, failed, before, after, incidence)
