"""How participants and events are counted towards a guideline at a calendar day.

Three countings exist: two count participants, one counts exposure. Counting a participant with an event at once
and the others only after their window (early counting) inflates the type I error two- to sixfold and is therefore
not among them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cohort:
    """One arm's participants: day of entry (calendar), follow-up or time of event from entry, and cause.

    Arrays of one shape; the sums are over a single row of participants. `cause` is 0 for follow-up that ended without
    event, 1 for the guideline's event, above 1 for a competing one. The `window` includes its last day. Whole days
    throughout.
    """

    entered: Ints
    days: Ints
    cause: Ints
    window: int

    @property
    def settled(self) -> Bools:
        """An event or a competing event within the window."""
        return (self.cause > 0) & (self.days <= self.window)

    @property
    def failed(self) -> Bools:
        """The guideline's event within the window."""
        return self.settled & np.equal(self.cause, 1)

    def present(self, day: int) -> Bools:
        """Entered by that calendar day."""
        return self.entered <= day

    def only(self, those: Bools | Ints) -> "Cohort":
        """Some of the participants; by their places, in that order."""
        return Cohort(self.entered[those], self.days[those], self.cause[those], self.window)

    def known(self, day: int) -> "Cohort":
        """What is known at a calendar day: what happens later is follow-up that has not ended yet."""
        seen = self.settled & (day - self.entered >= self.days)
        return Cohort(
            self.entered, np.where(seen, self.days, self.at_risk(day)), np.where(seen, self.cause, 0), self.window
        )

    def pending(self, day: int) -> Bools:
        """Entered by that calendar day, without event, competing event or complete follow-up."""
        return (self.followed(day) < self.window) & self.present(day)

    def at_risk(self, day: int) -> Ints:
        """Days of each participant's window followed without event, 0 to `window`, at a calendar day.

        Follow-up counts up to the calendar day, an event or competing event, or the last assessment, where it stays
        for those who are lost.
        """
        return np.clip(np.minimum(self.days, day - self.entered), 0, self.window)

    def followed(self, day: int) -> Ints:
        """Days counted of each participant's window, 0 to `window`, at a calendar day.

        As `at_risk`, but an event or competing event completes the window from its date on.
        """
        return np.where(self.settled & (day - self.entered >= self.days), self.window, self.at_risk(day))

    def days_at_risk(self, day: Ints) -> Ints:
        """The sum of `at_risk` over all participants, at each of several calendar days.

        A participant adds a day for each day from entry to the end of follow-up: two running sums over calendar
        days, however many participants.
        """
        return _since(day, self.entered) - _since(day, self.entered + np.clip(self.days, 0, self.window))

    def person_days(self, day: Ints) -> Ints:
        """The sum of `followed` over all participants, at each of several calendar days."""
        lacking = (self.window - np.clip(self.days, 0, self.window))[self.settled]
        return self.days_at_risk(day) + _up_to(day, (self.entered + self.days)[self.settled], lacking)

    def failures(self, day: Ints) -> Ints:
        """Number of the guideline's events that had happened by each calendar day."""
        return _up_to(day, (self.entered + self.days)[self.failed])

    def closed(self, day: Ints) -> tuple[Ints, Ints]:
        """Number of those whose window has elapsed with the outcome known by each calendar day; events among them.

        A participant lost before the end of the window without event or competing event is never closed.
        """
        known = self.settled | (self.days >= self.window)
        ends = self.entered + self.window
        return _up_to(day, ends[known]), _up_to(day, ends[self.failed])


@dataclass(frozen=True, eq=False)
class Counted:
    """At each of several calendar days the cumulative `events`, and the evaluable (or exposure) times the window."""

    day: Ints
    events: Ints
    person_days: Ints


def tite(cohort: Cohort, cut: int) -> Counted:
    """Time-to-event weights, at each event and at the cut: event or competing event 1, else follow-up / window."""
    day = _until(cut, (cohort.entered + cohort.days)[cohort.failed])
    return Counted(day, cohort.failures(day), cohort.person_days(day))


def complete_window(cohort: Cohort, cut: int) -> Counted:
    """Those whose window has elapsed with known outcome, each as 1; at each event among them and at the cut."""
    day = _until(cut, (cohort.entered + cohort.window)[cohort.failed])
    closed, failed = cohort.closed(day)
    return Counted(day, failed, closed * cohort.window)


def exposure(cohort: Cohort, cut: int) -> Counted:
    """Days at risk within the window, nobody's filled up, at each event and at the cut."""
    day = _until(cut, (cohort.entered + cohort.days)[cohort.failed])
    return Counted(day, cohort.failures(day), cohort.days_at_risk(day))


COUNTINGS: dict[str, Callable[[Cohort, int], Counted]] = {
    "tite": tite,
    "complete_window": complete_window,
    "exposure": exposure,
}
"""The countings a trial definition may name."""

COUNTS = {"tite": "participants", "complete_window": "participants", "exposure": "exposure"}
"""What a rule must count to be monitored with each counting."""

TITLES = {"tite": "time-to-event weights", "complete_window": "complete window", "exposure": "exposure"}
"""What each counting is called within a sentence."""


def possible(counts: str) -> tuple[str, ...]:
    """The countings for a rule that counts "participants" or "exposure"."""
    return tuple(name for name in COUNTINGS if COUNTS[name] == counts)


def counted_days(cohort: Cohort, day: int, counting: str) -> Ints:
    """The days each participant adds to the count at a calendar day; they sum to its `Counted.person_days`."""
    if counting == "exposure":
        return cohort.at_risk(day)
    followed = cohort.followed(day)
    if counting == "tite":
        return followed
    closed = (followed >= cohort.window) & (day - cohort.entered >= cohort.window)
    return np.where(closed, cohort.window, 0)


def meets(events: Ints, person_days: Ints, furthest: NDArray[Any], window: int) -> Bools:
    """Whether events meet the guideline among person_days / window; exact where the rule counts participants.

    `furthest` is a rule's `reach`: for k = 0, 1, … events the largest amount at which they meet it, 0 for none.
    """
    most = furthest[events]
    met: Bools = (most > 0) & (person_days <= most * window)
    return met


def _until(cut: int, days: Ints) -> Ints:
    """The distinct days up to the cut in calendar order, and the cut itself once more at the end."""
    return np.append(np.unique(days[days <= cut]), cut)


def _up_to(day: Ints, happened: Ints, amount: Ints | None = None) -> Ints:
    """How many had `happened` by each day, or the sum of their amounts."""
    order = np.argsort(happened)
    by = np.searchsorted(happened[order], day, side="right")
    return by if amount is None else np.append(0, np.cumsum(amount[order]))[by]


def _since(day: Ints, start: Ints) -> Ints:
    """At each day the days gone by since every start that came before, summed."""
    return day * _up_to(day, start) - _up_to(day, start, start)
