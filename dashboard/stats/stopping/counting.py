"""How participants and events are counted towards a guideline at a calendar day.

Two countings exist. Counting a participant with an event at once and the others only after their window
(early counting) inflates the type I error two- to sixfold and is therefore not among them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cohort:
    """One arm's participants: day of entry (calendar), follow-up or time of event from entry, and cause.

    `cause` is 0 for follow-up that ended without event, 1 for the guideline's event, above 1 for a competing
    one. The `window` includes its last day. Whole days throughout.
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

    def followed(self, day: ArrayLike) -> Ints:
        """Days counted of each participant's window, 0 to `window`, at each calendar day.

        An event or competing event completes the window from its date on. Without one, follow-up counts up to
        the calendar day or to the last assessment, where it stays for those who are lost.
        Shape: that of `day`, then participants.
        """
        elapsed = np.asarray(day)[..., None] - self.entered
        full = self.settled & (elapsed >= self.days)
        return np.where(full, self.window, np.clip(np.minimum(self.days, elapsed), 0, self.window))

    def failures(self, day: ArrayLike) -> Ints:
        """Number of the guideline's events that had happened by each calendar day."""
        happened = self.failed & (np.asarray(day)[..., None] >= self.entered + self.days)
        number: Ints = happened.sum(axis=-1)
        return number

    def closed(self, day: ArrayLike) -> Bools:
        """Whether the window has elapsed at each calendar day with the outcome known.

        A participant lost before the end of the window without event or competing event is never closed.
        Shape: that of `day`, then participants.
        """
        known = self.settled | (self.days >= self.window)
        return known & (np.asarray(day)[..., None] >= self.entered + self.window)


@dataclass(frozen=True, eq=False)
class Counted:
    """At each of several calendar days the cumulative `events`, and the evaluable times the window."""

    day: Ints
    events: Ints
    person_days: Ints


def tite(cohort: Cohort, cut: int) -> Counted:
    """Time-to-event weights, at each event and at the cut: event or competing event 1, else follow-up / window."""
    day = _until(cut, (cohort.entered + cohort.days)[cohort.failed])
    return Counted(day, cohort.failures(day), cohort.followed(day).sum(axis=-1))


def complete_window(cohort: Cohort, cut: int) -> Counted:
    """Those whose window has elapsed with known outcome, each as 1; at each event among them and at the cut."""
    day = _until(cut, (cohort.entered + cohort.window)[cohort.failed])
    closed = cohort.closed(day)
    return Counted(day, (closed & cohort.failed).sum(axis=-1), closed.sum(axis=-1) * cohort.window)


COUNTINGS: dict[str, Callable[[Cohort, int], Counted]] = {"tite": tite, "complete_window": complete_window}
"""The countings a trial definition may name."""


def _until(cut: int, days: Ints) -> Ints:
    """The distinct days up to the cut in calendar order, and the cut itself once more at the end."""
    return np.append(np.unique(days[days <= cut]), cut)
