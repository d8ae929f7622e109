"""A guideline at an earlier locked extract and now, and which counted events make the difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.stats.stopping.ledger import COMPETING, EVENT, Ledger, Line, ledger
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.status import Status

NEW, CHANGED, REMOVED = "new", "changed", "removed"


@dataclass(frozen=True)
class Change:
    """A counted event that is new, changed (its date, or to or from a competing event) or removed since then.

    `was` and `is_` say what is counted of the participant, with its date; empty where nothing is.
    """

    participant: str
    kind: str
    was: str
    is_: str


@dataclass(frozen=True, eq=False)
class Since:
    """The status `then` (None where nobody is in an earlier extract) and `now`, and the changes by participant."""

    then: Status | None
    now: Status
    changes: tuple[Change, ...]

    def many(self, kind: str) -> int:
        """How many changes are of a kind."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def text(self) -> str:
        """Neutral: the status then and now, and the number of counted events new, changed and removed."""
        if self.then is None:
            return f"Nobody in an earlier extract to compare with. Now: {_said(self.now)}."
        counts = ", ".join(f"{self.many(kind)} {kind}" for kind in (NEW, CHANGED, REMOVED))
        return f"At the earlier extract: {_said(self.then)}. Now: {_said(self.now)}. Counted events since: {counts}."

    def table(self) -> pd.DataFrame:
        """One row per change."""
        return pd.DataFrame(
            {
                "Participant": [change.participant for change in self.changes],
                "Counted event": [change.kind for change in self.changes],
                "At the earlier extract": [change.was for change in self.changes],
                "Now": [change.is_ for change in self.changes],
            }
        )

    def statuses(self) -> pd.DataFrame:
        """One row each for then and now, as `Status.table` has them."""
        both = {"At the earlier extract": self.then, "Now": self.now}
        tables = [status.table().assign(Extract=name) for name, status in both.items() if status]
        return pd.concat(tables, ignore_index=True).set_index("Extract").reset_index()


def since(
    participant: ArrayLike,
    then_entered: ArrayLike,
    then_days: ArrayLike,
    then_cause: ArrayLike,
    then_cut: ArrayLike,
    now_entered: ArrayLike,
    now_days: ArrayLike,
    now_cause: ArrayLike,
    now_cut: ArrayLike,
    then_cut_on: ArrayLike = (),
    now_cut_on: ArrayLike = (),
    *,
    rule: Rule,
    window: int,
    counting: str = "tite",
) -> Since:
    """Compare a guideline in two extracts, one row per participant of either.

    Columns as `monitor` takes them, of the earlier extract and of the present one, missing (NaN, NA, NaT) where a
    participant is not in it. Where both have dates, an event's date is compared; else its calendar day.
    Raises ChoiceError as `monitor` does.
    """
    names = np.asarray(participant, dtype=object)
    then = _present(names, then_entered, then_days, then_cause, then_cut, then_cut_on)
    now = _present(names, now_entered, now_days, now_cause, now_cut, now_cut_on)
    before = monitor(**then.columns, rule=rule, window=window, counting=counting) if len(then.names) else None
    status = monitor(**now.columns, rule=rule, window=window, counting=counting)
    books = [ledger(one.names, **one.columns, window=window, counting=counting, settled=True) for one in (then, now)]
    return Since(before, status, tuple(_changes(*books)))


@dataclass(frozen=True, eq=False)
class _Extract:
    """The participants of one extract and their columns."""

    names: NDArray[np.object_]
    columns: dict[str, Any]


def _present(
    names: NDArray[np.object_], entered: ArrayLike, days: ArrayLike, cause: ArrayLike, cut: ArrayLike, cut_on: ArrayLike
) -> _Extract:
    """Only the rows that an extract has; its dates where it has them."""
    here = ~pd.isna(np.asarray(entered, dtype=object))
    named = {"entered": entered, "days": days, "cause": cause, "cut": cut}
    whole = {name: np.asarray(column, dtype=object)[here].astype(np.int64) for name, column in named.items()}
    dates = pd.to_datetime(np.asarray(cut_on, dtype=object)).to_numpy().astype("datetime64[D]")
    return _Extract(names[here], whole | {"cut_on": dates[here] if len(dates) else dates})


def _changes(then: Ledger, now: Ledger) -> Iterator[Change]:
    """By identifier; competing events matter only where an event became one, or one became an event."""
    before, after = (
        {line.participant: line for line in book.lines if line.counted in (EVENT, COMPETING)} for book in (then, now)
    )
    dated = then.first_on is not None and now.first_on is not None
    for name in sorted(before.keys() | after.keys()):
        was, is_ = before.get(name), after.get(name)
        if not any(line and line.is_event for line in (was, is_)):
            continue
        said = _words(was, then if dated else None), _words(is_, now if dated else None)
        if said[0] != said[1]:
            yield Change(name, NEW if was is None else REMOVED if is_ is None else CHANGED, *said)


def _words(line: Line | None, book: Ledger | None) -> str:
    """What is counted and when: the date in the ledger's calendar, or the day of the trial; empty for nothing."""
    if line is None:
        return ""
    return f"{line.counted}, {book.date(line.happened) if book else f'day {line.happened} of the trial'}"


def _said(status: Status) -> str:
    """ "not met, 3 events among 36.4 evaluable, 1–2 further events away"; where met, since when and its position."""
    if status.met:
        return f"met on {status.met_day}, {status.position}, {status.count.tally}"
    lead = f"{status.word}, {status.count.tally}"
    if status.further is None:
        return f"{lead}, events in all {status.pending} pending would not meet it" if status.pending else lead
    return f"{lead}, {status.further} further {'event' if status.further.most == 1 else 'events'} away"
