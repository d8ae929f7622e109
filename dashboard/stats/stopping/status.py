"""The status of a guideline in one arm, in numbers and in neutral words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.stopping.boundary import Range, ranges
from dashboard.stats.stopping.counting import TITLES
from dashboard.stats.stopping.look import date_of
from dashboard.stats.stopping.rule import Rule


@dataclass(frozen=True, eq=False)
class Count:
    """One counting at the cut-off, and its path: calendar day, evaluable and events at each counted event.

    Where exposure is counted, `evaluable` is person-time in units of the window.
    Events of the same day are one point of the path. `met_on` is the calendar day of the first point that
    meets the guideline, None if none does; `needed` the events that meet it at the present `evaluable`.
    """

    counting: str
    events: int
    evaluable: float
    path_day: NDArray[np.int64]
    path_evaluable: NDArray[np.float64]
    path_events: NDArray[np.int64]
    met_on: int | None
    now_above: bool
    needed: int | None

    @property
    def met(self) -> bool:
        """Met at any event of the path; stays so when later follow-up brings the count below the boundary."""
        return self.met_on is not None

    @property
    def tally(self) -> str:
        """ "3 events among 36.4 evaluable", or "3 events in 36.4 windows of follow-up"."""
        return tally(self.events, self.evaluable, self.counting)


@dataclass(frozen=True)
class Further:
    """Further events in pending participants that would meet the guideline now; 0 when it is reached.

    `fewest` when they happen in those with the most follow-up counted already, `most` in those with the least.
    """

    fewest: int
    most: int

    def __str__(self) -> str:
        """ "2", or "2–3" where it depends on who has them."""
        return f"{self.fewest}" if self.fewest == self.most else f"{self.fewest}–{self.most}"


@dataclass(frozen=True)
class Outlook:
    """What the guideline would say once the windows of all present participants are over: `met` by then or not."""

    met: bool
    events: int
    evaluable: float


@dataclass(frozen=True, eq=False)
class Status:
    """What a guideline says today.

    `first_on` is the date of the first randomisation, None where nobody is watched or it is not known.
    `pending` participants have neither event, competing event nor complete follow-up; for `elapsed` of them the
    window is over, so the rest of their follow-up is lost or not yet documented. `further` is None when events in
    all pending participants would not meet the guideline now; `if_all` supposes an event in each of them where their
    follow-up ends, `if_none` complete follow-up without one. Where complete-window counting leads, a pending
    participant's event is taken as counting in full, as it will once the window is over.
    """

    rule: Rule
    window: int
    counting: str
    first_on: np.datetime64 | None
    participants: int
    pending: int
    elapsed: int
    counts: Mapping[str, Count]
    further: Further | None
    if_all: Outlook
    if_none: Outlook

    @property
    def count(self) -> Count:
        """The leading counting."""
        return self.counts[self.counting]

    @property
    def complete_window(self) -> Count:
        """The complete-window count, whichever counting leads."""
        return self.counts["complete_window"]

    @property
    def met(self) -> bool:
        """Whether the leading counting meets or has met the guideline."""
        return self.count.met

    @property
    def met_date(self) -> str:
        """The date on which the leading counting met the guideline first, as 2026-01-15; empty if it did not."""
        return date_of(self.count.met_on, self.first_on)

    @property
    def met_day(self) -> str:
        """`met_date` in words: 15 Jan 2026."""
        date = self.met_date
        return f"{datetime.fromisoformat(date):%d %b %Y}".lstrip("0") if self.first_on is not None and date else date

    @property
    def word(self) -> str:
        """ "met" or "not met"."""
        return _met(self.met)

    @property
    def position(self) -> str:
        """ "now above" (at or beyond the boundary today) or "now below"."""
        return "now above" if self.count.now_above else "now below"

    @cached_property
    def boundary(self) -> tuple[Range, ...]:
        """The rule's boundary table."""
        return ranges(self.rule)

    @property
    def type_one(self) -> float:
        """Exact type I error of the rule at its looks: with complete windows, or of exposure in the Poisson model."""
        return float(self.rule.characteristics().probability[0])

    @property
    def power(self) -> float:
        """Exact chance that the rule is met at p1, counted likewise."""
        return float(self.rule.characteristics().probability[1])

    @property
    def beyond_plan(self) -> bool:
        """More evaluable than the boundary was planned for: it goes on, its stated error does not hold."""
        return self.count.evaluable > max((step.last for step in self.boundary), default=self.rule.planned)

    @property
    def text(self) -> str:
        """One neutral sentence: "Guideline not met: 3 events among 36.4 evaluable; met at 5."."""
        if not self.participants:
            return "Guideline not met: no evaluable participants yet."
        lead = f"Guideline {self.word}"
        if self.met:
            lead += f" on {self.met_day}, {self.position}"
        return f"{lead}: {self.count.tally}; {self.met_at}."

    @property
    def outlook(self) -> str:
        """One sentence: what it would be if all pending participants had the event, and if none had."""
        if not self.pending:
            return "Nobody is pending."
        who = "the pending participant has" if self.pending == 1 else f"all {self.pending} pending participants have"
        everyone, nobody = (
            f"{_met(one.met)}, {tally(one.events, one.evaluable, self.counting)}" for one in (self.if_all, self.if_none)
        )
        return f"If {who} the event: {everyone}. If none has: {nobody}."

    @property
    def met_at(self) -> str:
        """ "met at 5", the events that meet it among those evaluable now."""
        needed = self.count.needed
        return "no number of events meets it" if needed is None else f"met at {needed}"

    def table(self) -> pd.DataFrame:
        """One row, in words."""
        needed = self.count.needed
        return pd.DataFrame(
            {
                "Guideline": [self.word],
                "Met on": [self.met_date],
                "Position": [self.position],
                "Events": [self.count.events],
                "Evaluable": [round(self.count.evaluable, 1)],
                "Met at": ["no number" if needed is None else str(needed)],
                "Events to boundary": ["none would do" if self.further is None else str(self.further)],
                "If all pending have the event": [_met(self.if_all.met)],
                "If none has": [_met(self.if_none.met)],
                "Participants": [self.participants],
                "Pending": [self.pending],
                "of them past the window": [self.elapsed],
                "Counting": [TITLES[self.counting]],
                "Complete window: guideline": [_met(self.complete_window.met)],
                "Complete window: events": [self.complete_window.events],
                "Complete window: evaluable": [round(self.complete_window.evaluable)],
                "Boundary (evaluable: events)": [", ".join(map(str, self.boundary))],
                "Type I error": [round(self.type_one, 4)],
                "Power": [round(self.power, 4)],
            }
        )


def tally(events: int, amount: float, counting: str) -> str:
    """ "3 events among 36.4 evaluable"; of exposure "3 events in 36.4 windows of follow-up"."""
    happened = f"{events} {'event' if events == 1 else 'events'}"
    if counting == "exposure":
        return f"{happened} in {amount:.1f} windows of follow-up"
    return f"{happened} among {amount:.1f} evaluable"


def _met(met: bool) -> str:
    return "met" if met else "not met"
