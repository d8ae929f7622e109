"""The trial's calendar: whole days from the start of accrual, and the days on which data are pulled."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.float64]
"""Whole days as floats, so that infinity can say "never"."""
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]

START = date(2024, 1, 15)
EARLY = date(2024, 9, 15)
"""For scenario E: ten participants, nothing happened yet."""
MONTH_18 = date(2025, 7, 15)
MONTH_24 = date(2026, 1, 15)
MONTH = 30.4375


def day(on: date) -> int:
    """Calendar days from the start of accrual to a date."""
    return (on - START).days


def dates(days: Days) -> NDArray[np.datetime64]:
    """Calendar days as dates; what is not finite becomes NaT."""
    known = np.isfinite(days)
    whole = np.where(known, days, 0).astype("int64")
    found = np.datetime64(START, "D") + whole.astype("timedelta64[D]")
    return np.where(known, found, np.datetime64("NaT", "D")).astype("datetime64[s]")


@dataclass(frozen=True)
class Pull:
    """A snapshot: what happened by `cut_off` and was entered by `pulled_on` (calendar days)."""

    cut_off: float
    pulled_on: float

    def knows(self, happened: Days, lag: Days | float) -> Flags:
        """Which of the events at calendar days `happened`, entered `lag` days later, are in the data."""
        known: Flags = (happened <= self.cut_off) & (happened + lag <= self.pulled_on)
        return known


def pull(cut_off: date, pulled_on: date | None = None) -> Pull:
    """The snapshot at a cut-off; without another date the data are pulled on that day."""
    return Pull(day(cut_off), day(pulled_on or cut_off))
