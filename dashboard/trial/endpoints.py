"""The endpoints of a trial, and published numbers to lay beside them."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from dashboard.trial.parts import Days, Name, Part, repeated


class Cause(Part):
    """One way an endpoint can end: `value` is how the source describes it; empty: any event.

    `shown` gives it a panel of its own; an event that only competes has none.
    """

    name: Name
    title: str
    value: str = ""
    shown: bool = True


class Endpoint(Part):
    """`[[endpoints]]`: one row per participant, the time and cause of the first event, else censored.

    The first cause is the event of interest, the others compete. `unit` and `offset` say how the source's
    analysis value becomes days: days = value x unit - offset.
    """

    name: Name
    title: str
    parameter: str
    causes: tuple[Cause, ...] = Field(min_length=1)
    censored: str
    clock: Literal["randomisation", "first dose"] = "randomisation"
    unit: Literal["days", "months", "years"] = "days"
    offset: float = 0
    landmarks: tuple[Days, ...] = (100, 180, 365, 730)
    arm_revealing: bool = False

    @model_validator(mode="after")
    def _causes_differ(self) -> Self:
        if twice := repeated(cause.name for cause in self.causes):
            raise ValueError(f"causes: the name {twice!r} is given twice; names must differ")
        return self


class Relapse(NamedTuple):
    """An endpoint in which relapse and death without it (NRM) compete: its name, and the numbers of the two causes."""

    endpoint: str
    relapse: int
    nrm: int


NOWHERE = Relapse("", 0, 0)
"""What stands for it where a trial has none: no row is of this endpoint."""


def relapse(endpoints: Iterable[Endpoint]) -> Relapse | None:
    """The first endpoint in which relapse and death without it compete; None if none is such."""
    for endpoint in endpoints:
        causes = [cause.name for cause in endpoint.causes]
        if {"relapse", "nrm"} <= {*causes}:
            return Relapse(endpoint.name, causes.index("relapse") + 1, causes.index("nrm") + 1)
    return None


class Benchmark(Part):
    """`[[benchmarks]]`: a published number to lay beside ours, with all that limits it.

    With `endpoint` and `day` (and `cause` where several compete) it is a point of that curve, drawn on it where
    the two share their clock.
    """

    measure: str
    source: str
    estimate: float
    unit: Literal["proportion", "days", "months", "participants"] = "proportion"
    events: int | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    interval: str = "none published"
    clock: str
    population: str
    endpoint: Name | None = None
    cause: Name | None = None
    day: Days | None = None

    @model_validator(mode="after")
    def _stands_on_a_curve(self) -> Self:
        if (self.endpoint is None) != (self.day is None) or (self.cause and not self.endpoint):
            raise ValueError("endpoint, day: a point of a curve needs both (and cause where several compete)")
        if self.endpoint and self.unit != "proportion":
            raise ValueError(f"endpoint: a curve is of proportions and this is in {self.unit}; leave endpoint out")
        return self

    @model_validator(mode="after")
    def _estimate_is_possible(self) -> Self:
        if self.unit == "proportion" and not 0 <= self.estimate <= 1:
            raise ValueError(f"estimate: {self.estimate} is no proportion; give 0 to 1, or another unit")
        low, high = (self.estimate if end is None else end for end in (self.low, self.high))
        if not low <= self.estimate <= high:
            raise ValueError(f"low, high: {self.estimate} is outside {self.low} to {self.high}; give limits around it")
        if self.events is not None and self.n is not None and not 0 <= self.events <= self.n:
            raise ValueError(f"events: {self.events} of n = {self.n}; give 0 to n")
        return self
