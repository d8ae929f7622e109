"""Kaplan-Meier curves and their medians, and the length of follow-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.stats.intervals import Array, log_log
from dashboard.stats.landmarks import FEW, LANDMARKS, Curve, Landmark, landmark, landmark_table
from dashboard.stats.times import Counts, at_risk, checked_event, observed


@dataclass(frozen=True)
class Median:
    """A median in days with its 95% limits; NaN is "not reached"."""

    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class Survival:
    """A Kaplan-Meier curve of n participants; `days` (n,) are their times, ascending."""

    n: int
    events: int
    days: Array
    curve: Curve
    landmarks: tuple[Landmark, ...]
    median: Median

    def at_risk(self, times: ArrayLike) -> Counts:
        """How many were observed to each time or longer."""
        return at_risk(self.days, times)

    def table(self) -> pd.DataFrame:
        """One row per landmark, then the median."""
        frame = landmark_table(self.landmarks, "Survival")
        median = {
            "Measure": "Median (days)",
            "Estimate": self.median.estimate,
            "Lower 95%": self.median.lower,
            "Upper 95%": self.median.upper,
            "Events by then": self.events,
            "Participants": self.n,
            "Note": "not reached" if np.isnan(self.median.estimate) else "",
        }
        return pd.concat([frame, pd.DataFrame([median])], ignore_index=True)


@dataclass(frozen=True)
class FollowUp:
    """How long n participants were followed: the reverse Kaplan-Meier median, shortest and longest, in days."""

    n: int
    median: Median
    shortest: float
    longest: float

    def table(self) -> pd.DataFrame:
        """One row."""
        return pd.DataFrame(
            {
                "Participants": [self.n],
                "Median follow-up (days)": [self.median.estimate],
                "Lower 95%": [self.median.lower],
                "Upper 95%": [self.median.upper],
                "Shortest (days)": [self.shortest],
                "Longest (days)": [self.longest],
            }
        )


class Followed(Protocol):
    """Anything that knows how long each participant was observed."""

    @property
    def days(self) -> Array:
        """Observed days, ascending."""
        ...


def kaplan_meier(days: ArrayLike, event: ArrayLike, landmarks: Sequence[float] = LANDMARKS) -> Survival:
    """The probability of no event yet (Kaplan & Meier 1958), Greenwood's variance, log(-log) limits.

    `days` (n,) from time zero to event or censoring; `event` (n,) 1 or 0. Somebody censored on the day of an
    event is at risk for it. With nobody everything is NaN; without events the curve stays 1 and has no limits.
    Raises SourceError for missing or negative days and for events that are neither 0 nor 1.
    """
    time, status = observed(*checked_event(days, event), "event")
    curve = _curve(time, status)
    read = tuple(landmark("Survival", curve, time, day, ended=bool(curve.estimate[-1] == 0)) for day in landmarks)
    return Survival(len(time), int(status.sum()), time, curve, read, _median(curve))


def median_follow_up(days: ArrayLike, event: ArrayLike) -> FollowUp:
    """Reverse Kaplan-Meier (Schemper & Smith 1996): being censored is the event, an event censors.

    Somebody with an event on the day others are censored is at risk for that censoring, as in R's
    survfit(Surv(days, 1 - event) ~ 1).
    """
    time, status = observed(days, event, "event")
    ends = (float(time[0]), float(time[-1])) if len(time) else (np.nan, np.nan)
    return FollowUp(len(time), _median(_curve(time, 1 - np.minimum(status, 1))), *ends)


def drawn_until(results: Iterable[Followed]) -> float:
    """The day at which a drawing of these curves ends: the last with max(5, 10%) of each arm's n at risk.

    Arms without participants do not count; 0 when an arm has fewer than five.
    """
    ends = []
    for days in (result.days for result in results if len(result.days)):
        needed = max(FEW, int(np.ceil(len(days) / 10)))
        ends.append(float(days[-needed]) if len(days) >= needed else 0.0)
    return min(ends, default=0.0)


def _curve(time: Array, status: Counts) -> Curve:
    if not len(time):
        nothing = np.full(1, np.nan)
        return Curve(np.zeros(1), nothing, nothing, nothing, nothing, np.zeros(1, dtype=np.int64))
    distinct, first, place = np.unique(time, return_index=True, return_inverse=True)
    risk = (len(time) - first).astype(float)
    failed = np.bincount(place, weights=status)
    left = risk - failed
    survival = np.cumprod(left / risk)
    hazard = np.divide(failed, risk * left, out=np.full_like(left, np.nan), where=left > 0)
    se = survival * np.sqrt(np.cumsum(hazard))
    keep = failed > 0
    keep[-1] = True
    times, estimate, se = (
        np.concatenate([[start], column[keep]]) for start, column in ((0.0, distinct), (1.0, survival), (0.0, se))
    )
    counted = np.concatenate([[0], np.cumsum(failed)[keep]]).astype(np.int64)
    limits = log_log(estimate, se)
    return Curve(times, estimate, se, limits.lower, limits.upper, counted)


def _median(curve: Curve) -> Median:
    return Median(*(_crossing(curve.time, y) for y in (curve.estimate, curve.lower, curve.upper)))


def _crossing(time: Array, values: "NDArray[Any]") -> float:
    """Where a falling step curve reaches one half; of a stretch at exactly one half the middle, as in R."""
    known = ~np.isnan(values)
    time, values = time[known], values[known]
    reached = values < 0.5 + 1e-8
    if not reached.any():
        return float("nan")
    first = int(np.argmax(reached))
    if abs(values[first] - 0.5) > 1e-8:
        return float(time[first])
    below = values < 0.5 - 1e-8
    end = time[np.argmax(below)] if below.any() else time[-1]
    return float((time[first] + end) / 2)
