"""Laboratory values that became severe: participants by test and arm, and the difference of each two arms."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.stats import ctcae
from dashboard.stats.arms import arm_codes, pairs
from dashboard.stats.contrast import RiskDifference, risk_difference
from dashboard.stats.intervals import Array
from dashboard.stats.lab_grades import Extremes, graded

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
    arm: pd.Categorical, lab: ArrayLike, *, criteria: Mapping[str, ctcae.Criterion], severe_from: int, **values: Array
) -> Severe:
    """One row per participant and laboratory test (its name in `lab`); `values` are the arrays of `Extremes`.

    `criteria` are those of the tests, in the order to show; everybody has a row of each of them. Severe is a
    grade of `severe_from` or more that is worse than at baseline, as `lab_grades.Graded` has it. Raises SourceError for
    a row without an arm.
    """
    codes, names = arm_codes(arm), tuple(str(name) for name in arm.categories)
    which, every = np.asarray(lab, dtype=object), Extremes(**values)
    size, known, hit = (np.zeros((len(criteria), len(names)), dtype=np.int64) for _ in range(3))
    for row, (name, criterion) in enumerate(criteria.items()):
        here = which == name
        found = graded(criterion, every.only(here))
        size[row] = _by_arm(codes[here], len(names))
        known[row] = _by_arm(codes[here][found.worst != ctcae.NOT_GRADED], len(names))
        hit[row] = _by_arm(codes[here][found.worse & (found.worst >= severe_from)], len(names))
    return Severe(tuple(criteria), names, tuple(size.max(axis=0).tolist()), known, hit)


def _by_arm(codes: Counts, arms: int) -> Counts:
    return np.asarray(np.bincount(codes, minlength=arms), dtype=np.int64)
