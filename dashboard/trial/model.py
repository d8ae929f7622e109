"""The trial definition as a whole: its blocks, and what must hold between them."""

from collections.abc import Iterable
from string import ascii_uppercase
from typing import Self

from pydantic import Field, model_validator

from dashboard.trial.addresses import taken
from dashboard.trial.baseline import Characteristic
from dashboard.trial.charter import Charter
from dashboard.trial.endpoints import Benchmark, Endpoint
from dashboard.trial.guidelines import Guideline
from dashboard.trial.interest import SpecialInterest
from dashboard.trial.labs import Labs
from dashboard.trial.parts import (
    Accrual,
    AdverseEvents,
    Arm,
    ArmRevealing,
    Part,
    Population,
    Registration,
    Schedule,
    Visit,
    repeated,
)
from dashboard.trial.plans import Plan
from dashboard.trial.sources import SourceTable
from dashboard.trial.strata import Stratum
from dashboard.trial.terms import holds, same


class Trial(Part):
    """What trial.toml says. A store's own copy says less: see `dashboard.trial.stores`."""

    trial: Registration
    arms: tuple[Arm, ...] = Field(default=(), max_length=26)  # one letter each
    accrual: Accrual
    schedule: Schedule | None = None
    visits: tuple[Visit, ...] = ()
    populations: tuple[Population, ...] = Field(min_length=1)
    adverse_events: AdverseEvents | None = None
    labs: Labs | None = None
    special_interest: tuple[SpecialInterest, ...] = ()
    baseline: tuple[Characteristic, ...] = ()
    strata: tuple[Stratum, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    plans: tuple[Plan, ...] = ()
    monitored: tuple[str, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    arm_revealing: ArmRevealing = ArmRevealing()
    charter: Charter
    source: dict[str, SourceTable] = Field(default_factory=dict)
    provided: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        keys = {"arms": ("title", "source"), "visits": ("name",), "populations": ("name",)}
        keys |= {
            "baseline": ("name", "column"),
            "strata": ("name", "column"),
            "endpoints": ("name",),
            "guidelines": ("name",),
            "plans": ("name",),
        }
        for block, names in keys.items():
            for key in names:
                if twice := repeated(getattr(part, key) for part in getattr(self, block)):
                    raise ValueError(f"{block}: the {key} {twice!r} is given twice; {key}s must differ")
        return self

    @model_validator(mode="after")
    def _addresses_differ(self) -> Self:
        named = {block: [part.name for part in getattr(self, block)] for block in ("endpoints", "guidelines", "plans")}
        for block, name, owner in taken(**named):
            raise ValueError(f"{block}: the name {name!r} is that of {owner} already, and an address; give another one")
        return self

    @model_validator(mode="after")
    def _everybody_is_counted(self) -> Self:
        if "randomised" not in {part.name for part in self.populations if not part.arm_revealing}:
            raise ValueError("populations: one must be named 'randomised' and not be arm_revealing; every N is of it")
        return self

    @model_validator(mode="after")
    def _strata_are_delivered(self) -> Self:
        spec = self.source.get("participant")  # a store's copy has none; it was looked at before the lock
        for block in ("strata", "baseline"):
            for index, part in enumerate(getattr(self, block)):
                if spec is not None and part.column not in spec.taken:
                    raise ValueError(
                        f"{block}[{index}] ({part.name}): column {part.column!r} stands in no file; name its column "
                        "in [source.participant] or leave the block out"
                    )
        return self

    @model_validator(mode="after")
    def _open_groups_name_no_withheld_term(self) -> Self:
        if twice := repeated(group.name for group in self.special_interest):
            raise ValueError(f"special_interest: the name {twice!r} is given twice; names must differ")
        withheld = {same(term) for term in self.arm_revealing.terms}
        for index, group in enumerate(self.special_interest):
            if not group.arm_revealing and (named := [term for term in group.named() if same(term) in withheld]):
                raise ValueError(
                    f"special_interest[{index}] ({group.name}): {named[0]!r} is among arm_revealing.terms and would "
                    "name the arm; set arm_revealing = true or leave the term out"
                )
        return self

    @model_validator(mode="after")
    def _endpoints_differ(self) -> Self:
        """Identical definitions are drawn once: the same rows of the source, told apart by the same causes."""
        known: dict[tuple[str, frozenset[str]], str] = {}
        for index, endpoint in enumerate(self.endpoints):
            definition = endpoint.parameter, frozenset(cause.value.upper() for cause in endpoint.causes)
            if (twin := known.setdefault(definition, endpoint.name)) != endpoint.name:
                raise ValueError(
                    f"endpoints[{index}] ({endpoint.name}): has the parameter {endpoint.parameter!r} and the causes "
                    f"of {twin!r}; the same curve is drawn once: leave one out, or mend its parameter"
                )
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for index, guideline in enumerate(self.guidelines):
            if self.arms:  # a store's copy may keep a pooled guideline without the curve of its endpoint
                self._guideline_holds(f"guidelines[{index}] ({guideline.name})", guideline)
        known = {endpoint.name: endpoint for endpoint in self.endpoints}
        for name in self.charter.pooled_endpoints:
            if name not in known:
                raise ValueError(
                    f"charter.pooled_endpoints: {name!r} is no endpoint of this trial; have {_listed(known)}"
                )
            if known[name].arm_revealing:
                raise ValueError(f"charter.pooled_endpoints: {name!r} is arm_revealing and cannot be shown pooled")
        return self

    def _guideline_holds(self, where: str, guideline: Guideline) -> None:
        known = {endpoint.name: endpoint for endpoint in self.endpoints}
        if guideline.endpoint not in known:
            raise ValueError(f"{where}: endpoint {guideline.endpoint!r} is not defined; have {_listed(known)}")
        endpoint = known[guideline.endpoint]
        causes = [cause.name for cause in endpoint.causes]
        if guideline.cause not in causes:
            raise ValueError(f"{where}: cause {guideline.cause!r} is not one of {', '.join(causes)}")
        if endpoint.arm_revealing and not guideline.arm_revealing:
            raise ValueError(
                f"{where}: arm_revealing: endpoint {endpoint.name!r} is arm_revealing; set it true here too"
            )

    @model_validator(mode="after")
    def _benchmarks_stand_on_curves(self) -> Self:
        known = {endpoint.name: endpoint for endpoint in self.endpoints}
        for index, point in enumerate(self.benchmarks):
            if not point.endpoint:
                continue
            where = f"benchmarks[{index}] ({point.measure})"
            if point.endpoint not in known:
                raise ValueError(f"{where}: endpoint {point.endpoint!r} is not defined; have {_listed(known)}")
            causes = [cause.name for cause in known[point.endpoint].causes]
            if point.cause not in (causes if len(causes) > 1 else [None]):
                possible = f"one of {', '.join(causes)}" if len(causes) > 1 else "none: the curve is of survival"
                raise ValueError(f"{where}: cause {point.cause!r} is not of {point.endpoint}; give {possible}")
        return self

    @model_validator(mode="after")
    def _plans_compare_two_arms(self) -> Self:
        known = {endpoint.name: endpoint for endpoint in self.endpoints}
        for index, plan in enumerate(self.plans):
            where = f"plans[{index}] ({plan.name})"
            if plan.endpoint not in known:
                raise ValueError(f"{where}: endpoint {plan.endpoint!r} is not defined; have {_listed(known)}")
            if known[plan.endpoint].arm_revealing:
                raise ValueError(f"{where}: endpoint {plan.endpoint!r} is arm_revealing and compares no arms")
            if len(self.arms) != 2:
                raise ValueError(f"{where}: a plan compares two arms; this trial has {len(self.arms)}")
        return self

    @model_validator(mode="after")
    def _screening_compares_arms(self) -> Self:
        if self.charter.screening is not None and (self.adverse_events is None or len(self.arms) < 2):
            raise ValueError("charter.screening: needs [adverse_events] and two arms to compare; leave it out")
        return self

    @model_validator(mode="after")
    def _sponsor_stays_outside(self) -> Self:
        for side in ("conduct", "blinded", "unblinded"):
            allowed = getattr(self.charter, side)
            if "administrator" in allowed or (side == "unblinded" and {"sponsor", "trial_statistician"} & {*allowed}):
                raise ValueError(
                    f"charter.{side}: administrator never enters; sponsor and trial_statistician never see coded arms"
                )
        pooled = [guideline.name for guideline in self.guidelines if guideline.scope == "pooled"]
        if "sponsor" in self.charter.blinded and (self.charter.pooled_endpoints or pooled):
            raise ValueError(
                "charter.blinded: a sponsor may not enter while charter.pooled_endpoints is not empty or a guideline "
                "is pooled: pooled efficacy is never on a sponsor's side"
            )
        return self

    @model_validator(mode="after")
    def _who_decides_may_see_arms(self) -> Self:
        for block in ("unmasking", "emergency"):
            if outside := {"administrator", "sponsor", "trial_statistician"} & {*getattr(self.charter, block)}:
                raise ValueError(
                    f"charter.{block}: {min(outside)} never sees coded arms, so nobody of that role decides about "
                    "their names; name another role, or an account"
                )
        return self

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that stand for the arms where these are coded: A, B, ..."""
        return tuple(ascii_uppercase[: len(self.arms)])

    @property
    def pooled_schedule(self) -> Schedule | None:
        """The cycles as the blinded side counts them: none if a sponsor enters.

        Cycles exist in one arm alone. A sponsor sees on the conduct side how many were started, never how many
        were completed.
        """
        return None if "sponsor" in self.charter.blinded else self.schedule

    @property
    def telling(self) -> tuple[str, ...]:
        """Words that beside a letter would name its arm: its treatment, and what exists because of it."""
        named = [word for arm in self.arms for word in (arm.title, arm.source)]
        events = [word for item in self.endpoints if item.arm_revealing for word in (item.name, item.title)]
        return (*self.arm_revealing.terms, *named, *events)

    def tells(self, text: str) -> bool:
        """Whether a free text, such as a reason for leaving, would name an arm beside its letter."""
        return holds(text, self.telling)

    def has(self, what: str) -> bool:
        """Whether the source had a table ("screening") or a column ("participant.died_on").

        The lock writes down what it was given, so that a page never counts what nobody recorded as none; a
        definition that was not locked yet is taken to have everything.
        """
        return self.provided is None or what in self.provided

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint of that name; KeyError if there is none (names are checked when the file is read)."""
        return {endpoint.name: endpoint for endpoint in self.endpoints}[name]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
