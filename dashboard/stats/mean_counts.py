"""Mean cumulative counts of several groups of events, read at the same days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.arms import ByArm, arm_codes
from dashboard.stats.mean_cumulative import MeanCumulative, from_days


@dataclass(frozen=True, eq=False)
class OfGroups:
    """One arm's curve of each group, by the group's title."""

    curves: dict[str, MeanCumulative]

    def table(self) -> pd.DataFrame:
        """One row per group and landmark."""
        tables = [curve.table() for curve in self.curves.values()]
        for title, table in zip(self.curves, tables, strict=True):
            table.insert(0, "Events of special interest", title)
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"Events of special interest": []})


def mean_counts(
    arm: pd.Categorical,
    name: ArrayLike,
    day: ArrayLike,
    died: ArrayLike,
    censored: ArrayLike,
    events: ArrayLike,
    error: ArrayLike,
    *,
    groups: Mapping[str, str],
    landmarks: Sequence[float],
) -> ByArm[OfGroups]:
    """Each arm's curve of each of the `groups` (title by name), from the days of `mean_cumulative.from_days`."""
    codes, names = arm_codes(arm), np.asarray(name, dtype=object)
    columns = tuple(np.asarray(given) for given in (day, died, censored, events, error))

    def curve(code: int, group: str) -> MeanCumulative:
        here = (codes == code) & (names == group)
        return from_days(*(column[here] for column in columns), landmarks=landmarks)

    return ByArm(
        {
            str(letter): OfGroups({title: curve(code, group) for group, title in groups.items()})
            for code, letter in enumerate(arm.categories)
        }
    )
