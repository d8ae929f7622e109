"""Cumulative incidence with competing causes (Aalen & Johansen 1978), and its difference between arms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array, log_log, z_value
from dashboard.stats.survival import (
    LANDMARKS,
    Counts,
    Curve,
    Landmark,
    at_risk,
    checked,
    landmark,
    landmark_table,
    observed,
)

FREE = "Event-free"
"""The measure of having had none of the causes."""

ROUNDING = 1e-15
"""A variance below this is rounding of 0: the smallest true one, of one event in n, is about 1/n^2."""


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """One curve per cause, and `free`, the probability of none yet: at every time they sum to 1.

    All curves share their times. `landmarks` run by cause, then event-free. `days` (n,) ascend.
    """

    n: int
    days: Array
    causes: tuple[str, ...]
    curves: dict[str, Curve]
    free: Curve
    landmarks: tuple[Landmark, ...]

    @property
    def events(self) -> dict[str, int]:
        """How many had each cause first."""
        return {cause: int(curve.events[-1]) for cause, curve in self.curves.items()}

    def at_risk(self, times: ArrayLike) -> Counts:
        """How many were observed, free of every cause, to each time or longer."""
        return at_risk(self.days, times)

    def table(self) -> pd.DataFrame:
        """One row per cause and landmark; estimates are fractions."""
        return landmark_table(self.landmarks, FREE)


@dataclass(frozen=True)
class Difference:
    """Later arm minus earlier arm at one landmark, as fractions; NaN where either arm is blank there."""

    measure: str
    day: float
    difference: float
    se: float
    lower: float
    upper: float
    at_risk: tuple[int, int]


@dataclass(frozen=True)
class LandmarkDifferences:
    """Differences between two arms at each landmark of each measure."""

    rows: tuple[Difference, ...]

    def table(self) -> pd.DataFrame:
        """One row per measure and landmark, in percentage points."""
        return pd.DataFrame(
            {
                "Measure": [row.measure for row in self.rows],
                "Day": [row.day for row in self.rows],
                "Difference (percentage points)": [100 * row.difference for row in self.rows],
                "Lower 95%": [100 * row.lower for row in self.rows],
                "Upper 95%": [100 * row.upper for row in self.rows],
                "At risk, earlier arm": [row.at_risk[0] for row in self.rows],
                "At risk, later arm": [row.at_risk[1] for row in self.rows],
            }
        )


class Landmarked(Protocol):
    """Any result read off at landmarks."""

    @property
    def landmarks(self) -> tuple[Landmark, ...]:
        """The readings, in the same order for every arm."""
        ...


def aalen_johansen(
    days: ArrayLike,
    cause: ArrayLike,
    causes: Sequence[str] = ("relapse", "nrm"),
    landmarks: Sequence[float] = LANDMARKS,
) -> CumulativeIncidence:
    """The probability of each cause having come first, by time (Aalen & Johansen 1978).

    `days` (n,) from time zero to the first event or censoring; `cause` (n,) 0 censored, k the k-th of `causes`.
    Ties are kept: somebody censored on the day of an event is at risk for it, and events of several causes on a
    day share the same risk set. The standard error is the delta method's, equal to the infinitesimal jackknife
    of R's survfit; limits are log(-log). With nobody everything is NaN.
    Raises SourceError for missing or negative days and for a cause that `causes` does not name.
    """
    time, codes = observed(*checked_causes(days, cause, causes), "cause")
    steps = _steps(time, codes, len(causes))
    ended = bool(len(time)) and bool(steps.risk[-1] == steps.failed[-1])
    curves = {name: _cause_curve(steps, k) for k, name in enumerate(causes)}
    free = _free_curve(steps)
    read = [landmark(name, curve, time, day, ended) for name, curve in curves.items() for day in landmarks]
    read += [landmark(FREE, free, time, day, ended) for day in landmarks]
    return CumulativeIncidence(len(time), time, tuple(causes), curves, free, tuple(read))


def checked_causes(days: ArrayLike, cause: ArrayLike, causes: Sequence[str]) -> tuple[Array, Counts]:
    """Days and causes (n,) as they came; raises SourceError as `aalen_johansen` does."""
    time, codes = checked(days, cause, "cause")
    if np.any(codes > len(causes)):
        raise SourceError(
            f"cause: found {int(codes.max())}, but there are {len(causes)} ({', '.join(causes)}). "
            "The endpoint's causes in the trial definition and in the source must agree."
        )
    return time, codes


def landmark_difference(earlier: Landmarked, later: Landmarked, level: float = 0.95) -> LandmarkDifferences:
    """Later minus earlier at each landmark: plain Wald, the two variances summed.

    For cumulative incidences and survival curves alike. Blank where either arm is; without an interval where
    neither arm has a variance, since no event in either is not certainty.
    """
    rows = []
    for a, b in zip(earlier.landmarks, later.landmarks, strict=True):
        difference, se = b.estimate - a.estimate, float(np.hypot(a.se, b.se))
        reach = z_value(level) * se if se > 0 else np.nan
        risk = (a.at_risk, b.at_risk)
        rows.append(Difference(a.measure, a.day, difference, se, difference - reach, difference + reach, risk))
    return LandmarkDifferences(tuple(rows))


def gray_variance(days: ArrayLike, cause: ArrayLike, of: int = 1) -> tuple[Array, Array]:
    """Times of cause `of` and the variance of its incidence there, as the R package cmprsk prints it.

    For comparison with cmprsk alone: between the times it stays as it was, though other events move the rest.
    Where events tie it differs from the variance shown. Raises SourceError as `aalen_johansen` does.
    """
    time, codes = observed(days, cause, "cause")
    steps = _steps(time, np.where(codes == of, 1, 2 * (codes > 0)), 2)
    before, after, incidence = steps.before, steps.after, steps.incidence[0]
    inverse = np.divide(1.0, after, out=np.zeros_like(after), where=after > 0)
    one, two, three = np.zeros_like(after), np.zeros_like(after), np.zeros_like(after)
    for own, events in enumerate(steps.events[::-1]):  # the others, then those of interest
        weight = before**2 * (1 - (events - 1) / np.maximum(steps.risk - 1, 1)) * events / steps.risk**2
        weight = np.where((events > 0) & ((after > 0) | bool(own)), weight, 0.0)
        reach = own + incidence * inverse
        one += reach**2 * weight
        two += reach * inverse * weight
        three += inverse**2 * weight
    one, two, three = np.cumsum(one), np.cumsum(two), np.cumsum(three)
    here = steps.events[0] > 0
    return steps.time[here], (one + incidence**2 * three - 2 * incidence * two)[here]


@dataclass(frozen=True, eq=False)
class _Steps:
    """What happens at each distinct time (m,): at risk, events per cause (k, m), free before and after."""

    time: Array
    risk: Array
    events: Array
    failed: Array
    before: Array
    after: Array
    incidence: Array


def _steps(time: Array, codes: Counts, causes: int) -> _Steps:
    distinct, first, place = np.unique(time, return_index=True, return_inverse=True)
    risk = (len(time) - first).astype(float)
    counted = [np.bincount(place[codes == k + 1], minlength=len(distinct)) for k in range(causes)]
    events = np.array(counted, dtype=float).reshape(causes, len(distinct))
    failed = events.sum(axis=0)
    after = np.cumprod((risk - failed) / risk)
    before = np.concatenate([[1.0], after])[: len(after)]
    return _Steps(distinct, risk, events, failed, before, after, np.cumsum(before * events / risk, axis=1))


def _variance(steps: _Steps, cause: int) -> Array:
    """Delta method over the multinomial increments of every time, events of all causes together.

    With G = F(t) - F(s), d1 events of the cause, d of any, n at risk and S just before s, the sum over s <= t of
    S^2 d1 (n - d1) / n^3 - 2 S G d1 / n^2 + G^2 d / (n (n - d)); the last term is 0 where n = d.
    The square in G is multiplied out so that running sums give every t at once.
    """
    n, d1, s, f = steps.risk, steps.events[cause], steps.before, steps.incidence[cause]
    left = n - steps.failed
    hazard = np.divide(steps.failed, n * left, out=np.zeros_like(n), where=left > 0)
    crossed = s * d1 / n**2
    own = np.cumsum(s**2 * d1 * (n - d1) / n**3)
    mixed = f * np.cumsum(crossed) - np.cumsum(f * crossed)
    square = f**2 * np.cumsum(hazard) - 2 * f * np.cumsum(f * hazard) + np.cumsum(f**2 * hazard)
    variance = own - 2 * mixed + square
    return np.where(variance < ROUNDING, 0.0, variance)


def _cause_curve(steps: _Steps, cause: int) -> Curve:
    return _curve(steps, 0.0, steps.incidence[cause], np.sqrt(_variance(steps, cause)), steps.events[cause])


def _free_curve(steps: _Steps) -> Curve:
    left = steps.risk - steps.failed
    hazard = np.divide(steps.failed, steps.risk * left, out=np.full_like(left, np.inf), where=left > 0)
    with np.errstate(invalid="ignore"):
        return _curve(steps, 1.0, steps.after, steps.after * np.sqrt(np.cumsum(hazard)), steps.failed)


def _curve(steps: _Steps, start: float, estimate: Array, se: Array, events: Array) -> Curve:
    if not len(steps.time):
        nothing = np.full(1, np.nan)
        return Curve(np.zeros(1), nothing, nothing, nothing, nothing, np.zeros(1, dtype=np.int64))
    keep = steps.failed > 0
    keep[-1] = True
    counted = np.concatenate([[0], np.cumsum(events)[keep]]).astype(np.int64)
    time, estimate, se = (
        np.concatenate([[first], values[keep]]) for first, values in ((0.0, steps.time), (start, estimate), (0.0, se))
    )
    limits = log_log(estimate, se)
    return Curve(time, estimate, se, limits.lower, limits.upper, counted)
