"""How complete an arm's data are: an arm that is reported later looks safer than it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Completeness:
    """Of an arm at the cut-off; None where the source does not record it, or where there is nobody to ask.

    `quartiles` (lower, median, upper) and `longest` are the days since the last scheduled visit done, over those
    `followed`: living participants. `overdue` of the `owed` visits are not documented; `pending` of the `events` that
    are adjudicated are not adjudicated yet.
    """

    followed: int | None
    quartiles: tuple[float, float, float] | None
    longest: float | None
    owed: int | None
    overdue: int | None
    events: int | None
    pending: int | None

    def table(self) -> pd.DataFrame:
        """One row."""
        lower, median, upper = self.quartiles or (None, None, None)
        days = {"Median days since last visit": median, "Lower quartile": lower, "Upper quartile": upper}
        visits = {"Overdue visits": self.overdue, "Visits owed": self.owed}
        events = {"Pending adjudications": self.pending, "Events to adjudicate": self.events}
        return pd.DataFrame(
            _numbers("Int64", {"Living": self.followed})
            | _numbers("Float64", days | {"Longest": self.longest})
            | _numbers("Int64", visits)
            | _numbers("Float64", {"Overdue %": _percent(self.overdue, self.owed)})
            | _numbers("Int64", events)
            | _numbers("Float64", {"Pending %": _percent(self.pending, self.events)})
        )


def completeness(
    waiting: Array,
    owed: Array,
    overdue: Array,
    events: Array,
    pending: Array,
    *,
    visits: bool = True,
    adjudicated: bool = True,
) -> Completeness:
    """Completeness from one row per participant.

    `waiting` are days since the last scheduled visit done, NaN for the dead; the others are counts of visits and
    events. `visits` says whether the source records visits and deaths, `adjudicated` whether it records adjudication:
    nobody recorded is not none.
    Quartiles interpolate between the neighbouring participants (Hyndman and Fan's type 7, Am Stat 1996;50:361-365).
    """
    days = np.asarray(waiting, dtype=float)
    days = days[np.isfinite(days)]
    known = visits and len(days) > 0
    lower, median, upper = np.quantile(days, [0.25, 0.5, 0.75]).tolist() if known else (0.0, 0.0, 0.0)
    return Completeness(
        followed=len(days) if visits else None,
        quartiles=(lower, median, upper) if known else None,
        longest=float(days.max()) if known else None,
        owed=_total(owed, visits),
        overdue=_total(overdue, visits),
        events=_total(events, adjudicated),
        pending=_total(pending, adjudicated),
    )


def _numbers(kind: Literal["Int64", "Float64"], row: Mapping[str, float | None]) -> dict[str, Any]:
    """Columns of one row each, of a type that may be missing."""
    return {name: pd.array([value], kind) for name, value in row.items()}


def _total(counts: Array, recorded: bool) -> int | None:
    return int(np.asarray(counts, dtype=int).sum()) if recorded else None


def _percent(part: int | None, whole: int | None) -> float | None:
    return 100 * part / whole if part is not None and whole else None
