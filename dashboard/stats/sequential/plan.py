"""A group-sequential plan: when one looks, and how alpha and beta are spent."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential import spending as families
from dashboard.stats.sequential.spending import USER_DEFINED, Parameter

CLOSEST = 0.001
"""Smallest step between looks, as a fraction of the maximum information: the integration is proved down to it."""


@dataclass(frozen=True)
class Plan:
    """A group-sequential test of one hypothesis, one-sided (`sides` 1) or two-sided and symmetric (2).

    `alpha` is the type I error in all, of both sides together for a two-sided test. `looks` is the information
    at each planned analysis: numbers of events, or fractions ending at 1; the last is the maximum information.
    `spending` names a family of `spending.SPENDING`, or is "user_defined" with `parameter` the cumulative alpha
    by look. `beta` is the type II error at the design effect. `futility`, one-sided only, names the family by
    which beta is spent on lower boundaries; unless they are `binding`, the upper ones ignore them.
    Raises ChoiceError, saying what is possible, for a plan there cannot be.
    """

    alpha: float
    looks: tuple[float, ...]
    spending: str = "obrien_fleming"
    parameter: Parameter = None
    sides: int = 1
    beta: float = 0.2
    futility: str | None = None
    futility_parameter: Parameter = None
    binding: bool = False

    def __post_init__(self) -> None:
        _check_errors(self)
        check_information(self.looks, self.looks[-1] if self.looks else 1)
        families.check(self.spending, self.parameter)
        _check_list(self.spending, self.parameter, "alpha", self.alpha, len(self.looks))
        _check_futility(self)

    @property
    def maximum(self) -> float:
        """Information at the last planned analysis, in the unit of `looks`."""
        return float(self.looks[-1])

    @property
    def alpha_per_side(self) -> float:
        """Type I error of the upper boundary."""
        return self.alpha / self.sides

    @property
    def fixed_drift(self) -> float:
        """E(Z) for which a single analysis has the plan's power: z(1 - alpha per side) + z(1 - beta)."""
        return float(-special.ndtri(self.alpha_per_side) - special.ndtri(self.beta))

    @property
    def words(self) -> str:
        """The plan's spending as it is read."""
        said = families.words(self.spending, self.parameter)
        if self.futility is None:
            return said
        kind = "binding" if self.binding else "non-binding"
        return f"{said}; {kind} futility, {families.words(self.futility, self.futility_parameter)}"


def check_information(information: tuple[float, ...], maximum: float) -> None:
    """Raises ChoiceError unless there is information, positive and rising by at least `CLOSEST` of `maximum`."""
    if not information or not all(np.isfinite(information)) or information[0] <= 0:
        raise ChoiceError(f"Looks at {information} are not possible: give one or more positive amounts of information.")
    for before, after in pairwise(information):
        if after - before < CLOSEST * maximum * (1 - 1e-9):
            raise ChoiceError(
                f"A look at {after:g} after one at {before:g} is not possible: information must rise from look "
                f"to look by at least {CLOSEST:g} of the maximum, {maximum:g}."
            )


def _check_errors(plan: Plan) -> None:
    for name in ("alpha", "beta"):
        value = getattr(plan, name)
        if not 0 < value < 1:
            raise ChoiceError(f"{name} = {value:g} is not possible: give a number above 0 and below 1.")
    if plan.sides not in (1, 2):
        raise ChoiceError(f"sides = {plan.sides} is not possible: give 1 or 2.")
    if plan.beta >= 1 - plan.alpha_per_side:
        raise ChoiceError(
            f"beta = {plan.beta:g} is not possible: the power, 1 - beta, must be above "
            f"the type I error, {plan.alpha_per_side:g}."
        )


def _check_futility(plan: Plan) -> None:
    if plan.futility is None:
        if plan.binding:
            raise ChoiceError("Without futility nothing is binding: name the spending of beta, or leave binding out.")
        return
    if plan.sides == 2:
        raise ChoiceError("Futility boundaries are for one-sided plans: give sides = 1 and the alpha of that side.")
    families.check(plan.futility, plan.futility_parameter)
    _check_list(plan.futility, plan.futility_parameter, "beta", plan.beta, len(plan.looks))


def _check_list(name: str, parameter: Parameter, what: str, total: float, looks: int) -> None:
    if name != USER_DEFINED or not isinstance(parameter, tuple):
        return
    if len(parameter) != looks or not np.isclose(parameter[-1], total, rtol=1e-9, atol=0):
        raise ChoiceError(
            f"The cumulative {what} {parameter} does not fit the plan: give one amount for each of "
            f"the {looks} looks, the last one {what} = {total:g}."
        )
