"""Participant by participant: who counts towards a guideline, for how much, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.counting import COUNTINGS, counted_days
from dashboard.stats.stopping.look import Look, date_of, look

EVENT, COMPETING, COMPLETE = "event", "competing event", "complete"
PENDING, LOST, NOT_YET = "pending", "lost or not yet documented", "not evaluable yet"


@dataclass(frozen=True)
class Line:
    """One participant: how `counted` (EVENT to NOT_YET), the days counted and at risk of the window, and the reason.

    `entered` is the calendar day of time zero, `happened` that of a counted or waiting event or competing event.
    """

    participant: str
    counted: str
    days_counted: int
    days_at_risk: int
    entered: int
    happened: int | None
    reason: str

    @property
    def is_event(self) -> bool:
        """Whether it counts as an event of the guideline."""
        return self.counted == EVENT


@dataclass(frozen=True)
class Ledger:
    """Participants a guideline watches, by calendar day of entry; their sums are those of its `Status`.

    The sums are of all `participants`, of whom the lines may be the first so many: counted `events`, the `days_counted`
    of the weights, and who is `pending`, lost ones among them. `clause` is the passage of the protocol by which they
    count.
    """

    lines: tuple[Line, ...]
    window: int
    counting: str
    first_on: np.datetime64 | None
    participants: int
    events: int
    days_counted: int
    pending: int
    clause: str = ""

    @property
    def evaluable(self) -> float:
        """The sum of the weights: evaluable participants, or windows of follow-up."""
        return self.days_counted / self.window

    def date(self, day: int | None) -> str:
        """A calendar day as `date_of` writes it."""
        return date_of(day, self.first_on)

    def table(self) -> pd.DataFrame:
        """One row per participant."""
        lines = self.lines
        return pd.DataFrame(
            {
                "Participant": [line.participant for line in lines],
                "Entered": [self.date(line.entered) for line in lines],
                "Counted as": [line.counted for line in lines],
                "Counts as an event": ["yes" if line.is_event else "no" for line in lines],
                "Weight": [round(line.days_counted / self.window, 3) for line in lines],
                "Days counted": [line.days_counted for line in lines],
                "Days at risk": [line.days_at_risk for line in lines],
                "Window (days)": [self.window] * len(lines),
                "Event on": [self.date(line.happened) for line in lines],
                "Reason": [line.reason for line in lines],
                "Clause": [self.clause if line.days_counted or line.is_event else "" for line in lines],
            }
        )


def ledger(
    participant: ArrayLike,
    entered: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    cut: ArrayLike,
    cut_on: ArrayLike = (),
    *,
    window: int,
    counting: str = "tite",
    clause: str = "",
    most: int | None = None,
    settled: bool = False,
) -> Ledger:
    """How each participant counts at the cut-off; columns as `monitor` takes them, and each one's identifier.

    `clause` is the protocol's, to stand beside each participant that adds to the count. Of everybody there is a line,
    or of the first `most`; or of those alone who are `settled`, by an event or a competing event within the window.

    The data cannot tell who is lost from whose assessment is not yet entered: where the window is over and
    follow-up is incomplete, both are meant. With complete-window counting an event waits for the end of its window.
    Raises ChoiceError for a counting that does not exist.
    """
    if counting not in COUNTINGS:
        raise ChoiceError(f"Counting {counting!r} is not possible; choose one of {', '.join(COUNTINGS)}.")
    seen = look(entered, days, cause, cut, cut_on, window)
    names = [str(name) for name in np.asarray(participant, dtype=object)]
    entry = seen.cohort.entered.tolist()
    told = np.flatnonzero(seen.cohort.settled).tolist() if settled else range(len(names))
    first = sorted(told, key=lambda at: (entry[at], names[at]))[:most]
    shown = replace(seen, cohort=seen.cohort.only(np.array(first, dtype=np.int64)))
    lines = tuple(_lines([names[at] for at in first], shown, counting))
    return Ledger(
        lines,
        window,
        counting,
        seen.first_on,
        participants=len(names),
        events=_events(seen, counting),
        days_counted=int(counted_days(seen.cohort, seen.today, counting).sum()),
        pending=int(seen.cohort.pending(seen.today).sum()),
        clause=clause,
    )


def _events(seen: Look, counting: str) -> int:
    """Events that count: with complete-window counting only once the window is over."""
    cohort, today = seen.cohort, seen.today
    happened = cohort.failed & (today - cohort.entered >= cohort.days) & cohort.present(today)
    over = today - cohort.entered >= cohort.window
    return int((happened & over if counting == "complete_window" else happened).sum())


def _lines(names: list[str], seen: Look, counting: str) -> Iterator[Line]:
    cohort, today = seen.cohort, seen.today
    known = cohort.settled & (today - cohort.entered >= cohort.days)
    columns = (counted_days(cohort, today, counting), cohort.at_risk(today), cohort.entered, cohort.days, cohort.cause)
    for name, known_, *numbers in zip(names, known.tolist(), *(column.tolist() for column in columns), strict=True):
        counted, at_risk, entered, days, cause = numbers
        over = today - entered >= cohort.window
        state = _state(known_, cause, at_risk >= cohort.window, over, today >= entered, counting)
        ends = date_of(entered + cohort.window, seen.first_on)
        reason = _reason(state, days if known_ else at_risk, cohort.window, ends, known_ and cause, today >= entered)
        yield Line(name, state, counted, at_risk, entered, entered + days if known_ else None, reason)


def _state(known: bool, cause: int, complete: bool, over: bool, present: bool, counting: str) -> str:
    if not present or (known and counting == "complete_window" and not over):
        return NOT_YET
    if known:
        return EVENT if cause == 1 else COMPETING
    if complete:
        return COMPLETE
    return LOST if over else PENDING


def _reason(state: str, day: int, window: int, ends: str, cause: int, present: bool) -> str:
    """In words; `day` is that of the event, or the last one documented."""
    if not present:
        return "Enters after the cut-off."
    happened = "Event" if cause == 1 else "Competing event"
    return {
        EVENT: f"Event on day {day}, within the window of {window} days.",
        COMPETING: f"Competing event on day {day}: the event can no longer happen.",
        COMPLETE: f"Followed through day {window} without event.",
        PENDING: f"Documented to day {day} of {window} without event; the window ends on {ends}.",
        LOST: f"Documented to day {day} of {window} without event; the window ended on {ends}.",
        NOT_YET: f"{happened} on day {day}: counts when the window is over, on {ends}.",
    }[state]
