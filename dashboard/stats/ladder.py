"""The ladder clinicians ask along: any event, serious, severe, related, fatal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.errors import QueryError
from dashboard.stats.arms import arm_codes, pairs
from dashboard.stats.contrast import risk_difference
from dashboard.stats.counts import share

Array = np.ndarray[Any, np.dtype[Any]]

STEPS = ("any", "serious", "severe", "related", "fatal")


@dataclass(frozen=True)
class Ladder:
    """Participants with at least one event of each step.

    `counts[step][arm]` participants of `n[arm]`; `differences[step][pair]` is the later arm's proportion minus
    the earlier's with its Miettinen–Nurminen 95% limits (fractions); no pairs with one arm.
    """

    arms: tuple[str, ...]
    n: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]]
    differences: Mapping[str, Mapping[str, tuple[float, float, float]]]

    def table(self) -> pd.DataFrame:
        """One row per step; columns by arm, then by pair in percentage points."""
        columns: dict[str, list[Any]] = {"Events": [step.capitalize() for step in self.counts]}
        for arm in self.arms:
            columns[f"{arm}: participants"] = [row[arm] for row in self.counts.values()]
            columns[f"{arm}: of"] = [self.n[arm]] * len(self.counts)
            columns[f"{arm}: %"] = [share(row[arm], self.n[arm]) for row in self.counts.values()]
        for pair, _, _ in pairs(self.arms):
            between = [row[pair] for row in self.differences.values()]
            for place, title in enumerate(("difference (percentage points)", "lower 95%", "upper 95%")):
                columns[f"{pair}: {title}"] = [100 * values[place] for values in between]
        return pd.DataFrame(columns)


def ladder(
    arm: pd.Categorical, subset: Array, participants: Array, n: Array, *, recorded: Collection[str] = STEPS
) -> Ladder:
    """Counts per arm and step (one row each), in the order of the ladder.

    Steps that the store has not, or that are not `recorded`, are left out: what nobody wrote down is not none.

    Raises SourceError for a row without an arm, QueryError for a step that is none of `STEPS`.
    """
    arms = tuple(str(name) for name in arm.categories)
    codes, kinds = arm_codes(arm), np.asarray(subset).astype(str)
    if unknown := sorted({*kinds.tolist()} - {*STEPS}):
        raise QueryError(f"subset: {unknown[0]!r} is none of {', '.join(STEPS)}. Correct the query.")
    size = {name: int(np.max(n[codes == code], initial=0)) for code, name in enumerate(arms)}
    steps = [step for step in STEPS if step in set(kinds) and step in recorded]
    counts = {
        step: {name: int(participants[(kinds == step) & (codes == code)].sum()) for code, name in enumerate(arms)}
        for step in steps
    }
    differences = {step: {pair: _difference(counts[step], size, a, b) for pair, a, b in pairs(arms)} for step in steps}
    return Ladder(arms, size, counts, differences)


def _difference(
    count: Mapping[str, int], size: Mapping[str, int], earlier: str, later: str
) -> tuple[float, float, float]:
    found = risk_difference(count[earlier], size[earlier], count[later], size[later])
    return float(found.difference), float(found.lower), float(found.upper)
