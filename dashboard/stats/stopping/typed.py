"""What a guideline would say with events that are reported but not in the extract: supposed, never merged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from dashboard.errors import ChoiceError
from dashboard.stats.arms import ByArm, Result

Array = np.ndarray[Any, np.dtype[Any]]

R = TypeVar("R", bound=Result)


@dataclass(frozen=True)
class Reported:
    """An event of the guideline: of whom, and when: a date, or the day after that participant's time zero."""

    participant: str
    on: int | date


@dataclass(frozen=True, eq=False)
class Supposed(ByArm[R]):
    """A result per arm with so many `events` typed in, and what the `extract` says without them."""

    extract: ByArm[R]
    events: int

    @property
    def mark(self) -> str:
        """ "With 1 event that is not in the extract"; empty where nothing is typed in."""
        return mark(self.events) if self.events else ""

    def table(self) -> pd.DataFrame:
        """The table of the extract; with events typed in every row says so."""
        table = super().table()
        if self.events:
            table.insert(0, "Data", self.mark)
        return table


def mark(events: int) -> str:
    """What stands beside every number that typed-in events changed."""
    return (
        "With 1 event that is not in the extract"
        if events == 1
        else f"With {events} events that are not in the extract"
    )


def what_if(stat: Callable[..., ByArm[R]], *, window: int) -> Callable[..., Supposed[R]]:
    """`stat` of the arms, with reported events in the place of what the extract says of their participants.

    The callable takes what `stat` takes (columns as those of `monitor`, perhaps with `earlier`), the column
    `participant`, and `reported`. An event may lie after the cut-off: then the look is on the day of the last one, in
    every arm, and everybody else's follow-up stays as documented. Rows of an `earlier` extract stay as they are.
    Raises ChoiceError for an event that cannot be added: of a participant who is not watched or is named twice,
    before time zero, after the window, or after an earlier event or competing event.
    """

    def supposed(
        arm: pd.Categorical, participant: Array, *, reported: Sequence[Reported] = (), **columns: Array
    ) -> Supposed[R]:
        extract = stat(arm, **columns)
        if not reported:
            return Supposed(extract.results, extract, 0)
        changed = stat(arm, **_supposed(np.asarray(participant, dtype=object), columns, window, reported))
        return Supposed(changed.results, extract, len(reported))

    return supposed


def _supposed(
    participant: Array, columns: Mapping[str, Array], window: int, reported: Sequence[Reported]
) -> dict[str, Array]:
    """The columns with the reported events in the place of their participants' rows."""
    present = ~np.asarray(columns.get("earlier", np.zeros(len(participant))), dtype=bool)
    rows = {str(participant[row]): int(row) for row in np.flatnonzero(present)}
    whose = [_row(rows, one.participant) for one in reported]
    if twice := next((one.participant for row, one in zip(whose, reported, strict=True) if whose.count(row) > 1), None):
        raise ChoiceError(f"Participant {twice} is typed in twice: give one event for each participant.")
    supposed = {name: np.array(column) for name, column in columns.items()}
    for row, one in zip(whose, reported, strict=True):
        supposed["days"][row] = _day(one, {name: column[row] for name, column in columns.items()}, window)
        supposed["cause"][row] = 1
    last = int((supposed["entered"] + supposed["days"])[whose].max())
    _look_later(supposed, present, max(last - int(supposed["cut"][whose[0]]), 0))
    return supposed


def _look_later(columns: dict[str, Array], present: Array, days: int) -> None:
    """Move the day of the look at the present extract, and its date, by some days."""
    columns["cut"] = columns["cut"] + np.where(present, days, 0)
    if "cut_on" in columns:
        columns["cut_on"] = columns["cut_on"].astype("datetime64[D]") + np.where(present, days, 0).astype(
            "timedelta64[D]"
        )


def _row(rows: dict[str, int], participant: str) -> int:
    if participant not in rows:
        raise ChoiceError(
            f"Participant {participant} is not watched by this guideline: give an identifier as the ledger shows it."
        )
    return rows[participant]


def _day(one: Reported, row: dict[str, Any], window: int) -> int:
    """The day of the event after the participant's time zero; ChoiceError for one that cannot be counted."""
    when = ""
    if isinstance(one.on, date):
        day = _days_after_entry(one.on, row, one.participant)
        when = f"{one.on}, "
    else:
        day = int(one.on)
    who = f"The event of participant {one.participant} on {when}day {day}"
    if day < 0:
        raise ChoiceError(f"{who} lies before time zero: give day 0 or later.")
    if day > window:
        raise ChoiceError(
            f"{who} lies after the window of {window} days and does not count: give day {window} at most."
        )
    known, before = int(row["cause"]), int(row["days"])
    if known == 1 and before <= day:
        raise ChoiceError(f"{who} cannot be added: the extract has one on day {before} already.")
    if known > 1 and before < day:
        raise ChoiceError(f"{who} cannot be added: the extract has a competing event before it, on day {before}.")
    return day


def _days_after_entry(on: date, row: dict[str, Any], participant: str) -> int:
    if "cut_on" not in row:
        raise ChoiceError(
            f"The date {on} of participant {participant} cannot be placed: this extract has no dates. Give the day "
            "after time zero."
        )
    after_cut = np.datetime64(on, "D") - np.datetime64(row["cut_on"], "D")
    return int(after_cut.astype(int)) + int(row["cut"]) - int(row["entered"])
