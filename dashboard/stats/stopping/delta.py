"""How a rule of the Wang–Tsiatis family divides its error between early and late."""

from dataclasses import dataclass

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.rule import Rule


@dataclass(frozen=True)
class WithDelta(Rule):
    """What the Wang–Tsiatis rules share, whatever they count; stands before their model among the bases.

    `delta` from 0 (O'Brien–Fleming: strict early) to 1/2 (the same normal score throughout).
    Raises ChoiceError for a delta outside 0 to 1/2.
    """

    delta: float = 0.25

    def __post_init__(self) -> None:
        if not 0 <= self.delta <= 0.5:
            raise ChoiceError(f"delta = {self.delta:g} is not possible: give a number from 0 to 0.5.")
        super().__post_init__()

    @property
    def words(self) -> str:
        """The family and its delta."""
        return f"{self.family} (delta {self.delta:g})"
