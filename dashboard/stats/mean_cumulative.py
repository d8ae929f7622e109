"""Mean cumulative count: how many events a participant has had by a day, on average, death ending the count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array, z_value
from dashboard.stats.survival import LANDMARKS, Counts, at_risk, checked_event


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
    """The mean number of events of n participants by time: a right-continuous step curve over `time` (points,).

    `events` in all; `landmarks` read the curve, with limits.
    """

    n: int
    events: int
    time: Array
    mean: Array
    landmarks: tuple[Count, ...]

    def table(self) -> pd.DataFrame:
        """One row per landmark."""
        return pd.DataFrame(
            {
                "Day": [row.day for row in self.landmarks],
                "Mean events per participant": [row.mean for row in self.landmarks],
                "Lower 95%": [row.lower for row in self.landmarks],
                "Upper 95%": [row.upper for row in self.landmarks],
                "At risk": [row.at_risk for row in self.landmarks],
                "Participants": [self.n] * len(self.landmarks),
            }
        )


def mean_cumulative_count(
    end: ArrayLike,
    died: ArrayLike,
    participant: ArrayLike,
    day: ArrayLike,
    landmarks: Sequence[float] = LANDMARKS,
    level: float = 0.95,
) -> MeanCumulative:
    """The mean number of events by each day, of all participants, the dead included: the sum of S(u-) dN(u) / Y(u).

    `end` (n,) is the last day at risk, `died` (n,) 1 if by death; `participant` (events,) are positions in `end`, with
    the `day` of each event. Y(u) are at risk, who reach day u; S is the Kaplan-Meier curve of death; an event comes
    before a death on its day, and who is censored that day is at risk for it (Dong & Yasui 2015, American Journal
    of Epidemiology 181:532). Limits are mean·exp(±z se/mean) with the robust variance of Ghosh & Lin (2000,
    Biometrics 56:554), in which events of a participant may depend on each other and on death.
    Raises SourceError for impossible days or deaths, unknown participants, and events after their end of risk.
    """
    watched = _checked(end, died, participant, day)
    grid = _grid(watched)
    mean = np.cumsum(grid.survival * grid.events / grid.risk)
    read = tuple(_read(watched, grid, mean, float(at), z_value(level)) for at in landmarks)
    time, mean = np.concatenate([[0.0], grid.time]), np.concatenate([[0.0 if len(grid.time) else np.nan], mean])
    return MeanCumulative(len(watched.end), len(watched.day), time, mean, read)


@dataclass(frozen=True, eq=False)
class _Watched:
    """Participants' last days and deaths (n,); whose each event is, and its day (events,)."""

    end: Array
    died: Counts
    participant: Counts
    day: Array


@dataclass(frozen=True, eq=False)
class _Grid:
    """At each distinct day (m,) of an event or an end: at risk, events, deaths, and S just before it.

    `end_at` (n,) and `event_at` (events,) are the places of participants' last days and of the events among the days.
    """

    time: Array
    risk: Array
    events: Array
    deaths: Array
    survival: Array
    end_at: Counts
    event_at: Counts


def _grid(watched: _Watched) -> _Grid:
    time, place = np.unique(np.concatenate([watched.end, watched.day]), return_inverse=True)
    end_at, event_at = place[: len(watched.end)], place[len(watched.end) :]
    risk = at_risk(np.sort(watched.end), time).astype(float)
    events = np.bincount(event_at, minlength=len(time)).astype(float)
    deaths = np.bincount(end_at, weights=watched.died, minlength=len(time)).astype(float)
    after = np.cumprod((risk - deaths) / risk)
    return _Grid(time, risk, events, deaths, np.concatenate([[1.0], after])[: len(after)], end_at, event_at)


def _read(watched: _Watched, grid: _Grid, mean: Array, day: float, z: float) -> Count:
    risk = int(np.count_nonzero(watched.end >= day))
    extinct = bool(len(grid.time)) and grid.risk[-1] == grid.deaths[-1]  # nobody is left who could have more
    if risk == 0 and not extinct:
        return Count(day, np.nan, np.nan, np.nan, np.nan, risk)
    reached = int(np.searchsorted(grid.time, day, side="right"))
    by_day = float(mean[reached - 1]) if reached else 0.0
    se = float(np.sqrt(np.sum(_influence(watched, grid, by_day - mean, day) ** 2)))
    reach = np.exp(z * se / by_day) if by_day > 0 and se > 0 else np.nan
    return Count(day, by_day, se, by_day / reach, by_day * reach, risk)


def _influence(watched: _Watched, grid: _Grid, to_come: Array, day: float) -> Array:
    """What each participant adds to the error of the mean at `day` (n,); the squares sum to its variance.

    Over days u to `day`: S(u-)/Y(u) times own events less those expected while at risk, minus `to_come`, the mean
    at `day` less that at u (m,), over Y(u), times own death less those expected.
    """
    inside = grid.time <= day
    gained = np.where(inside, grid.survival / grid.risk, 0.0)
    lost = np.where(inside, to_come / grid.risk, 0.0)
    own = np.bincount(watched.participant, weights=gained[grid.event_at], minlength=len(watched.end))
    expected = np.cumsum((gained * grid.events - lost * grid.deaths) / grid.risk)
    influence: Array = own - watched.died * lost[grid.end_at] - expected[grid.end_at]
    return influence


def _checked(end: ArrayLike, died: ArrayLike, participant: ArrayLike, day: ArrayLike) -> _Watched:
    last, dead = checked_event(end, died)
    who, when = np.asarray(participant, dtype=np.int64), np.asarray(day, dtype=float)
    if who.shape != when.shape or np.any(who < 0) or np.any(who >= len(last)):
        raise SourceError("participant: each event needs a day and a participant of the population. Correct the query.")
    if bad := int(np.count_nonzero(~((when >= 0) & (when <= last[who])))):
        raise SourceError(
            f"day: {bad} of {when.size} events are missing their day or lie outside the time at risk. Count events "
            "from the start to the end of risk only: correct the query, or the dates in the source."
        )
    return _Watched(last, dead, who, when)
