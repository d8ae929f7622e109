"""All guidelines of a trial at once, in this extract and in the earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.stopping.board import Board, Entry, Watched, board

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class BoardSince:
    """The board `now`, and at the earlier extract (`then`; None without one)."""

    now: Board
    then: Board | None

    def before(self, entry: Entry) -> Entry | None:
        """The same guideline in the same arm at the earlier extract; None where it was not watched."""
        entries = self.then.entries if self.then else ()
        return next((then for then in entries if (then.name, then.arm) == (entry.name, entry.arm)), None)

    def table(self) -> pd.DataFrame:
        """The board's rows, with how far the boundary was at the earlier extract; nothing more of an unnamed one."""
        table = self.now.table()
        if self.then:
            before = [None if entry.unnamed else self.before(entry) for entry in self.now.entries]
            table["Earlier extract: events to boundary"] = [_distance(entry) for entry in before]
        return table


def board_since(
    guideline: Array,
    arm: pd.Categorical,
    earlier: Array,
    entered: Array,
    days: Array,
    cause: Array,
    cut: Array,
    cut_on: Array | None = None,
    *,
    watched: Mapping[str, Watched],
) -> BoardSince:
    """Both boards; columns as `board` takes them, of both extracts, `earlier` true on the rows of the earlier one."""
    columns: dict[str, Any] = {"guideline": guideline, "arm": arm, "entered": entered, "days": days}
    columns |= {"cause": cause, "cut": cut}
    columns |= {} if cut_on is None else {"cut_on": cut_on}
    before = np.asarray(earlier, dtype=bool)

    def of(those: Array) -> Board:
        return board(**{name: column[those] for name, column in columns.items()}, watched=watched)

    return BoardSince(of(~before), of(before) if before.any() else None)


def _distance(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return "none would do" if entry.status.further is None else str(entry.status.further)
