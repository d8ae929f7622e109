"""Adverse events in overview: a few numbers for each arm, one under the other."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.arms import pairs
from dashboard.stats.contrast import risk_difference
from dashboard.stats.counts import percent

Numbers = NDArray[np.float64]

MEASURES = {
    "any": "Any adverse event",
    "serious": "Serious adverse event",
    "related": "Related adverse event",
    "serious-related": "Serious and related",
    "severe": "Severe adverse event",
    "fatal": "Adverse event with fatal outcome",
    "died": "Died",
    "left": "Left the trial because of an adverse event",
    "stopped": "Treatment stopped because of an adverse event",
    "changed": "Dose changed or interrupted because of an adverse event",
    "serious-stopped": "Serious, treatment stopped",
    "serious-changed": "Serious, dose changed or interrupted",
    "related-stopped": "Related, treatment stopped",
    "related-changed": "Related, dose changed or interrupted",
}


@dataclass(frozen=True)
class Count:
    """`participants` of `n` with `events` of them; None where the source does not record it."""

    participants: int | None
    n: int
    events: int | None


@dataclass(frozen=True)
class Overview:
    """Counts by measure and arm, in order."""

    arms: tuple[str, ...]
    counts: dict[tuple[str, str], Count]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures in the order of the rows, recorded or not."""
        return tuple(dict.fromkeys(measure for measure, _ in self.counts))

    def recorded(self, measure: str) -> bool:
        """Whether the source records it; it does so for every arm or for none."""
        return all(self.counts[measure, arm].participants is not None for arm in self.arms)

    def differences(self, measure: str) -> dict[str, tuple[float, float, float]]:
        """By pair, later minus earlier: shares of a recorded measure with Miettinen-Nurminen 95% limits (fractions)."""
        at = {arm: self.counts[measure, arm] for arm in self.arms}
        return {pair: _between(at[earlier], at[later]) for pair, earlier, later in pairs(self.arms)}

    def table(self) -> pd.DataFrame:
        """One row per measure; per arm participants, their percentage of the arm, and events."""
        measures = self.measures
        columns: dict[str, list[Any]] = {"Adverse events": [MEASURES[measure] for measure in measures]}
        for arm in self.arms:
            cells = [self.counts[measure, arm] for measure in measures]
            columns[f"{arm}: participants"] = [_text(cell.participants) for cell in cells]
            columns[f"{arm}: %"] = [_share(cell) for cell in cells]
            columns[f"{arm}: events"] = [_text(cell.events) for cell in cells]
        return pd.DataFrame(columns)


def overview(
    arm: pd.Categorical, measure: NDArray[np.object_], n: Numbers, participants: Numbers, events: Numbers
) -> Overview:
    """The rows of the query; NaN is a number that is not recorded."""
    rows = zip(arm, measure, n, participants, events, strict=True)
    counts = {(str(name), str(a)): Count(_whole(x), int(of), _whole(e)) for a, name, of, x, e in rows}
    return Overview(tuple(str(name) for name in arm.categories), counts)


def _between(earlier: Count, later: Count) -> tuple[float, float, float]:
    found = risk_difference(earlier.participants or 0, earlier.n, later.participants or 0, later.n)
    return float(found.difference), float(found.lower), float(found.upper)


def _whole(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def _text(value: int | None) -> str:
    return "–" if value is None else str(value)


def _share(cell: Count) -> str:
    return "–" if cell.participants is None else percent(cell.participants, cell.n)
