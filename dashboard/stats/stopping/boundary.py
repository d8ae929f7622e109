"""A rule's boundary as it is read: by ranges of participants, or by number of events."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dashboard.stats.stopping.binary import BinaryRule

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Range:
    """Among `first` to `last` evaluable participants `events` events meet the guideline."""

    first: int
    last: int
    events: int

    def __str__(self) -> str:
        """As in a protocol's table: "6–15: 3"."""
        size = f"{self.first}–{self.last}" if self.last > self.first else f"{self.first}"
        return f"{size}: {self.events}"


def ranges(rule: BinaryRule) -> tuple[Range, ...]:
    """The boundary table of a rule over its looks; looks that nothing can meet are left out."""
    needed = zip(rule.looks, rule.boundary(rule.looks).tolist(), strict=True)
    possible = [(n, events) for n, events in needed if events <= n]
    grouped = [(events, [n for n, _ in rows]) for events, rows in groupby(possible, key=lambda row: row[1])]
    return tuple(Range(sizes[0], sizes[-1], events) for events, sizes in grouped)


def reach(rule: BinaryRule, participants: int) -> Ints:
    """For k = 0, 1, … events the largest whole number of participants among whom k events meet the guideline.

    0 where k events never meet it. Covers `planned` or `participants`, whichever is more.
    """
    n = np.arange(1, max(rule.planned, participants) + 1)
    needed = rule.boundary(n)
    possible = needed <= n
    furthest = np.zeros(len(n) + 1, dtype=np.int64)
    np.maximum.at(furthest, needed[possible], n[possible])
    return np.maximum.accumulate(furthest)
