"""The paths of many groups at once, and the day on which each first meets a guideline.

At a calendar day d the amount counted is d · rate + level: a participant who enters on day e adds (+1, -e), and
whose follow-up ends on day f adds (-1, +f), and at an event or competing event what the window still lacks.
Running sums over these changes, in calendar order, are the path; `monitor` says the same of one group.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.stats.stopping.counting import Cohort, meets

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Changes:
    """What changes a group's count, one group a row, in any order: the calendar day, and what it adds."""

    day: Ints
    rate: Ints
    level: Ints
    failed: Bools

    def sorted(self) -> "Changes":
        """In calendar order; on the same day the guideline's events come last."""
        order = np.argsort(2 * self.day + self.failed, axis=1)
        day, rate, level = (np.take_along_axis(a, order, axis=1) for a in (self.day, self.rate, self.level))
        return Changes(day, rate, level, np.take_along_axis(self.failed, order, axis=1))


def first_met(groups: Cohort, furthest: NDArray[np.int64], counting: str) -> Ints:
    """For each row of `groups` the calendar day of the first counted event that meets the guideline; -1 if none.

    `groups` has one group a row, everybody with the outcome as it will be known in the end; `furthest` is the
    rule's `reach`, at least as long as a row; `counting` a name in COUNTINGS.
    """
    changes = _CHANGES[counting](groups).sorted()
    amount = changes.day * np.cumsum(changes.rate, axis=1) + np.cumsum(changes.level, axis=1)
    events = np.cumsum(changes.failed, axis=1, dtype=np.int64)
    met = changes.failed & meets(events, amount, furthest, groups.window)
    met[:, :-1] &= changes.day[:, 1:] > changes.day[:, :-1]  # events of the same day are one point, the last
    first = np.argmax(met, axis=1)
    rows = np.arange(len(first))
    return np.where(met[rows, first], changes.day[rows, first], -1)


def _tite(groups: Cohort) -> Changes:
    follow_up = _exposure(groups)
    lacking = np.where(groups.settled, groups.window - groups.days, 0)
    level = follow_up.level + np.concatenate([np.zeros_like(lacking), lacking], axis=1)
    return Changes(follow_up.day, follow_up.rate, level, follow_up.failed)


def _exposure(groups: Cohort) -> Changes:
    ends = groups.entered + np.clip(groups.days, 0, groups.window)
    one = np.ones_like(ends)
    return Changes(
        day=np.concatenate([groups.entered, ends], axis=1),
        rate=np.concatenate([one, -one], axis=1),
        level=np.concatenate([-groups.entered, ends], axis=1),
        failed=np.concatenate([np.zeros(ends.shape, dtype=bool), groups.failed], axis=1),
    )


def _complete_window(groups: Cohort) -> Changes:
    known = groups.settled | (groups.days >= groups.window)
    return Changes(
        day=groups.entered + groups.window,
        rate=np.zeros_like(groups.entered),
        level=np.where(known, groups.window, 0),
        failed=groups.failed,
    )


_CHANGES = {"tite": _tite, "exposure": _exposure, "complete_window": _complete_window}
