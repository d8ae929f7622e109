"""Cumulative incidence with competing causes (Aalen & Johansen 1978), and its difference between arms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.intervals import Array, z_value
from dashboard.stats.landmarks import LANDMARKS, Curve, Landmark, landmark, landmark_table, whole
from dashboard.stats.steps import steps
from dashboard.stats.times import Counts, at_risk, checked, observed

FREE = "Event-free"
"""The measure of having had none of the causes."""
ALONE = "nobody, or everybody, of one arm had the event: its uncertainty is not in the interval"
"""What is to be said of a difference whose interval is one arm's alone."""


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

    def events_by(self, times: ArrayLike) -> dict[str, Counts]:
        """How many had each cause first by each time, that day included."""
        at = np.asarray(times, dtype=float)
        return {
            cause: curve.events[np.maximum(np.searchsorted(curve.time, at, side="right") - 1, 0)]
            for cause, curve in self.curves.items()
        }

    def table(self) -> pd.DataFrame:
        """One row per cause and landmark; estimates are fractions."""
        return landmark_table(self.landmarks, FREE)


@dataclass(frozen=True)
class Difference:
    """Later arm minus earlier arm at one landmark, as fractions; NaN where either arm is blank there.

    `alone`: nobody (or everybody) of one arm had the event, so it has no variance and the interval is the other's.
    """

    measure: str
    day: float
    difference: float
    se: float
    lower: float
    upper: float
    at_risk: tuple[int, int]
    alone: bool = False


@dataclass(frozen=True)
class LandmarkDifferences:
    """Differences between two arms at each landmark of each measure."""

    rows: tuple[Difference, ...]

    def table(self) -> pd.DataFrame:
        """One row per measure and landmark, columns as of the arms' own; at risk is the smaller of the two arms'."""
        return pd.DataFrame(
            {
                "Measure": [row.measure for row in self.rows],
                "Day": [row.day for row in self.rows],
                "Estimate": [row.difference for row in self.rows],
                "Lower 95%": [row.lower for row in self.rows],
                "Upper 95%": [row.upper for row in self.rows],
                "Standard error": [row.se for row in self.rows],
                "At risk": whole([min(row.at_risk) for row in self.rows]),
                "Note": [ALONE if row.alone else "" for row in self.rows],
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
    seen = steps(time, codes, len(causes))
    curves = {name: seen.cause(k) for k, name in enumerate(causes)}
    free = seen.free()
    read = [landmark(name, curve, time, day, seen.ended) for name, curve in curves.items() for day in landmarks]
    read += [landmark(FREE, free, time, day, seen.ended) for day in landmarks]
    return CumulativeIncidence(len(time), time, tuple(causes), curves, free, tuple(read))


def complement(
    days: ArrayLike,
    event: ArrayLike,
    outcome: str,
    competing: Sequence[str],
    landmarks: Sequence[float] = LANDMARKS,
) -> CumulativeIncidence:
    """1 - Kaplan-Meier, the probability of an outcome that nothing competes with.

    Raises ChoiceError where `competing` names an event that makes the outcome impossible, SourceError as
    `aalen_johansen` does. An outcome that counts the others in (death of any cause) has no competing event.
    """
    if competing:
        raise ChoiceError(
            f"1 − Kaplan-Meier is not the probability of {outcome} where {', '.join(competing)} may come first: it "
            "counts whoever had that as if the outcome could still follow, and is too high. Show the cumulative "
            "incidence (Aalen-Johansen) with all causes, or the curve without any of them."
        )
    return aalen_johansen(days, event, (outcome,), landmarks)


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
    neither arm has a variance, since no event in either is not certainty; `alone` where one arm has none.
    """
    rows = []
    for a, b in zip(earlier.landmarks, later.landmarks, strict=True):
        difference, se = b.estimate - a.estimate, float(np.hypot(a.se, b.se))
        reach = z_value(level) * se if se > 0 else np.nan
        risk = (a.at_risk, b.at_risk)
        alone = bool(np.isfinite(difference)) and (a.se > 0) != (b.se > 0)
        rows.append(Difference(a.measure, a.day, difference, se, difference - reach, difference + reach, risk, alone))
    return LandmarkDifferences(tuple(rows))


def gray_variance(days: ArrayLike, cause: ArrayLike, of: int = 1) -> tuple[Array, Array]:
    """Times of cause `of` and the variance of its incidence there, as the R package cmprsk prints it.

    For comparison with cmprsk alone: between the times it stays as it was, though other events move the rest.
    Where events tie it differs from the variance shown. Raises SourceError as `aalen_johansen` does.
    """
    time, codes = observed(days, cause, "cause")
    seen = steps(time, np.where(codes == of, 1, 2 * (codes > 0)), 2)
    before, after, incidence = seen.before, seen.after, seen.incidence[0]
    inverse = np.divide(1.0, after, out=np.zeros_like(after), where=after > 0)
    one, two, three = np.zeros_like(after), np.zeros_like(after), np.zeros_like(after)
    for own, events in enumerate(seen.events[::-1]):  # the others, then those of interest
        weight = before**2 * (1 - (events - 1) / np.maximum(seen.risk - 1, 1)) * events / seen.risk**2
        weight = np.where((events > 0) & ((after > 0) | bool(own)), weight, 0.0)
        reach = own + incidence * inverse
        one += reach**2 * weight
        two += reach * inverse * weight
        three += inverse**2 * weight
    one, two, three = np.cumsum(one), np.cumsum(two), np.cumsum(three)
    here = seen.events[0] > 0
    return seen.time[here], (one + incidence**2 * three - 2 * incidence * two)[here]
