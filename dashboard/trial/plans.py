"""The block of a group-sequential plan, as it stands in trial.toml."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from dashboard.errors import ChoiceError
from dashboard.stats.sequential import plan as sequential
from dashboard.trial.parts import Name, Part, Probability

Events = Annotated[int, Field(ge=1)]


class Plan(Part):
    """`[[plans]]`: when two arms are compared on the first event of an endpoint, and what then counts as enough.

    `looks` are the events planned at each analysis, both arms together; `analysed` those of the analyses made
    before this extract, in order; `final` says that the analysis of this extract is the last one, whatever its
    events. `alpha` is one-sided and spent by the function `spending` (`parameter` where it has one).
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
    final: bool = False
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
        if len(self.analysed) >= len(self.looks):
            raise ValueError(
                f"analysed: {len(self.analysed)} analyses of {len(self.looks)} planned; list those before this extract"
            )
        if self.analysed and self.analysed[-1] >= self.looks[-1]:
            raise ValueError(
                f"analysed: an interim analysis at {self.analysed[-1]} events is not possible: the plan ends at "
                f"{self.looks[-1]}; give fewer, or leave it out and set final = true"
            )
        try:
            _ = self.design
        except ChoiceError as error:  # found here, before a lock, and not when the extract is served
            raise ValueError(str(error)) from None
        return self

    @property
    def design(self) -> sequential.Plan:
        """The plan as the statistics take it; raises ChoiceError for one there cannot be."""
        return sequential.Plan(
            alpha=self.alpha,
            looks=self.looks,
            spending=self.spending,
            parameter=self.parameter,
            beta=self.beta,
            futility=self.futility or None,
            futility_parameter=self.futility_parameter,
            binding=self.binding,
        )
