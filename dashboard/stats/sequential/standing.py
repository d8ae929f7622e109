"""Where a group-sequential comparison of two arms stands: the look at hand, its boundary, and what is to come."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.stats.hazards import HazardRatio, hazard_ratio
from dashboard.stats.logrank import LogRank, logrank
from dashboard.stats.sequential import hazards
from dashboard.stats.sequential.bounds import Bounds, at, planned, projected
from dashboard.stats.sequential.conditional import Outlook, outlook
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.power import stagewise

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Favour:
    """The look at hand, read in favour of one arm: its Z is positive where that arm has fewer events than expected.

    `p` is one-sided and stands only beside `nominal_p`, the boundary it is held against. `ratio` is that arm's
    hazard over the other's, with the repeated interval (Jennison & Turnbull 1989; none where futility binds, since it
    holds only if one stops there); `outlook` is None at the last look. `futile` is None there
    too, and where the plan has no futility boundary.
    """

    arm: str
    other: str
    z: float
    boundary: float
    p: float
    nominal_p: float
    reached: bool
    futile: bool | None
    ratio: float
    lower: float
    upper: float
    outlook: Outlook | None

    @property
    def text(self) -> str:
        """ "in favour of A: Z 1.20, boundary 3.71, not reached"."""
        reached = "reached" if self.reached else "not reached"
        return f"in favour of {self.arm}: Z {_signed(self.z)}, boundary {self.boundary:.2f}, {reached}"


@dataclass(frozen=True, eq=False)
class Standing:
    """A plan at this extract: `events` so far in both `arms`, `analysed` those of the analyses before it.

    `look` counts from 1 and is that of the analysis at hand, None while its planned events have not been reached.
    With letters nobody knows which arm is to be the better one: the one-sided plan is read in favour of each.
    """

    plan: Plan
    design_ratio: float
    allocation: float
    arms: tuple[str, str]
    events: int
    analysed: tuple[int, ...]
    final: bool
    test: LogRank
    ratio: HazardRatio

    @property
    def look(self) -> int | None:
        """The look that this extract is, if it is one."""
        at_hand = len(self.analysed) + 1
        return at_hand if self.final or self.events >= self.plan.looks[at_hand - 1] else None

    @property
    def last(self) -> bool:
        """Whether the look at hand is the last one: all alpha left is spent."""
        return self.look is not None and (
            self.final or self.look == len(self.plan.looks) or self.events >= self.plan.maximum
        )

    @cached_property
    def bounds(self) -> Bounds:
        """The boundaries of the looks so far at their actual events, then of those still to come as planned."""
        if self.look is None:
            return projected(self.plan, self.analysed)
        if self.last:
            return at(self.plan, self.events, self.analysed, final=True)
        return projected(self.plan, (*self.analysed, self.events))

    @cached_property
    def favours(self) -> tuple[Favour, ...]:
        """The look at hand in favour of each arm, in the order of the arms; empty when there is none."""
        if self.look is None or not np.isfinite(self.test.z):
            return ()
        earlier, later = self.arms
        return (self._favour(earlier, later, 1), self._favour(later, earlier, -1))

    @property
    def text(self) -> str:
        """One neutral sentence."""
        looks = len(self.plan.looks)
        if self.look is None:
            due = len(self.analysed) + 1
            return (
                f"No planned analysis yet: {self.events} of the {self.plan.looks[due - 1]:g} events "
                f"of look {due} of {looks}."
            )
        which = "The last look" if self.last else f"Look {self.look} of {looks}"
        lead = (
            f"{which}, at {self.events} events ({100 * self.events / self.plan.maximum:.0f}% of {self.plan.maximum:g})"
        )
        if not self.favours:
            return f"{lead}: no event while both arms were at risk, so nothing can be compared."
        return f"{lead}: {'; '.join(favour.text for favour in self.favours)}."

    def table(self) -> pd.DataFrame:
        """One row per look: its events, actual or still planned, the alpha spent, the boundary on each scale."""
        bounds = self.bounds
        said = ["analysed"] * len(self.analysed) + ["at this extract"] * (self.look is not None)
        columns = {
            "Look": np.arange(1, len(bounds.upper) + 1),
            "Status": said + ["to come"] * (len(bounds.upper) - len(said)),
            "Events": bounds.information.astype(int),
            "Information fraction": bounds.fraction,
            "Alpha spent so far, one-sided": bounds.spent,
            "Boundary: Z": bounds.upper,
            "Boundary: p, one-sided": bounds.nominal_p,
            "Boundary: hazard ratio": self._ratios(bounds.upper),
        }
        if self.plan.futility is not None:
            columns |= {"Futility: Z": bounds.lower, "Futility: hazard ratio": self._ratios(bounds.lower)}
        return pd.DataFrame(columns)

    def _ratios(self, z: Floats) -> Floats:
        return hazards.hazard_ratio(z, self.bounds.information, self.allocation)

    def _favour(self, arm: str, other: str, sign: int) -> Favour:
        look = len(self.analysed)  # its place among the boundaries
        z, boundary = sign * self.test.z, float(self.bounds.upper[look])
        log_ratio = -sign * self.ratio.log_ratio
        reach = np.nan if self.plan.binding else boundary * self.ratio.se
        drift = hazards.drift(self.design_ratio, self.plan.maximum, self.allocation)
        return Favour(
            arm=arm,
            other=other,
            z=z,
            boundary=boundary,
            p=float(special.ndtr(-z)),
            nominal_p=float(self.bounds.nominal_p[look]),
            reached=z >= boundary,
            futile=None if self.plan.futility is None or self.last else z <= float(self.bounds.lower[look]),
            ratio=float(np.exp(log_ratio)),
            lower=float(np.exp(log_ratio - reach)),
            upper=float(np.exp(log_ratio + reach)),
            outlook=None if self.last else outlook(self.bounds, look + 1, z, drift),
        )


@dataclass(frozen=True, eq=False)
class Favours:
    """The look at hand in favour of each arm; nothing between the planned analyses."""

    favours: tuple[Favour, ...]

    def table(self) -> pd.DataFrame:
        """One row per arm, then the chances that the boundary will yet be reached."""
        return pd.DataFrame(
            [_row(favour) for favour in self.favours], columns=None if self.favours else ["In favour of"]
        )


@dataclass(frozen=True, eq=False)
class Promise:
    """What the plan finds if a hazard ratio is true: the chance to reach the boundary, by look and in all."""

    plan: Plan
    ratios: tuple[float, ...]
    allocation: float

    def table(self) -> pd.DataFrame:
        """One row per true hazard ratio."""
        drifts = [hazards.drift(ratio, self.plan.maximum, self.allocation) for ratio in self.ratios]
        found = stagewise(planned(self.plan), drifts)
        return pd.DataFrame(
            {
                "True hazard ratio": self.ratios,
                **{
                    f"Reached first at {look:g} events": chance
                    for look, chance in zip(self.plan.looks, found.upper.T, strict=True)
                },
                "Reached at any look": found.probability,
                "Expected events": found.expected_fraction * self.plan.maximum,
            }
        )


def standing(
    arm: pd.Categorical,
    days: ArrayLike,
    event: ArrayLike,
    *,
    plan: Plan,
    design_ratio: float,
    allocation: float = 1.0,
    analysed: tuple[int, ...] = (),
    final: bool = False,
) -> Standing:
    """Where `plan` stands: rows of all participants with `days` to event or censoring, `event` 1 or 0.

    `design_ratio` is the hazard ratio planned for, `allocation` the participants of one arm for each of the other,
    `analysed` the events at the analyses before this extract, `final` that this analysis is the last whatever its
    events. The test is the log-rank test, the ratio Cox's.
    Raises ChoiceError unless there are two arms, and where `bounds.at` does.
    """
    test = logrank(days, event, arm)
    ratio = hazard_ratio(days, event, arm)
    earlier, later = ratio.groups
    events = int(test.observed.sum())
    return Standing(plan, design_ratio, allocation, (earlier, later), events, analysed, final, test, ratio)


def favours(arm: pd.Categorical, days: ArrayLike, event: ArrayLike, **plan: Any) -> Favours:
    """The look at hand in favour of each arm; arguments as `standing` takes them."""
    return Favours(standing(arm, days, event, **plan).favours)


def promise(*, plan: Plan, ratios: tuple[float, ...], allocation: float = 1.0) -> Promise:
    """What the plan finds at true hazard `ratios`."""
    return Promise(plan, ratios, allocation)


def _row(favour: Favour) -> dict[str, Any]:
    row = {
        "In favour of": favour.arm,
        "Hazard ratio": favour.ratio,
        "Repeated interval, lower": favour.lower,
        "Repeated interval, upper": favour.upper,
        "Z": favour.z,
        "Boundary: Z": favour.boundary,
        "Boundary": "reached" if favour.reached else "not reached",
        "p, one-sided": favour.p,
        "Boundary: p, one-sided": favour.nominal_p,
    }
    if favour.futile is not None:
        row["Futility boundary"] = "reached" if favour.futile else "not reached"
    if favour.outlook is not None:
        chances = {chance.assumption: chance.any_later for chance in favour.outlook.chances}
        row |= {f"Chance to reach it later: {words}": chance for words, chance in chances.items()}
    return row


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
