"""Laboratory values that became severe: participants by test and arm, and the difference of each two arms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.stats import ctcae
from dashboard.stats.arms import arm_codes, pairs
from dashboard.stats.contrast import RiskDifference, risk_difference
from dashboard.stats.labs import graded

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Severe:
    """Participants (tests, arms) with a grade after baseline, and with one that is severe and worse than at baseline.

    `n` is everybody of each arm, in the order of `arms`.
    """

    tests: tuple[str, ...]
    arms: tuple[str, ...]
    n: tuple[int, ...]
    graded: Counts
    severe: Counts

    def differences(self) -> dict[str, RiskDifference]:
        """By pair, later minus earlier: shares of everybody (tests,), with Miettinen-Nurminen 95% limits."""
        at = {arm: place for place, arm in enumerate(self.arms)}
        return {
            pair: risk_difference(
                self.severe[:, at[earlier]], self.n[at[earlier]], self.severe[:, at[later]], self.n[at[later]]
            )
            for pair, earlier, later in pairs(self.arms)
        }

    def table(self) -> pd.DataFrame:
        """One row per test and arm."""
        return pd.DataFrame(
            [
                (test, arm, int(self.severe[row, at]), self.n[at], int(self.graded[row, at]))
                for row, test in enumerate(self.tests)
                for at, arm in enumerate(self.arms)
            ],
            columns=["Test", "Arm", "Severe", "Of", "Graded after baseline"],
        )


def severe(
    arm: pd.Categorical, lab: ArrayLike, *, criteria: Mapping[str, str], severe_from: int, **columns: Any
) -> Severe:
    """One row per participant and laboratory test (its name in `lab`); `columns` are those that `labs.graded` takes.

    `criteria` are the criterion's name by test, in the order to show; everybody has a row of each of them. A baseline
    without a grade is below any other. Raises SourceError for a row without an arm.
    """
    codes, names = arm_codes(arm), tuple(str(name) for name in arm.categories)
    which = np.asarray(lab, dtype=object)
    found = [
        _counted(codes, len(names), which == name, ctcae.CRITERIA[criteria[name]], severe_from, columns)
        for name in criteria
    ]
    size, known, worse = (np.array(each, dtype=np.int64).reshape(-1, len(names)) for each in zip(*found, strict=True))
    return Severe(tuple(criteria), names, tuple(size.max(axis=0).tolist()), known, worse)


def _counted(
    codes: Counts,
    arms: int,
    here: NDArray[np.bool_],
    criterion: ctcae.Criterion,
    least: int,
    columns: Mapping[str, Any],
) -> tuple[Counts, Counts, Counts]:
    before, worst = graded(criterion, **{name: np.asarray(column, float)[here] for name, column in columns.items()})
    kinds = np.ones(len(before), dtype=bool), worst != ctcae.NOT_GRADED, (worst >= least) & (worst > before)
    every, known, severe_ = (np.bincount(codes[here][kind], minlength=arms) for kind in kinds)
    return every, known, severe_
