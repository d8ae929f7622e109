"""The charter of a trial: which role may see what, and who decides about the arms' names."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dashboard.trial.parts import Name, Part, Probability

Role = Literal["sponsor", "trial_statistician", "reporting_statistician", "dsmb_member", "dsmb_chair", "administrator"]
Who = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._@-]{0,63}$")]
"""A role or the name of an account."""


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
