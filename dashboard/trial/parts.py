"""What the blocks of a trial definition share, and the plainer of them, each as it stands in trial.toml."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Probability = Annotated[float, Field(gt=0, lt=1)]
Days = Annotated[int, Field(ge=0)]


def repeated(values: Iterable[str]) -> str | None:
    """A value that stands there more than once, the first of them; None if all differ."""
    return next((value for value, times in Counter(values).items() if times > 1), None)


class Part(BaseModel):
    """A block of the definition: fixed once read, no key it does not know, no number without an end."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Registration(Part):
    """`[trial]`: what the trial is called and where it stands."""

    name: str
    protocol: str
    version: str
    registry: str = ""
    design: str = ""
    synthetic: bool = False
    meeting: int | None = None


class Arm(Part):
    """`[[arms]]`: `source` is the value in the source's arm column; `ratio` its share of the allocation."""

    title: str
    source: str
    role: Literal["experimental", "control"]
    ratio: int = Field(default=1, ge=1)


class Accrual(Part):
    """`[accrual]`: planned size; `plan[k]` is the cumulative number planned at the end of month k+1."""

    planned: int = Field(ge=1)
    start: date
    sites: int = Field(ge=1)
    plan: tuple[Annotated[int, Field(ge=0)], ...] = ()

    @model_validator(mode="after")
    def _plan_is_cumulative(self) -> Self:
        for month, (before, now) in enumerate(pairwise(self.plan), start=2):
            if now < before:
                raise ValueError(
                    f"plan: month {month} has {now} after {before}; give cumulative numbers, never falling"
                )
        return self


class Schedule(Part):
    """`[schedule]`: cycles of the experimental treatment.

    `due_days[k]` is the day after randomisation (which is day 0) on which cycle k+1 is due. A cycle is complete
    with `completed_share` of its `infusion_days`; it counts as expected from due day + length + `grace_days` on.
    """

    cycles: int = Field(ge=1)
    due_days: tuple[Days, ...]
    infusion_days: int = Field(ge=1)
    completed_share: float = Field(gt=0, le=1)
    grace_days: Days

    @property
    def counted_from(self) -> tuple[int, ...]:
        """The day after randomisation from which each cycle counts as expected."""
        return tuple(day + self.infusion_days + self.grace_days for day in self.due_days)

    @model_validator(mode="after")
    def _one_rising_day_each(self) -> Self:
        if len(self.due_days) != self.cycles:
            raise ValueError(f"due_days: {len(self.due_days)} days for {self.cycles} cycles; give one each")
        if any(later <= earlier for earlier, later in pairwise(self.due_days)):
            raise ValueError("due_days: a cycle is due on or before the day of the one before; give rising days")
        return self


class Visit(Part):
    """`[[visits]]`: an assessment common to all arms, due on a day after randomisation."""

    name: str
    due_day: Days
    window_days: Days


class Population(Part):
    """`[[populations]]`: who is counted; `flag` is the participant column that says who belongs."""

    name: Name
    title: str
    flag: str
    arm_revealing: bool = False


class Grade(Part):
    """One step of the severity scale, mildest first; `value` as the source writes it."""

    value: str
    label: str


class AdverseEvents(Part):
    """`[adverse_events]`: how adverse events are graded and which of them count.

    `emergent`: "window" counts from randomisation to `collection_days` after it, the same in every arm;
    "flag" takes the source's own treatment-emergence flag. `severe_from` is the first step called severe
    (grade 3 for CTCAE), counted from 1. `landmark` is the day at which cumulative incidences of single terms are read.
    """

    scale: str
    grades: tuple[Grade, ...] = Field(min_length=1)
    severe_from: int = Field(ge=1)
    emergent: Literal["window", "flag"] = "window"
    collection_days: Days | None = None
    landmark: Days = 365
    dictionary: str = ""

    @property
    def read_at(self) -> int:
        """The landmark, or the end of collection where that is earlier."""
        return self.landmark if self.collection_days is None else min(self.landmark, self.collection_days)

    @model_validator(mode="after")
    def _scale_holds(self) -> Self:
        if self.severe_from > len(self.grades):
            raise ValueError(f"severe_from: {self.severe_from} is beyond the scale; it has {len(self.grades)} grades")
        if twice := repeated(grade.value for grade in self.grades):
            raise ValueError(f"grades: the value {twice!r} is given twice; values must differ")
        return self


class ArmRevealing(Part):
    """`[arm_revealing]`: what names an arm by being there; declared from the protocol before the first lock.

    `terms` are preferred terms shown as "Other term" of their class outside the unblinded store.
    """

    version: str = ""
    declared: date | None = None
    terms: tuple[str, ...] = ()
    why: str = ""
