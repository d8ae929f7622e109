"""The stopping guidelines of a trial."""

from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules
from dashboard.trial.parts import Name, Part, Probability


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
    parameters: dict[str, float] = Field(default={})
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
