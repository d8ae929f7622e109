"""What every rule on a binary endpoint shares: looks, calibration and boundary."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import operating
from dashboard.stats.stopping.rule import Floats, Ints, Rule

_TIE = 1e-9  # statistics closer than this (relative above 1) are the same number up to rounding


@dataclass(frozen=True)
class BinaryRule(Rule):
    """A rule on events among participants who count in full.

    `looks` are the numbers of evaluable participants after which one looks (empty: after each). A family's
    `statistic(events, n)` must not fall with more events and not rise with more participants; where a further
    condition of the family fails, it is minus infinity. Raises ChoiceError for looks that are not possible and
    for an alpha that no boundary attains.
    """

    counts: ClassVar[Literal["participants", "exposure"]] = "participants"
    twin: ClassVar[str] = "poisson_sprt"

    looks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.looks and not _rising_to(self.planned, self.looks):
            raise ChoiceError(
                f"looks = {self.looks} is not possible: give rising whole numbers from 1 on, "
                f"the last one equal to planned = {self.planned}."
            )
        if not self.looks:
            object.__setattr__(self, "looks", tuple(range(1, self.planned + 1)))
        _ = self.constant  # a rule that cannot be calibrated is not made

    @abstractmethod
    def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
        """The number held against the constant; events and n are broadcast."""

    @cached_property
    def constant(self) -> float:
        """The guideline is met where the statistic reaches this; ChoiceError if alpha is unattainable."""
        return _calibrated(self)

    def boundary(self, n: ArrayLike) -> Ints:
        """Smallest number of events, at least 1, that meets the guideline among n participants; n + 1 if none.

        Between looks no number of events meets it. Above `planned` the constant is kept for every n: the
        type I error stated for the rule does not hold there, but a rule that fell silent would be worse.
        """
        size = np.asarray(n, dtype=np.int64)
        asked = np.isin(size, self.looks) | (size > self.planned)
        return np.where(asked, _smallest(self, size, self.constant), size + 1)

    def furthest(self, participants: int) -> Ints:
        """For k = 0, 1, … events the largest whole number of participants among whom they meet the guideline."""
        n = np.arange(1, max(self.planned, participants) + 1)
        needed = self.boundary(n)
        possible = needed <= n
        furthest = np.zeros(len(n) + 1, dtype=np.int64)
        np.maximum.at(furthest, needed[possible], n[possible])
        return np.maximum.accumulate(furthest)

    def steps(self) -> Iterator[tuple[int, int, int]]:
        """Runs of looks with the same number of events; looks that nothing can meet are left out."""
        needed = zip(self.looks, self.boundary(self.looks).tolist(), strict=True)
        possible = ((n, events) for n, events in needed if events <= n)
        for events, run in groupby(possible, key=lambda look: look[1]):
            sizes = [n for n, _ in run]
            yield sizes[0], sizes[-1], events

    def operate(self, rates: tuple[float, ...]) -> operating.AtLooks:
        """Exact operating characteristics at the true rates, looking at `looks`."""
        return operating.characteristics(self.looks, self.boundary(self.looks), rates)


def _smallest(rule: BinaryRule, n: Ints, constant: float) -> Ints:
    """Smallest y in 1..n with statistic(y, n) >= constant, n + 1 where there is none.

    The statistic does not fall with more events, so halving finds it, for thousands of n at once.
    """
    size = np.maximum(n, 1)
    low, high = np.ones_like(n), n + 1
    while np.any(low < high):
        middle = (low + high) // 2
        reached = rule.statistic(np.minimum(middle, size), size) >= constant - _tolerance(constant)
        high = np.where((low < high) & reached, middle, high)
        low = np.where((low < high) & ~reached, middle + 1, low)
    return high


def _tolerance(constant: float) -> float:
    return _TIE * max(1.0, abs(constant))


@lru_cache(maxsize=256)
def _calibrated(rule: BinaryRule) -> float:
    """The smallest constant whose exact type I error over the looks is at most alpha.

    Only values that the statistic takes at a look can matter, so the search is over that finite set; values
    equal up to rounding are one candidate, and when it is too much with all of them the next one is taken.
    """
    looks = np.asarray(rule.looks)
    events, size = np.meshgrid(np.arange(1, rule.planned + 1), looks)
    possible = events <= size
    taken = np.sort(rule.statistic(events[possible], size[possible]))
    taken = taken[np.isfinite(taken)]
    distinct = np.diff(taken, prepend=-np.inf) > _TIE * np.maximum(1.0, np.abs(taken))
    candidates = taken[distinct]
    if not len(candidates):
        raise ChoiceError(
            f"No number of events among up to {rule.planned} participants meets this rule, whatever its type I error. "
            "Plan more participants, or loosen its further condition."
        )

    def error(constant: float) -> float:
        return operating.probability(looks, _smallest(rule, looks, constant), rule.p0)

    low, high = 0, len(candidates) - 1
    if (least := error(float(candidates[high]))) > rule.alpha:
        raise ChoiceError(
            f"No boundary up to {rule.planned} participants has a type I error of {rule.alpha:g} or less: "
            f"the smallest attainable is {least:.3g}. Raise alpha to that, or plan more participants."
        )
    while low < high:
        middle = (low + high) // 2
        if error(float(candidates[middle])) <= rule.alpha:
            high = middle
        else:
            low = middle + 1
    return float(candidates[low])


def _rising_to(planned: int, looks: tuple[int, ...]) -> bool:
    return looks[0] >= 1 and looks[-1] == planned and all(a < b for a, b in pairwise(looks))
