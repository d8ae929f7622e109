"""The boundaries of a plan: as planned, and at the information the analyses really had."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.plan import CLOSEST, Plan, check_information
from dashboard.stats.sequential.recursion import crossing, walk
from dashboard.stats.sequential.spending import Parameter, spent

Floats = NDArray[np.float64]

MEETING = 1e-9
"""Boundaries closer than this, in standard deviations at the maximum, have met."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """Boundaries on Z at the looks (K) of a plan.

    `information` has the unit of the plan's looks, `fraction` is of its maximum. `spent` is cumulative alpha,
    of both sides for a two-sided plan. `upper` is infinite where nothing is spent; `lower` is minus `upper` for
    a two-sided plan, the futility boundary where there is one, else minus infinity. Z is positive where the
    data favour the effect the plan is to find.
    """

    plan: Plan
    information: Floats
    fraction: Floats
    spent: Floats
    lower: Floats
    upper: Floats

    @property
    def nominal_p(self) -> Floats:
        """The p-value at each boundary as if it were the only analysis; two-sided for a two-sided plan."""
        return self.plan.sides * special.ndtr(-self.upper)

    def heeded(self, futility: bool = True) -> Floats:
        """The lower boundaries (K) at which one stops; those of futility count only if `futility`."""
        ignored = self.plan.futility is not None and not futility
        return np.full_like(self.lower, -np.inf) if ignored else self.lower

    def table(self) -> pd.DataFrame:
        """One row a look."""
        columns = {
            "Look": np.arange(1, len(self.upper) + 1),
            "Information": self.information,
            "Information fraction": self.fraction,
            "Alpha spent so far": self.spent,
            "Alpha spent here": np.diff(self.spent, prepend=0.0),
            "Boundary Z": self.upper,
            "Nominal p": self.nominal_p,
        }
        if self.plan.futility is not None:
            columns["Futility Z"] = self.lower
        return pd.DataFrame(columns)


@lru_cache(maxsize=256)
def planned(plan: Plan) -> Bounds:
    """The boundaries if every look takes place at its planned information."""
    return _bounds(plan, plan.looks, complete=True)


def at(plan: Plan, now: float, analysed: tuple[float, ...] = (), final: bool = False) -> Bounds:
    """The boundaries of the analyses done, and of the one at information `now`, each at its actual information.

    An interim analysis spends what the spending function allows at its fraction of the planned maximum. The
    final one spends all alpha that is left, whether its information fell short of the maximum or overran it;
    earlier boundaries stay as they were used. Lan & DeMets 1989 (Biometrics 45:1017); Proschan, Lan & Wittes
    2006, chapter 5. Raises ChoiceError for an interim analysis above the maximum, for information that does
    not rise, and when no alpha is left.
    """
    information = (*analysed, now)
    check_information(information, plan.maximum)
    interim = analysed if final else information
    if interim and interim[-1] > plan.maximum:
        raise ChoiceError(
            f"An interim analysis at information {interim[-1]:g} is not possible: the plan ends at {plan.maximum:g}. "
            "Analyse it as the final analysis, which spends all alpha that is left."
        )
    return _bounds(plan, information, complete=final)


def projected(plan: Plan, analysed: tuple[float, ...]) -> Bounds:
    """The boundaries of the analyses done at their actual information, and of the planned looks still to come.

    To come are the planned looks after as many as were analysed, those overtaken, or nearly so, left out.
    Raises ChoiceError where `at` does, and when the last analysis has reached the planned maximum.
    """
    if not analysed:
        return planned(plan)
    nearest = analysed[-1] + CLOSEST * plan.maximum
    ahead = [look for look in plan.looks[len(analysed) : -1] if look >= nearest]
    return at(plan, plan.maximum, (*analysed, *ahead), final=True)


@lru_cache(maxsize=256)
def design_drift(plan: Plan) -> float:
    """E(Z) at the planned maximum information for which the plan as planned has power 1 - beta.

    With futility the lower boundaries depend on the drift too, and both are solved together: beta is then used
    up exactly, and the last lower boundary is the upper one (Pampallona, Tsiatis & Kim 2001, Drug Inf J 35:1113).
    """
    fixed = plan.fixed_drift
    fraction = np.array(plan.looks, dtype=float) / plan.maximum

    def lacking(drift: float) -> float:
        lower, upper = _positions(plan, fraction, drift, complete=True)
        _, above = crossing(walk(fraction, drift), lower, upper)
        return 1 - plan.beta - float(above.sum())

    enough = 1.5 * fixed
    while lacking(enough) > 0:
        enough *= 2
    # No test needs less information than the fixed one.
    return float(optimize.brentq(lacking, 0.99 * fixed, enough, xtol=1e-12, rtol=1e-14))


def _bounds(plan: Plan, information: tuple[float, ...], complete: bool) -> Bounds:
    fraction = np.array(information, dtype=float) / plan.maximum
    alpha = _alpha(plan, fraction, complete)
    if len(alpha) > 1 and alpha[-2] > (1 - 1e-12) * plan.alpha_per_side:
        raise ChoiceError("No alpha is left for this analysis: an earlier one reached the end of the plan.")
    drift = 0.0 if plan.futility is None else design_drift(plan)
    lower, upper = _positions(plan, fraction, drift, complete)
    if np.any(met := lower[:-1] > upper[:-1] - MEETING):
        look = int(np.argmax(met))
        raise ChoiceError(
            f"The boundaries for futility and efficacy meet at information {information[look]:g}, look {look + 1} of "
            f"{len(upper)}: the test ends there. Leave out what follows, or spend beta later."
        )
    root = np.sqrt(fraction)
    return Bounds(plan, np.array(information, dtype=float), fraction, plan.sides * alpha, lower / root, upper / root)


def _alpha(plan: Plan, fraction: Floats, complete: bool) -> Floats:
    """Cumulative alpha of the upper side (K)."""
    return _cumulative(plan.spending, fraction, plan.alpha_per_side, plan.parameter, complete)


def _cumulative(name: str, fraction: Floats, total: float, parameter: Parameter, complete: bool) -> Floats:
    so_far = spent(name, fraction, total, parameter)
    if complete:
        so_far[-1] = total
    return so_far


def _positions(plan: Plan, fraction: Floats, drift: float, complete: bool) -> tuple[Floats, Floats]:
    """Lower and upper boundaries (K) as positions, Z√t; only futility boundaries depend on the drift."""
    winning = np.diff(_alpha(plan, fraction, complete), prepend=0.0)
    if plan.futility is None:
        return _efficacy(plan, fraction, winning)
    beta = _cumulative(plan.futility, fraction, plan.beta, plan.futility_parameter, complete)
    lower, upper = _futility(plan, fraction, winning, np.diff(beta, prepend=0.0), drift)
    if complete:
        lower[-1] = upper[-1]
    return lower, upper


def _efficacy(plan: Plan, fraction: Floats, winning: Floats) -> tuple[Floats, Floats]:
    """Positions above which `winning` (K) is spent without effect; the lower side is their mirror image or open."""
    null = walk(fraction)
    upper = np.empty_like(winning)
    for look, alpha in enumerate(winning.tolist()):
        upper[look] = null.upper(alpha)
        if look < len(upper) - 1:
            null = null.within(-upper[look] if plan.sides == 2 else -np.inf, upper[look])
    return -upper if plan.sides == 2 else np.full_like(upper, -np.inf), upper


def _futility(plan: Plan, fraction: Floats, winning: Floats, losing: Floats, drift: float) -> tuple[Floats, Floats]:
    """Positions above which `winning` (K) is spent without effect, and below which `losing` (K) is at the drift.

    Along the motion without effect nobody leaves below unless the futility boundaries bind.
    """
    null, real = walk(fraction), walk(fraction, drift)
    lower, upper = np.empty_like(losing), np.empty_like(winning)
    for look, (alpha, beta) in enumerate(zip(winning.tolist(), losing.tolist(), strict=True)):
        upper[look] = null.upper(alpha)
        lower[look] = min(real.lower(beta), upper[look])
        if look < len(upper) - 1:
            null = null.within(lower[look] if plan.binding else -np.inf, upper[look])
            real = real.within(lower[look], upper[look])
    return lower, upper
