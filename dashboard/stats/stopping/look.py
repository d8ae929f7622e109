"""What a guideline looks at: an arm's participants on the day of the cut-off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.stats.stopping.counting import Cohort


@dataclass(frozen=True, eq=False)
class Look:
    """A cohort at `today`, the calendar day of the cut-off; `first_on` is the date of day 0, None if not known."""

    cohort: Cohort
    today: int
    first_on: np.datetime64 | None


def look(entered: ArrayLike, days: ArrayLike, cause: ArrayLike, cut: ArrayLike, cut_on: ArrayLike, window: int) -> Look:
    """From the columns that `monitor` takes."""
    today = int(_whole(cut).max(initial=0))
    dates = np.asarray(cut_on, dtype="datetime64[D]")
    first_on = dates[0] - np.timedelta64(today, "D") if len(dates) else None
    return Look(Cohort(_whole(entered), _whole(days), _whole(cause), window), today, first_on)


def date_of(day: int | None, first_on: np.datetime64 | None) -> str:
    """A calendar day as 2026-01-15; "day 90 of the trial" where dates are not known; empty for no day."""
    if day is None:
        return ""
    return f"day {day} of the trial" if first_on is None else str(first_on + np.timedelta64(day, "D"))


def _whole(values: ArrayLike) -> NDArray[np.int64]:
    return np.asarray(values, dtype=np.int64)
