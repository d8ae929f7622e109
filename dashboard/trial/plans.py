"""The block of a group-sequential plan, as it stands in trial.toml."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from dashboard.trial.parts import Name, Part, Probability

Events = Annotated[int, Field(ge=1)]


class Plan(Part):
    """`[[plans]]`: when two arms are compared on the first event of an endpoint, and what then counts as enough.

    `looks` are the events planned at each analysis, both arms together; `analysed` those of the analyses already
    made, in order. `alpha` is one-sided and spent by the function `spending` (`parameter` where it has one).
    `hazard_ratio` is the effect planned for, experimental over control; `futility` spends the chance `beta` of
    missing it, not binding unless `binding`; empty: no futility. `spending` and `futility` are names in
    `dashboard/stats/sequential/spending.py`.
    """

    name: Name
    title: str
    endpoint: Name
    alpha: Probability
    looks: tuple[Events, ...] = Field(min_length=1)
    analysed: tuple[Events, ...] = ()
    spending: str = "obrien_fleming"
    parameter: float | None = None
    hazard_ratio: Probability
    futility: str = ""
    futility_parameter: float | None = None
    beta: Probability = 0.2
    binding: bool = False
    clause: str = ""

    @model_validator(mode="after")
    def _holds(self) -> Self:
        for key in ("looks", "analysed"):
            if any(later <= earlier for earlier, later in pairwise(getattr(self, key))):
                raise ValueError(f"{key}: give rising numbers of events, one for each analysis")
        if len(self.analysed) > len(self.looks):
            raise ValueError(f"analysed: {len(self.analysed)} analyses, {len(self.looks)} are planned")
        return self
