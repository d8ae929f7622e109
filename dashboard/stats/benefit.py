"""Benefit against harm: several outcomes read off at one landmark, the same for every arm and outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.arms import arm_codes, by_arm, pairs
from dashboard.stats.competing import ALONE, CumulativeIncidence, Difference, aalen_johansen, landmark_difference
from dashboard.stats.landmarks import FEW, LANDMARKS, Landmark

LARGEST = "largest"
"""The choice of the largest landmark that every curve reaches."""

Kind = Literal["Benefit", "Harm", "Both"]
Read = TypeVar("Read", Landmark, Difference)


@dataclass(frozen=True)
class Part:
    """An outcome: the rows of `source`, whose cause k is the k-th of `causes`; `event` is the one counted.

    `kind` says on which side it weighs: what the treatment is hoped to prevent, what it may cause, or both.
    """

    source: str
    causes: tuple[str, ...]
    event: str
    kind: Kind

    @property
    def fewer(self) -> str:
        """What fewer of them would be."""
        return {"Benefit": "benefit", "Harm": "less harm", "Both": "benefit and less harm"}[self.kind]


@dataclass(frozen=True)
class Reading:
    """An outcome at the landmark: each arm's cumulative incidence, and the difference of each two arms."""

    part: Part
    arms: dict[str, Landmark]
    differences: dict[str, Difference]


@dataclass(frozen=True)
class BenefitHarm:
    """Outcomes in the protocol's order at day `day`; they overlap, so no sum of them means anything.

    `reached` says whether every curve has at least five at risk there in every arm.
    """

    day: float
    reached: bool
    arms: tuple[str, ...]
    readings: tuple[Reading, ...]

    def table(self) -> pd.DataFrame:
        """One row per outcome: per 100 randomised by arm with limits and counts, then later minus earlier arm."""
        return pd.DataFrame([self._row(reading) for reading in self.readings])

    def _row(self, reading: Reading) -> dict[str, Any]:
        row: dict[str, Any] = {"Outcome": reading.part.event, "Fewer would be": reading.part.fewer, "Day": self.day}
        for arm, mark in reading.arms.items():
            row |= _limits(arm, mark.estimate, mark.lower, mark.upper)
            row |= {f"{arm}: events": mark.events, f"{arm}: at risk": mark.at_risk, f"{arm}: participants": mark.n}
        for pair, each in reading.differences.items():
            row |= _limits(pair, each.difference, each.lower, each.upper)
        flags = [f"{arm}: {mark.flag}" for arm, mark in reading.arms.items() if mark.flag]
        flags += [f"{pair}: {ALONE}" for pair, each in reading.differences.items() if each.alone]
        return row | {"Note": "; ".join(flags)}


def benefit(
    arm: pd.Categorical,
    part: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    *,
    parts: Sequence[Part],
    landmarks: Sequence[int] = LANDMARKS,
    landmark: str = LARGEST,
) -> BenefitHarm:
    """Cumulative incidence (Aalen-Johansen; 1 - Kaplan-Meier where nothing competes) of each of `parts` at one day.

    `part` (n,) names the outcome a row belongs to, `days` and `cause` (n,) are as `aalen_johansen` takes them; one row
    per participant and outcome. `landmark` is a day, or the largest of `landmarks` that every outcome reaches in
    every arm with five at risk; the first of them if none is. Differences are plain Wald, later minus earlier arm.
    Raises SourceError as `aalen_johansen` does.
    """
    given = _Rows(arm, np.asarray(part, dtype=str), np.asarray(days, dtype=float), np.asarray(cause))
    reached = [day for day in sorted(landmarks) if given.at_risk(parts, day) >= FEW]
    day = (reached or sorted(landmarks)[:1])[-1] if landmark == LARGEST else int(landmark)
    names = tuple(str(name) for name in arm.categories)
    curves = {item.source: given.curves(item, day) for item in parts}
    readings = tuple(_reading(item, curves[item.source]) for item in parts)
    return BenefitHarm(float(day), day in reached, names, readings)


@dataclass(frozen=True)
class _Rows:
    """One row per participant and outcome."""

    arm: pd.Categorical
    part: "np.ndarray[Any, np.dtype[Any]]"
    days: "np.ndarray[Any, np.dtype[np.float64]]"
    cause: "np.ndarray[Any, np.dtype[Any]]"

    def at_risk(self, parts: Sequence[Part], day: float) -> int:
        """The fewest at risk on a day, over arms and outcomes."""
        codes, late = arm_codes(self.arm), self.days >= day
        many = len(self.arm.categories)
        counts = (np.bincount(codes[late & (self.part == item.source)], minlength=many) for item in parts)
        return min((int(count.min()) for count in counts), default=0)

    def curves(self, item: Part, day: float) -> Mapping[str, CumulativeIncidence]:
        """Each arm's incidence of the outcome's causes, read off at a day."""
        mine = self.part == item.source
        stat = by_arm(partial(aalen_johansen, causes=item.causes, landmarks=(day,)))
        return stat(self.arm[mine], days=self.days[mine], cause=self.cause[mine]).results


def _reading(item: Part, curves: Mapping[str, CumulativeIncidence]) -> Reading:
    marks = {arm: _of(item.event, curve.landmarks) for arm, curve in curves.items()}
    between = {
        pair: _of(item.event, landmark_difference(curves[earlier], curves[later]).rows)
        for pair, earlier, later in pairs(tuple(curves))
    }
    return Reading(item, marks, between)


def _of(event: str, rows: Sequence[Read]) -> Read:
    return next(row for row in rows if row.measure == event)


def _limits(name: str, value: float, lower: float, upper: float) -> dict[str, float]:
    return {f"{name}: per 100": 100 * value, f"{name}: lower 95%": 100 * lower, f"{name}: upper 95%": 100 * upper}
