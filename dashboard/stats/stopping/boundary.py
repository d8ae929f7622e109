"""A rule's boundary as it is read: by ranges of participants or exposure, or by number of events."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from numpy.typing import NDArray

from dashboard.stats.stopping.rule import Rule


@dataclass(frozen=True)
class Range:
    """From `first` to `last` evaluable participants `events` events meet the guideline.

    Of exposure, in units of the window: above `first` and up to `last`.
    """

    first: float
    last: float
    events: int

    def __str__(self) -> str:
        """As in a protocol's table: "6–15: 3"; exposure to one decimal: "4.1–8.7: 3"."""
        size = f"{_shown(self.first)}–{_shown(self.last)}" if self.last > self.first else _shown(self.first)
        return f"{size}: {self.events}"


def ranges(rule: Rule) -> tuple[Range, ...]:
    """The boundary table of a rule up to its planned end."""
    return tuple(Range(*step) for step in rule.steps())


@lru_cache(maxsize=256)
def reach(rule: Rule, participants: int) -> NDArray[Any]:
    """For k = 0, 1, … events the largest amount at which k events meet the guideline, 0 where they never do.

    Whole participants, or exposure in units of the window, as the rule counts. Covers `planned` or
    `participants`, whichever is more. Kept for the next arm that asks, so the array cannot be written to.
    """
    furthest = rule.furthest(participants)
    furthest.flags.writeable = False
    return furthest


def _shown(amount: float) -> str:
    return f"{amount:.1f}" if isinstance(amount, float) else f"{amount}"
