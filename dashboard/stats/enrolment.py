"""Enrolment: participants randomised by month, against the plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Accrual:
    """Cumulative participants at the end of each month.

    `months` are first days of months (datetime64), `randomised` and `expected` cumulative counts, one per month;
    `expected` is 0 before the plan begins and stays at its last value after the plan ends. `planned` is the
    trial's size.
    """

    months: Array
    randomised: Array
    expected: Array
    planned: int

    @property
    def total(self) -> int:
        """Participants randomised so far."""
        return int(self.randomised[-1]) if len(self.randomised) else 0

    @property
    def expected_now(self) -> int:
        """Participants the plan has at the end of the last month shown."""
        return int(self.expected[-1]) if len(self.expected) else 0

    def table(self) -> pd.DataFrame:
        """One row per month: randomised in it, so far, and planned by then."""
        return pd.DataFrame(
            {
                "Month": pd.to_datetime(self.months).strftime("%b %Y"),
                "Randomised in month": np.diff(self.randomised, prepend=0),
                "Randomised so far": self.randomised,
                "Planned by then": self.expected,
                "Planned in all": self.planned,
            }
        )


def against_plan(
    month: Array, randomised: Array, *, plan: tuple[int, ...], planned: int, start: date | None = None
) -> Accrual:
    """Cumulative enrolment beside the plan.

    `month` and `randomised` hold every month in order, zeros included; `plan[k]` is the cumulative number planned
    at the end of month k+1, counted from the month of `start` (the first month given if there is none).
    """
    months = np.asarray(month, dtype="datetime64[M]")
    first = np.datetime64(start, "M") if start else months[:1]
    passed = np.clip((months - first).astype(int) + 1, 0, len(plan))
    return Accrual(
        months=np.asarray(month),
        randomised=np.cumsum(np.asarray(randomised, dtype=int)),
        expected=np.asarray((0, *plan), dtype=int)[passed],
        planned=planned,
    )


@dataclass(frozen=True)
class SiteAccrual:
    """Participants randomised per site and month: `counts[i, j]` at site i in month j; `opened` may hold NaT."""

    sites: tuple[str, ...]
    opened: Array
    months: Array
    counts: Array

    def table(self) -> pd.DataFrame:
        """One row per site: when it was opened, its total, and each month; a last row for all sites."""
        months = list(pd.to_datetime(self.months).strftime("%b %Y"))
        rows = pd.DataFrame(self.counts, columns=months, index=range(len(self.sites)))
        rows.insert(0, "Site", self.sites)
        rows.insert(1, "Opened", [_day(day) for day in self.opened])
        rows.insert(2, "Randomised", self.counts.sum(axis=1))
        everyone = {"Site": "All sites", "Opened": "", "Randomised": int(self.counts.sum())}
        everyone |= {month: int(n) for month, n in zip(months, self.counts.sum(axis=0), strict=True)}
        return pd.concat([rows, pd.DataFrame([everyone])], ignore_index=True)


def by_site(site: Array, activated_on: Array, month: Array, randomised: Array) -> SiteAccrual:
    """Enrolment by site and month from one row per site and month."""
    sites, rows = np.unique(np.asarray(site, dtype=str), return_inverse=True)
    months, columns = np.unique(np.asarray(month, dtype="datetime64[D]"), return_inverse=True)
    counts = np.zeros((len(sites), len(months)), dtype=int)
    np.add.at(counts, (rows, columns), np.asarray(randomised, dtype=int))
    opened = np.full(len(sites), np.datetime64("NaT", "D"))
    opened[rows] = np.asarray(activated_on, dtype="datetime64[D]")
    return SiteAccrual(tuple(str(name) for name in sites), opened, months, counts)


def _day(day: Any) -> str:
    return "" if np.isnat(day) else f"{pd.Timestamp(day):%d %b %Y}".lstrip("0")


@dataclass(frozen=True)
class Screening:
    """Candidates screened by outcome and reason, one entry each."""

    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]
    candidates: Array

    @property
    def total(self) -> int:
        """Candidates screened."""
        return int(self.candidates.sum())

    def of(self, outcome: str) -> int:
        """Candidates with that outcome."""
        return int(sum(n for name, n in zip(self.outcomes, self.candidates, strict=True) if name == outcome))

    def table(self) -> pd.DataFrame:
        """One row per outcome and reason."""
        return pd.DataFrame({"Outcome": self.outcomes, "Reason": self.reasons, "Candidates": self.candidates})


def screening(outcome: Array, reason: Array, candidates: Array) -> Screening:
    """The screening log, counted."""
    reasons = tuple("" if value is None or value != value else str(value) for value in reason)
    return Screening(tuple(str(value) for value in outcome), reasons, np.asarray(candidates, dtype=int))


@dataclass(frozen=True)
class Since:
    """A count now and at the previous extract, by arm; `compared` is False where there is no previous extract."""

    arms: tuple[str, ...]
    now: Array
    before: Array
    compared: bool = True

    def table(self) -> pd.DataFrame:
        """One row per arm."""
        return pd.DataFrame(
            {
                "Arm": self.arms,
                "Now": self.now,
                "Previous extract": _where(self.compared, self.before),
                "New": _where(self.compared, self.now - self.before),
            }
        )


def since(arm: pd.Categorical, now: Array, before: Array, compared: ArrayLike = True) -> Since:
    """Counts beside those of the previous extract."""
    arms = tuple(str(name) for name in arm)
    return Since(arms, np.asarray(now, dtype=int), np.asarray(before, dtype=int), bool(np.all(compared)))


def _where(known: bool, counts: Array) -> Array:
    return counts if known else np.full(len(counts), np.nan)
