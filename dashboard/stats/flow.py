"""What became of everybody randomised: steps that divide each arm, and the screening before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.errors import SourceError
from dashboard.stats.counts import share

Array = np.ndarray[Any, np.dtype[Any]]

SCREENING = "screening"
RANDOMISED = "randomised"
"""The outcome of a candidate who went on, in any case of letters."""


@dataclass(frozen=True)
class Step:
    """A step with its participants by arm; `reasons` divide them, in order of how many they are over all arms."""

    title: str
    counts: Mapping[str, int]
    reasons: tuple[tuple[str, Mapping[str, int]], ...] = ()


@dataclass(frozen=True)
class Flow:
    """`n` randomised of each arm, divided into `steps`; `screened` candidates, of whom `stayed` are not randomised.

    `stayed` are (outcome, reason, candidates); `screened` is None where the store has no screening log.
    """

    n: Mapping[str, int]
    steps: tuple[Step, ...]
    screened: int | None
    stayed: tuple[tuple[str, str, int], ...]

    def table(self) -> pd.DataFrame:
        """One row per step and reason; columns by arm. Screening has no arm."""
        rows: list[dict[str, Any]] = []
        if self.screened is not None:
            rows.append({"Step": "Screened", "Reason": "", "Candidates": self.screened})
        rows += [{"Step": step, "Reason": reason, "Candidates": count} for step, reason, count in self.stayed]
        rows.append({"Step": "Randomised", "Reason": ""} | self._cells(self.n))
        for step in self.steps:
            rows.append({"Step": step.title, "Reason": ""} | self._cells(step.counts))
            rows += [{"Step": step.title, "Reason": reason} | self._cells(each) for reason, each in step.reasons]
        table = pd.DataFrame(rows)
        whole = [name for name in table.columns if name == "Candidates" or str(name).endswith((": n", ": of"))]
        return table.astype(dict.fromkeys(whole, "Int64"))

    def _cells(self, counts: Mapping[str, int]) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for arm, n in self.n.items():
            cells |= {f"{arm}: n": counts[arm], f"{arm}: of": n, f"{arm}: %": share(counts[arm], n)}
        return cells


def flow(
    arm: pd.Categorical,
    scheme: Array,
    step: Array,
    reason: Array,
    n: Array,
    participants: Array,
    *,
    steps: Mapping[str, str],
) -> Flow:
    """The counts of the query; `steps` are those of the scheme in order, with their titles.

    A row without an arm is of screening. A step with nobody in any arm is kept. Raises SourceError if the steps do not
    divide everybody randomised.
    """
    rows = pd.DataFrame(
        {"arm": arm, "scheme": scheme, "step": step, "reason": reason, "n": n, "participants": participants}
    )
    arms = [str(name) for name in arm.categories]
    before, after = rows[rows["scheme"] == SCREENING], rows[rows["scheme"] != SCREENING]
    sizes = {name: int(after.loc[after["arm"] == name, "n"].max()) if len(after) else 0 for name in arms}
    divided = tuple(_step(after[after["step"] == code], title, arms) for code, title in steps.items())
    for name, of in sizes.items():
        if (total := sum(each.counts[name] for each in divided)) != of:
            raise SourceError(f"Disposition: steps add up to {total} of {of} randomised. Lock the source again.")
    stayed = before[before["step"].str.lower() != RANDOMISED].sort_values(
        ["step", "participants", "reason"], ascending=[True, False, True]
    )
    told = ((str(a), str(b), int(c)) for a, b, c in stayed[["step", "reason", "participants"]].itertuples(index=False))
    screened = int(before["participants"].sum()) if len(before) else None
    return Flow(sizes, divided, screened, tuple(told))


def _step(rows: pd.DataFrame, title: str, arms: list[str]) -> Step:
    counts = {name: int(rows.loc[rows["arm"] == name, "participants"].sum()) for name in arms}
    given = rows[rows["reason"] != ""].groupby("reason")["participants"].sum()
    ordered = sorted((str(reason) for reason in given.index if given[reason]), key=lambda name: (-given[name], name))
    reasons = tuple(
        (name, {each: int(_of(rows, each, name)["participants"].sum()) for each in arms}) for name in ordered
    )
    return Step(title, counts, reasons)


def _of(rows: pd.DataFrame, arm: str, reason: str) -> pd.DataFrame:
    return rows[(rows["arm"] == arm) & (rows["reason"] == reason)]
