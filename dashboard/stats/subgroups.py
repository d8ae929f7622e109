"""One endpoint within each value of a baseline column, by arm; inference only where the protocol planned it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.arms import by_arm, pairs
from dashboard.stats.competing import (
    CumulativeIncidence,
    LandmarkDifferences,
    aalen_johansen,
    landmark_difference,
)
from dashboard.stats.landmarks import FEW, LANDMARKS

EXPLORATORY = "exploratory, not planned: no intervals"
PLANNED = "planned stratum"


@dataclass(frozen=True, eq=False)
class Level:
    """One value of the column: each arm's curves, and the differences of each two arms where these are planned."""

    title: str
    arms: Mapping[str, CumulativeIncidence]
    between: Mapping[str, LandmarkDifferences]


@dataclass(frozen=True, eq=False)
class Subgroups:
    """The levels in alphabetical order; `day` is the last landmark that every arm as a whole reaches, else None."""

    levels: tuple[Level, ...]
    arms: tuple[str, ...]
    day: float | None
    planned: bool

    @property
    def basis(self) -> str:
        """Whether the protocol planned it, in words."""
        return PLANNED if self.planned else EXPLORATORY

    def table(self) -> pd.DataFrame:
        """One row per level, arm and landmark; limits only where planned."""
        frames = []
        for level in self.levels:
            for arm, result in level.arms.items():
                frame = result.table()
                frame.insert(0, "Arm", arm)
                frame.insert(0, "Group", level.title)
                frames.append(frame)
        table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"Group": []})
        hidden = [] if self.planned else ["Lower 95%", "Upper 95%", "Standard error"]
        table = table.drop(columns=[name for name in hidden if name in table.columns])
        return table.assign(Basis=self.basis)


def subgroups(
    arm: pd.Categorical,
    days: "np.ndarray[Any, np.dtype[Any]]",
    cause: "np.ndarray[Any, np.dtype[Any]]",
    level: "np.ndarray[Any, np.dtype[Any]]",
    *,
    causes: Sequence[str],
    landmarks: Sequence[float] = LANDMARKS,
    planned: bool = False,
) -> Subgroups:
    """Aalen-Johansen by arm within each level, with differences at the landmarks where `planned`.

    `days` (n,), `cause` (n,) 0 censored, k the k-th of `causes`, `level` (n,) text. Raises as `aalen_johansen` does.
    """
    curves = by_arm(aalen_johansen)
    kept: dict[str, Any] = {"causes": causes, "landmarks": landmarks}
    whole = curves(arm, days=days, cause=cause, **kept).results
    levels = []
    for title in sorted({str(each) for each in level}):
        here = np.array([str(each) == title for each in level], dtype=bool)
        results = curves(arm[here], days=days[here], cause=cause[here], **kept).results
        named = pairs(tuple(results)) if planned else ()
        between = {name: landmark_difference(results[a], results[b]) for name, a, b in named}
        levels.append(Level(title, results, between))
    return Subgroups(tuple(levels), tuple(whole), _last(whole), planned)


def _last(arms: Mapping[str, CumulativeIncidence]) -> float | None:
    reached = [{mark.day for mark in arm.landmarks if mark.at_risk >= FEW} for arm in arms.values() if arm.n]
    return max(set.intersection(*reached), default=None) if reached else None
