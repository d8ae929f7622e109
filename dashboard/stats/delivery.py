"""What was due and what was done: scheduled visits and treatment cycles."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Visits:
    """Documented visits of those due by the cut-off, one entry per arm and visit."""

    arms: tuple[str, ...]
    visits: tuple[str, ...]
    due_days: Array
    expected: Array
    done: Array

    def total(self, arm: str | None = None) -> tuple[int, int]:
        """Visits done and expected, of one arm or of all."""
        chosen = np.array([arm is None or name == arm for name in self.arms], dtype=bool)
        return int(self.done[chosen].sum()), int(self.expected[chosen].sum())

    def table(self) -> pd.DataFrame:
        """One row per arm and visit."""
        return pd.DataFrame(
            {
                "Arm": self.arms,
                "Visit": self.visits,
                "Due on day": self.due_days,
                "Documented": self.done,
                "Expected": self.expected,
                "Documented %": _percent(self.done, self.expected),
            }
        )


def visits(arm: pd.Categorical, visit: Array, due_day: Array, expected: Array, done: Array) -> Visits:
    """Completeness of scheduled visits. A participant who died before a visit was due counts as complete."""
    return Visits(
        tuple(str(name) for name in arm),
        tuple(str(name) for name in visit),
        np.asarray(due_day, dtype=int),
        np.asarray(expected, dtype=int),
        np.asarray(done, dtype=int),
    )


@dataclass(frozen=True)
class Cycles:
    """Cycles expected by time, started and completed, one entry per arm and cycle.

    `started` and `completed` are floats; NaN where the count is masked. `completed` is empty where the store
    has none.
    """

    arms: tuple[str, ...]
    cycles: Array
    expected: Array
    started: Array
    completed: Array

    def of(self, cycle: int, arm: str | None = None) -> tuple[float, float]:
        """Started (NaN if masked) and expected for one cycle, of one arm or of all."""
        chosen = (self.cycles == cycle) & np.array([arm is None or name == arm for name in self.arms], dtype=bool)
        return float(self.started[chosen].sum()), float(self.expected[chosen].sum())

    def table(self) -> pd.DataFrame:
        """One row per arm and cycle; a masked count is empty."""
        columns: dict[str, Any] = {
            "Arm": self.arms,
            "Cycle": self.cycles,
            "Expected": self.expected,
            "Started": self.started,
        }
        if len(self.completed):
            columns |= {
                "Completed": self.completed,
                "Completed % of started": _percent(self.completed, self.started),
            }
        return pd.DataFrame(columns)


def cycles(
    arm: pd.Categorical, cycle: Array, expected: Array, started: Array, completed: Array | None = None
) -> Cycles:
    """Cycles by arm. A cycle counts as completed with the protocol's share of its infusion days."""
    return Cycles(
        tuple(str(name) for name in arm),
        np.asarray(cycle, dtype=int),
        np.asarray(expected, dtype=float),
        np.asarray(started, dtype=float),
        np.asarray([] if completed is None else completed, dtype=float),
    )


def _percent(part: Array, whole: Array) -> Array:
    share = np.full(len(whole), np.nan)
    np.divide(100.0 * part, whole, out=share, where=np.asarray(whole) > 0)
    return share
