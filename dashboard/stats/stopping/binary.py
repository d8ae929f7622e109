"""What every rule on a binary endpoint shares: its parameters, calibration and boundary.

A family of rules is one file in `rules/`: a frozen dataclass that inherits `BinaryRule` and adds its `family` and
`statistic(events, n)`, which must not fall with more events and not rise with more participants; where a further
condition of the family fails, it is minus infinity. Parameters of its own have defaults.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import operating

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TIE = 1e-9  # statistics closer than this (relative above 1) are the same number up to rounding


@dataclass(frozen=True)
class BinaryRule(ABC):
    """A one-sided rule on events among participants who count in full.

    `p0` is the acceptable rate, `p1` the rate it should find, `alpha` the wanted type I error at p0 over all
    looks, `planned` the largest number of participants, `looks` the numbers of evaluable participants after
    which one looks (empty: after each). Raises ChoiceError for parameters that make no rule.
    """

    family: ClassVar[str]
    """What the family is called within a sentence."""

    p0: float
    p1: float
    alpha: float
    planned: int
    looks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check(self)
        if not self.looks:
            object.__setattr__(self, "looks", tuple(range(1, self.planned + 1)))
        _ = self.constant  # a rule that cannot be calibrated is not made

    @property
    def words(self) -> str:
        """The rule's name within a sentence: its family, and any parameter of its own."""
        return self.family

    @abstractmethod
    def statistic(self, events: ArrayLike, n: ArrayLike) -> Floats:
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

    def characteristics(self, *rates: float) -> operating.Characteristics:
        """Exact operating characteristics at the given true rates; at p0 and p1 when none is given."""
        return _characteristics(self, rates or (self.p0, self.p1))


@lru_cache(maxsize=256)
def _characteristics(rule: BinaryRule, rates: tuple[float, ...]) -> operating.Characteristics:
    return operating.characteristics(rule.looks, rule.boundary(rule.looks), rates)


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


def _check(rule: BinaryRule) -> None:
    for name in ("p0", "p1", "alpha"):
        value = getattr(rule, name)
        if not 0 < value < 1:
            raise ChoiceError(f"{name} = {value:g} is not possible: give a number above 0 and below 1.")
    if rule.p1 <= rule.p0:
        raise ChoiceError(f"p1 = {rule.p1:g} is not possible: give a rate above p0 = {rule.p0:g} and below 1.")
    if rule.planned < 1:
        raise ChoiceError(f"planned = {rule.planned} is not possible: give at least 1 participant.")
    if rule.looks and not _rising_to(rule.planned, rule.looks):
        raise ChoiceError(
            f"looks = {rule.looks} is not possible: give rising whole numbers from 1 on, "
            f"the last one equal to planned = {rule.planned}."
        )


def _rising_to(planned: int, looks: tuple[int, ...]) -> bool:
    return looks[0] >= 1 and looks[-1] == planned and all(a < b for a, b in pairwise(looks))
