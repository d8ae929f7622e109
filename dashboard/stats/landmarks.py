"""Step curves over time, and what they say at landmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.stats.intervals import Array
from dashboard.stats.times import Counts, at_risk

LANDMARKS = (100, 180, 365, 730)
"""Days after the time zero at which a curve is read off."""

FEW = 5
"""Below so many at risk a landmark is flagged and a curve is no longer drawn."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A right-continuous step curve; all arrays (points,).

    `time` in days ascends from where the curve starts, before anything happened: 0, or the day it is conditional
    on; then every time of an event, then the last observed time. `events` counts the curve's events up to and
    including each time. Limits are pointwise 95% on the log(-log) scale, NaN where the estimate is 0 or 1.
    """

    time: Array
    estimate: Array
    se: Array
    lower: Array
    upper: Array
    events: Counts

    def index(self, day: float) -> int:
        """The position of the last step at or before a day."""
        return int(np.searchsorted(self.time, day, side="right")) - 1


@dataclass(frozen=True)
class Landmark:
    """A curve read off at a day: fractions, NaN when the day lies beyond the follow-up of an unfinished curve.

    `at_risk` counts those observed to that day or longer, `events` those who had the event by then.
    """

    measure: str
    day: float
    estimate: float
    se: float
    lower: float
    upper: float
    at_risk: int
    events: int
    n: int

    @property
    def few(self) -> bool:
        """Fewer than five at risk: to be read with caution."""
        return self.at_risk < FEW

    @property
    def flag(self) -> str:
        """What a reader must know about this number; empty when nothing."""
        if np.isnan(self.estimate):
            return "beyond follow-up"
        return f"fewer than {FEW} at risk" if self.few else ""


def landmark(measure: str, curve: Curve, days: Array, day: float, ended: bool) -> Landmark:
    """The curve at a day; blank beyond the largest observed time unless nobody was left (`ended`)."""
    at = curve.index(day)
    blank = not len(days) or (day > days[-1] and not ended)
    estimate, se, lower, upper = (
        np.nan if blank else float(values[at]) for values in (curve.estimate, curve.se, curve.lower, curve.upper)
    )
    here, events = int(at_risk(days, day)), int(curve.events[at])
    return Landmark(measure, day, estimate, se, lower, upper, here, events, len(days))


def landmark_table(landmarks: Sequence[Landmark], title: str) -> pd.DataFrame:
    """Landmarks as rows; `title` names what is estimated when each row does not say it itself."""
    return pd.DataFrame(
        {
            "Measure": [mark.measure or title for mark in landmarks],
            "Day": [mark.day for mark in landmarks],
            "Estimate": [mark.estimate for mark in landmarks],
            "Lower 95%": [mark.lower for mark in landmarks],
            "Upper 95%": [mark.upper for mark in landmarks],
            "Standard error": [mark.se for mark in landmarks],
            "At risk": whole([mark.at_risk for mark in landmarks]),
            "Events by then": whole([mark.events for mark in landmarks]),
            "Participants": whole([mark.n for mark in landmarks]),
            "Note": [mark.flag for mark in landmarks],
        }
    )


def whole(counts: Sequence[int]) -> "pd.Series[int]":
    """Counts as a column that stays whole beside rows without one."""
    return pd.Series(counts, dtype="Int64")
