"""Mean cumulative count: how many events a participant has had by a day, on average, death ending the count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array, Interval, z_value
from dashboard.stats.landmarks import LANDMARKS
from dashboard.stats.mean_count_error import Own, daily, standard_error
from dashboard.stats.times import Counts, at_risk, checked_event


@dataclass(frozen=True)
class Count:
    """The mean number of events by a day, with its 95% limits; NaN beyond the follow-up, limits also without events."""

    day: float
    mean: float
    se: float
    lower: float
    upper: float
    at_risk: int


@dataclass(frozen=True, eq=False)
class MeanCumulative:
    """The mean number of events of participants by time, a right-continuous step curve; all arrays (points,).

    `time` are the distinct days on which anything happened, ascending: `died` and `censored` are those whose time at
    risk ended then, by death or otherwise, `events` those of the day. `mean` and its `se` are by the end of the day.
    `read_at` are the days of the table.
    """

    time: Array
    died: Counts
    censored: Counts
    events: Counts
    mean: Array
    se: Array
    read_at: tuple[float, ...]

    @property
    def n(self) -> int:
        """Participants."""
        return int(self.died.sum() + self.censored.sum())

    @property
    def days(self) -> Array:
        """Everybody's last day at risk (n,), ascending."""
        return np.repeat(self.time, self.died + self.censored)

    @property
    def limits(self) -> Interval:
        """mean·exp(±z se/mean): pointwise 95%; NaN where nothing happened yet, or everybody's count is the same."""
        return _limits(self.mean, self.se)

    @property
    def landmarks(self) -> tuple[Count, ...]:
        """The curve read at the days of the table."""
        return tuple(self.at(day) for day in self.read_at)

    def at_risk(self, times: ArrayLike) -> Counts:
        """How many were at risk on each day."""
        return at_risk(self.days, times)

    def events_by(self, times: ArrayLike) -> Counts:
        """How many events there were up to and including each day."""
        reached = np.searchsorted(self.time, np.asarray(times, dtype=float), side="right")
        return np.asarray(np.concatenate([[0], np.cumsum(self.events)])[reached], dtype=np.int64)

    def at(self, day: float) -> Count:
        """The curve at a day; blank beyond the largest observed time unless everybody died."""
        risk = int(self.at_risk(day))
        extinct = bool(len(self.time)) and self.censored[-1] == 0  # nobody is left who could have more
        if risk == 0 and not extinct:
            return Count(day, np.nan, np.nan, np.nan, np.nan, risk)
        reached = int(np.searchsorted(self.time, day, side="right"))
        mean, se = (float(values[reached - 1]) if reached else 0.0 for values in (self.mean, self.se))
        lower, upper = (float(limit[0]) for limit in _limits(np.array([mean]), np.array([se])))
        return Count(day, mean, se, lower, upper, risk)

    def table(self) -> pd.DataFrame:
        """One row per landmark."""
        rows = self.landmarks
        return pd.DataFrame(
            {
                "Day": [row.day for row in rows],
                "Mean events per participant": [row.mean for row in rows],
                "Lower 95%": [row.lower for row in rows],
                "Upper 95%": [row.upper for row in rows],
                "At risk": [row.at_risk for row in rows],
                "Events by then": self.events_by(self.read_at),
                "Participants": [self.n] * len(rows),
            }
        )


def mean_cumulative_count(
    end: ArrayLike,
    died: ArrayLike,
    participant: ArrayLike,
    day: ArrayLike,
    landmarks: Sequence[float] = LANDMARKS,
) -> MeanCumulative:
    """The mean number of events by each day, of all participants, the dead included: the sum of S(u-) dN(u) / Y(u).

    `end` (n,) is the last day at risk, `died` (n,) 1 if by death; `participant` (events,) are positions in `end`, with
    the `day` of each event. Y(u) are at risk, who reach day u; S is the Kaplan-Meier curve of death; an event comes
    before a death on its day, and who is censored that day is at risk for it (Dong & Yasui 2015, American Journal
    of Epidemiology 181:532). Limits are mean·exp(±z se/mean) with the robust variance of Ghosh & Lin (2000,
    Biometrics 56:554), in which events of a participant may depend on each other and on death.
    Raises SourceError for impossible days or deaths, unknown participants, and events after their end of risk.
    """
    last, dead = checked_event(end, died)
    who, when = _checked_events(last, participant, day)
    time, place = np.unique(np.concatenate([last, when]), return_inverse=True)
    ended, happened = place[: len(last)], place[len(last) :]
    deaths = np.bincount(ended[dead == 1], minlength=len(time))
    censored = np.bincount(ended[dead == 0], minlength=len(time))
    events = np.bincount(happened, minlength=len(time))
    error = standard_error(daily(deaths, censored, events), Own(ended, dead == 1, who, happened))
    return from_days(time, deaths, censored, events, error, landmarks=landmarks)


def from_days(
    day: ArrayLike,
    died: ArrayLike,
    censored: ArrayLike,
    events: ArrayLike,
    error: ArrayLike,
    *,
    landmarks: Sequence[float] = LANDMARKS,
) -> MeanCumulative:
    """The curve from what happened on each distinct day (points,), and the standard error of the mean by then.

    The error needs to know whose the events were; `mean_cumulative_count` made it from the participants.
    """
    order = np.argsort(np.asarray(day, dtype=float), kind="stable")
    deaths, others, happened = (np.asarray(given, dtype=np.int64)[order] for given in (died, censored, events))
    mean = np.cumsum(daily(deaths, others, happened).gain * happened)
    time, se = (np.asarray(given, dtype=float)[order] for given in (day, error))
    return MeanCumulative(time, deaths, others, happened, mean, se, tuple(float(each) for each in landmarks))


def _limits(mean: Array, se: Array) -> Interval:
    known = (mean > 0) & (se > 0)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        reach = np.where(known, np.exp(z_value(0.95) * se / mean), np.nan)
        return Interval(mean / reach, mean * reach)


def _checked_events(last: Array, participant: ArrayLike, day: ArrayLike) -> tuple[Counts, Array]:
    who, when = np.asarray(participant, dtype=np.int64), np.asarray(day, dtype=float)
    if who.shape != when.shape or np.any(who < 0) or np.any(who >= len(last)):
        raise SourceError("participant: each event needs a day and a participant of the population. Correct the query.")
    if bad := int(np.count_nonzero(~((when >= 0) & (when <= last[who])))):
        raise SourceError(
            f"day: {bad} of {when.size} events are missing their day or lie outside the time at risk. Count events "
            "from the start to the end of risk only: correct the query, or the dates in the source."
        )
    return who, when
