"""What a guideline would say with events that are reported but not in the extract: typed in, never merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.errors import ChoiceError
from dashboard.stats.arms import ByArm, arm_codes, by_arm, together
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.status import Status

Array = np.ndarray[Any, np.dtype[Any]]

MARK = "not in the extract"
"""What stands beside every number that typed-in events changed."""


@dataclass(frozen=True)
class Reported:
    """An event of the guideline: of whom, and when: a date, or the day after that participant's time zero."""

    participant: str
    on: int | date


@dataclass(frozen=True, eq=False)
class Typed:
    """An arm's status in the `extract` and `supposed` with the `events` typed in."""

    extract: Status
    supposed: Status
    events: int

    @property
    def text(self) -> str:
        """Both, in neutral words, and what is not in the extract."""
        if not self.events:
            return f"Nothing typed in. {self.extract.text}"
        many = "1 event" if self.events == 1 else f"{self.events} events"
        return f"With {many} {MARK}: {self.supposed.text} In the extract: {self.extract.text}"

    def table(self) -> pd.DataFrame:
        """One row for the extract, one with the events typed in."""
        table = pd.concat([self.extract.table(), self.supposed.table()], ignore_index=True)
        table.insert(0, "Data", ["extract", f"with {self.events} typed in, {MARK}"])
        return table


def what_if(
    arm: pd.Categorical,
    participant: Array,
    entered: Array,
    days: Array,
    cause: Array,
    cut: Array,
    cut_on: Array | None = None,
    *,
    rule: Rule,
    window: int,
    counting: str = "tite",
    pooled: bool = False,
    reported: Sequence[Reported] = (),
) -> ByArm[Typed]:
    """The status of each arm (of all together where `pooled`) with the reported events.

    Columns as `monitor` takes them, with arm and identifier. A reported event replaces its participant's row. It may
    lie after the cut-off: then the look is on the day of the last one, in every arm, and everybody else's follow-up
    stays as documented. Raises ChoiceError for an event that cannot be added: of a participant who is not watched
    or is named twice, before time zero, after the window, or after an earlier event or competing event.
    """
    columns = {"entered": entered, "days": days, "cause": cause, "cut": cut}
    columns |= {} if cut_on is None else {"cut_on": cut_on}
    supposed, whose = _supposed(np.asarray(participant, dtype=object), columns, window, reported)
    over_arms = together if pooled else by_arm
    settings = {"rule": rule, "window": window, "counting": counting}
    before, after = (over_arms(monitor)(arm, **given, **settings).results for given in (columns, supposed))
    codes = np.zeros(len(arm), dtype=int) if pooled else arm_codes(arm)
    many = np.bincount(codes[whose], minlength=len(before)).tolist()
    return ByArm({name: Typed(before[name], after[name], n) for name, n in zip(before, many, strict=True)})


def _supposed(
    participant: Array, columns: dict[str, Array], window: int, reported: Sequence[Reported]
) -> tuple[dict[str, Array], list[int]]:
    """The columns with the reported events in the place of their participants' rows, and which rows those are."""
    rows = {str(name): row for row, name in enumerate(participant)}
    whose = [_row(rows, one.participant) for one in reported]
    if twice := next((one.participant for row, one in zip(whose, reported, strict=True) if whose.count(row) > 1), None):
        raise ChoiceError(f"Participant {twice} is typed in twice: give one event for each participant.")
    supposed = {name: np.array(column) for name, column in columns.items()}
    for row, one in zip(whose, reported, strict=True):
        supposed["days"][row] = _day(one, {name: column[row] for name, column in columns.items()}, window)
        supposed["cause"][row] = 1
    if whose:
        later = int((supposed["entered"] + supposed["days"])[whose].max()) - int(supposed["cut"].max())
        _look_later(supposed, max(later, 0))
    return supposed, whose


def _look_later(columns: dict[str, Array], days: int) -> None:
    """Move the day of the look, and its date, by some days."""
    columns["cut"] = columns["cut"] + days
    if "cut_on" in columns:
        columns["cut_on"] = columns["cut_on"].astype("datetime64[D]") + np.timedelta64(days, "D")


def _row(rows: dict[str, int], participant: str) -> int:
    if participant not in rows:
        raise ChoiceError(
            f"Participant {participant} is not watched by this guideline: give an identifier as the ledger shows it."
        )
    return rows[participant]


def _day(one: Reported, row: dict[str, Any], window: int) -> int:
    """The day of the event after the participant's time zero; ChoiceError for one that cannot be counted."""
    day = _days_after_entry(one.on, row, one.participant) if isinstance(one.on, date) else int(one.on)
    who = f"The event of participant {one.participant} on day {day}"
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
