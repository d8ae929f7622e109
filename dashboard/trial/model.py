"""The trial definition as a whole: its blocks, and what must hold between them."""

from typing import Self

from pydantic import Field, model_validator

from dashboard.trial.parts import (
    Accrual,
    AdverseEvents,
    Arm,
    ArmRevealing,
    Benchmark,
    Charter,
    Endpoint,
    Guideline,
    Part,
    Population,
    Registration,
    Schedule,
    SourceTable,
    Visit,
)


class Trial(Part):
    """What trial.toml says. A store's own copy says less: see `dashboard.trial.stores`."""

    trial: Registration
    arms: tuple[Arm, ...] = ()
    accrual: Accrual
    schedule: Schedule | None = None
    visits: tuple[Visit, ...] = ()
    populations: tuple[Population, ...] = Field(min_length=1)
    adverse_events: AdverseEvents | None = None
    endpoints: tuple[Endpoint, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    monitored: tuple[str, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    arm_revealing: ArmRevealing = ArmRevealing()
    charter: Charter
    source: dict[str, SourceTable] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for block in ("populations", "endpoints", "guidelines"):
            names = [part.name for part in getattr(self, block)]
            doubled = sorted({name for name in names if names.count(name) > 1})
            if doubled:
                raise ValueError(f"{block}: the name {doubled[0]!r} is given twice; names must differ")
        for index, guideline in enumerate(self.guidelines):
            self._guideline_holds(index, guideline)
        for name in self.charter.pooled_endpoints:
            if name not in {endpoint.name for endpoint in self.endpoints}:
                raise ValueError(f"charter.pooled_endpoints: {name!r} is no endpoint of this trial")
        return self

    def _guideline_holds(self, index: int, guideline: Guideline) -> None:
        where = f"guidelines[{index}] ({guideline.name})"
        if guideline.p1 <= guideline.p0:
            raise ValueError(f"{where}: p1 = {guideline.p1} must be above p0 = {guideline.p0}")
        if not self.arms:
            return  # a store's copy may keep a pooled guideline without the curve of its endpoint
        known = {endpoint.name: endpoint for endpoint in self.endpoints}
        if guideline.endpoint not in known:
            raise ValueError(
                f"{where}: endpoint {guideline.endpoint!r} is not defined; have {', '.join(sorted(known)) or 'none'}"
            )
        causes = [cause.name for cause in known[guideline.endpoint].causes]
        if guideline.cause not in causes:
            raise ValueError(f"{where}: cause {guideline.cause!r} is not one of {', '.join(causes)}")

    @model_validator(mode="after")
    def _schedule_holds(self) -> Self:
        if self.schedule and len(self.schedule.due_days) != self.schedule.cycles:
            raise ValueError(
                f"schedule.due_days: {len(self.schedule.due_days)} days for {self.schedule.cycles} cycles; one each"
            )
        return self

    @model_validator(mode="after")
    def _sponsor_stays_outside(self) -> Self:
        for side in ("blinded", "unblinded"):
            allowed = getattr(self.charter, side)
            if "administrator" in allowed or (side == "unblinded" and {"sponsor", "trial_statistician"} & {*allowed}):
                raise ValueError(
                    f"charter.{side}: administrator never enters; sponsor and trial_statistician never see coded arms"
                )
        if "sponsor" in self.charter.blinded and self.charter.pooled_endpoints:
            raise ValueError(
                "charter.blinded: a sponsor may not enter while charter.pooled_endpoints is not empty: "
                "pooled efficacy is never on a sponsor's side"
            )
        return self

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint of that name; KeyError if there is none (names are checked when the file is read)."""
        return next(endpoint for endpoint in self.endpoints if endpoint.name == name)
