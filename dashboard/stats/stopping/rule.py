"""What every stopping rule shares, whatever it counts.

A family of rules is one file in `rules/`, found by its name, with one frozen dataclass that inherits `BinaryRule`
(events among participants, binary.py) or `ExposureRule` (events in exposure, exposure.py). It gives its `family` and
`statistic`; its own parameters are fields with defaults, checked in `__post_init__` before `super().__post_init__()`,
and stand in `words`. The docstring's last paragraph names the papers::

    @dataclass(frozen=True)
    class OBrienFleming(BinaryRule):
        family: ClassVar[str] = "O'Brien–Fleming rule"

        def statistic(self, events: ArrayLike, n: ArrayLike, /) -> Floats:
            ...

What a family shares with its twin stands in a base of its own (prior.py, delta.py). The boundary, its calibration to
the wanted error, exact operating characteristics, monitoring and charts follow.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.operating import Characteristics

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST = 2000
"""Largest planned number: a boundary takes time and memory with its square, at 2,000 two seconds and 300 MB."""


@dataclass(frozen=True)
class Rule(ABC):
    """A one-sided rule: events that meet a guideline among an amount of participants or of exposure.

    `p0` is the acceptable rate within the window, `p1` the rate it should find, `alpha` the wanted type I error at
    p0, `planned` the largest number of participants, at most `MOST`. The amount is a whole number of participants
    where the rule `counts` participants; where it counts exposure it is person-time in units of the window, one
    participant followed through the whole window being 1. Raises ChoiceError for parameters that make no rule.
    """

    family: ClassVar[str]
    """What the family is called within a sentence."""

    counts: ClassVar[Literal["participants", "exposure"]]
    """What events are held against."""

    twin: ClassVar[str]
    """The name of the same family, or of the nearest, that counts the other amount."""

    calibrated: ClassVar[bool] = True
    """Whether the boundary is chosen to hold alpha; if not, the type I error is what the rule's parameters make it."""

    p0: float
    p1: float
    alpha: float
    planned: int

    def __post_init__(self) -> None:
        for name in ("p0", "p1", "alpha"):
            _check_share(name, getattr(self, name))
        if self.p1 <= self.p0:
            raise ChoiceError(f"p1 = {self.p1:g} is not possible: give a rate above p0 = {self.p0:g} and below 1.")
        if not 1 <= self.planned <= MOST:
            raise ChoiceError(f"planned = {self.planned} is not possible: give 1 to {MOST:,} participants.")

    @property
    def words(self) -> str:
        """The rule's name within a sentence: its family, and any parameter of its own."""
        return self.family

    @property
    @abstractmethod
    def constant(self) -> float:
        """The guideline is met where the statistic reaches this."""

    @abstractmethod
    def statistic(self, events: ArrayLike, amount: ArrayLike, /) -> Floats:
        """The number held against the constant; events and amount are broadcast."""

    @abstractmethod
    def boundary(self, amount: ArrayLike, /) -> Ints:
        """Smallest number of events, at least 1, that meets the guideline at each amount."""

    @abstractmethod
    def furthest(self, participants: int) -> NDArray[Any]:
        """For k = 0, 1, … events the largest amount at which they meet the guideline, 0 where they never do.

        Reaches to as many events as `participants` can have, `planned` at least; without a plan's end: the
        constant is kept, so that the rule never falls silent, but its stated error does not hold there.
        """

    @abstractmethod
    def steps(self) -> Iterator[tuple[float, float, int]]:
        """The boundary table as planned: from, to and the number of events that meet the guideline there."""

    @abstractmethod
    def operate(self, rates: tuple[float, ...]) -> Characteristics:
        """Exact operating characteristics at the true rates."""

    def characteristics(self, *rates: float) -> Characteristics:
        """Exact operating characteristics at the given true rates; at p0 and p1 when none is given.

        Raises ChoiceError for a rate that is not between 0 and 1.
        """
        for rate in rates:
            _check_share("rate", rate)
        return _characteristics(self, rates or (self.p0, self.p1))


@lru_cache(maxsize=256)
def _characteristics(rule: Rule, rates: tuple[float, ...]) -> Characteristics:
    return rule.operate(rates)


def _check_share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ChoiceError(f"{name} = {value:g} is not possible: give a number above 0 and below 1.")
