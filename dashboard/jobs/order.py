"""What a job is to do: simulate designs, in plain values that a later version can still read."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.design import Design

FEWEST, MOST = 1000, 200_000
"""Draws at each true rate: with 200,000 the Monte Carlo error is at most 0.0011, and more would hold others up."""
COUNTINGS = ("tite", "complete_window")


@dataclass(frozen=True)
class Order:
    """Designs to simulate at their p0, p1 and the middle, `draws` each; raises ChoiceError for what is not possible.

    `counting` is for rules on participants; a rule on exposure is simulated as it counts. `typed` is the page's query
    string, so that a reader can go back to it.
    """

    designs: tuple[Design, ...]
    counting: str
    draws: int
    seed: int
    typed: str = ""

    def __post_init__(self) -> None:
        if not FEWEST <= self.draws <= MOST:
            raise ChoiceError(f"draws = {self.draws} is not possible: give a whole number from {FEWEST:,} to {MOST:,}.")
        if self.counting not in COUNTINGS:
            raise ChoiceError(f"Counting {self.counting!r} is not possible: choose one of {', '.join(COUNTINGS)}.")

    @property
    def runs(self) -> Iterator[tuple[Design, str, float]]:
        """Each simulation of the job: design, counting, true rate."""
        for design in self.designs:
            counting = "exposure" if design.rule.counts == "exposure" else self.counting
            for rate in (design.p0, (design.p0 + design.p1) / 2, design.p1):
                yield design, counting, rate

    @property
    def of(self) -> int:
        """Draws of the whole job."""
        return 3 * len(self.designs) * self.draws

    def plain(self) -> dict[str, Any]:
        """As it is queued."""
        return asdict(self)


def read(plain: Mapping[str, Any]) -> Order:
    """The order that was queued."""
    designs = tuple(Design(**{**design, "own": tuple(map(tuple, design["own"]))}) for design in plain["designs"])
    return Order(**{**plain, "designs": designs})
