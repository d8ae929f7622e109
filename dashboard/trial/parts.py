"""The blocks of a trial definition, each as it stands in trial.toml."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Probability = Annotated[float, Field(gt=0, lt=1)]
Days = Annotated[int, Field(ge=0)]

Who = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._@-]{0,63}$")]
"""A role or the name of an account."""
Role = Literal["sponsor", "trial_statistician", "reporting_statistician", "dsmb_member", "dsmb_chair", "administrator"]


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


class Guideline(Part):
    """`[[guidelines]]`: a stopping guideline on one cause of an endpoint within a window of days.

    `scope`: "arm" watches each arm alone, "pooled" all participants together, "experimental" the
    experimental arm only. `planned` is the number of participants the boundary reaches to. `rule` is the name of a
    file in `dashboard/stats/stopping/rules/`, `parameters` are that family's own. `looks` are the numbers of evaluable
    participants after which one looks (none given: after each). `competing` is the share planned to have a
    competing event within the window; simulations use it, the boundary does not.
    """

    name: Name
    title: str
    endpoint: Name
    cause: Name
    window_days: int = Field(ge=1, le=3650)
    scope: Literal["arm", "pooled", "experimental"] = "arm"
    rule: str = "sprt"
    p0: Probability
    p1: Probability
    alpha: Probability
    planned: int = Field(ge=1)
    looks: tuple[int, ...] = ()
    parameters: dict[str, float] = {}
    competing: float = Field(default=0, ge=0, lt=1)
    counting: Literal["tite", "complete_window", "exposure"] = "tite"
    clause: str = ""
    arm_revealing: bool = False

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.p1 <= self.p0:
            raise ValueError(f"p1: {self.p1} must be above p0 = {self.p0}")
        if self.scope == "experimental" and not self.arm_revealing:
            raise ValueError("arm_revealing: a guideline on the experimental arm names it by being there; set it true")
        if self.competing >= 1 - self.p1:
            raise ValueError(f"competing: {self.competing} leaves no room for p1 = {self.p1}; give less than 1 - p1")
        return self

    @model_validator(mode="after")
    def _rule_is_possible(self) -> Self:
        """Found here, before a lock, and not when the extract is served."""
        try:
            rule = rules.build(self.rule, self.p0, self.p1, self.alpha, self.planned, self.looks, self.parameters)
        except ChoiceError as error:
            raise ValueError(f"rule: {error}") from None
        if rule.counts == "exposure" and self.counting != "exposure":
            raise ValueError(f'counting: {self.rule} counts exposure; set counting = "exposure"')
        if rule.counts != "exposure" and self.counting == "exposure":
            raise ValueError(
                f'counting: {self.rule} counts participants; set "tite" or "complete_window", '
                f"or a rule that counts exposure, such as {rule.twin}"
            )
        return self


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


class ArmRevealing(Part):
    """`[arm_revealing]`: what names an arm by being there; declared from the protocol before the first lock.

    `terms` are preferred terms shown as "Other term" of their class outside the unblinded store.
    """

    version: str = ""
    declared: date | None = None
    terms: tuple[str, ...] = ()
    why: str = ""


class Charter(Part):
    """`[charter]`: which role may enter which side, and what pooled panels the blinded side may show.

    `lag_days` is how much before the cut-off the curves' sensitivity to late reporting ends. `unmasking` names the
    roles or accounts of which a second person agrees to naming the arms, `emergency` those who may have one
    participant's treatment named at once; a request that was not carried out lapses after `unmasking_days`.
    `screening` is the rate of false discoveries at which adverse-event terms may be screened for differences between
    the arms, which nobody does without it; `screening_p_values` lets adjusted p-values stand in that table.
    """

    conduct: tuple[Role, ...] = ()
    blinded: tuple[Role, ...] = ()
    unblinded: tuple[Role, ...] = ()
    pooled_endpoints: tuple[Name, ...] = ()
    extract_age_days: int | None = None
    lag_days: int = Field(default=30, ge=1)
    unmasking: tuple[Who, ...] = ("dsmb_chair",)
    emergency: tuple[Who, ...] = ("dsmb_chair", "reporting_statistician")
    unmasking_days: int = Field(default=14, ge=1)
    screening: Probability | None = None
    screening_p_values: bool = False

    @model_validator(mode="after")
    def _p_values_are_of_a_screening(self) -> Self:
        if self.screening_p_values and self.screening is None:
            raise ValueError("screening_p_values: there is no screening; give its rate of false discoveries, or false")
        return self


class Join(Part):
    """`[source.<table>.joins.<name>]`: columns of the table that stand in another file, found by a shared key.

    `key` is a column of both files; of the other file's rows, kept by `where`, there is at most one for a key.
    """

    file: str
    key: str
    columns: dict[str, str] = Field(min_length=1)
    where: dict[str, tuple[str, ...]] = {}


class SourceTable(Part):
    """`[source.<table>]`: the file a canonical table comes from, and the source's name of each column.

    `where` keeps rows whose source column has one of the values; `values` translates source values of a
    canonical column; `joins` are columns that stand in other files.
    """

    file: str
    columns: dict[str, str]
    where: dict[str, tuple[str, ...]] = {}
    values: dict[str, dict[str, str]] = {}
    joins: dict[Name, Join] = {}

    @property
    def taken(self) -> tuple[str, ...]:
        """The canonical columns that stand in the file or one joined to it."""
        return (*self.columns, *(column for join in self.joins.values() for column in join.columns))

    @model_validator(mode="after")
    def _each_column_has_one_place(self) -> Self:
        if twice := repeated(self.taken):
            raise ValueError(f"columns: {twice!r} is taken from two places; leave it in one")
        if unknown := [column for column in self.values if column not in self.taken]:
            raise ValueError(f"values: {unknown[0]!r} is no column of this table; name its column first")
        return self
