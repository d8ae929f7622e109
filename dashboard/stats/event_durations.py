"""How long adverse events lasted, term by term."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.arms import arm_codes
from dashboard.stats.counts import FREQUENCY, places, shown, sizes


@dataclass(frozen=True)
class Lasted:
    """Median, shortest and longest days of the events that ended, NaN of none, and how many have not ended."""

    median: float
    shortest: float
    longest: float
    ended: int
    ongoing: int


NOTHING = Lasted(np.nan, np.nan, np.nan, 0, 0)


@dataclass(frozen=True)
class Durations:
    """Terms in order, each with what every arm's events lasted; `left_out` terms were too rare to be shown."""

    arms: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Lasted, ...]], ...]
    left_out: int

    def table(self) -> pd.DataFrame:
        """One row per arm and term."""
        titles = ["Preferred term", "Arm", "Median days", "Shortest", "Longest", "Ended", "Ongoing"]
        cells = [(term, arm, each) for term, row in self.rows for arm, each in zip(self.arms, row, strict=True)]
        numbers = [(e.median, e.shortest, e.longest, e.ended, e.ongoing) for _, _, e in cells]
        return pd.DataFrame([[t, a, *n] for (t, a, _), n in zip(cells, numbers, strict=True)], columns=titles)


def durations(
    arm: pd.Categorical,
    level: ArrayLike,
    soc: ArrayLike,
    term: ArrayLike,
    participants: ArrayLike,
    n: ArrayLike,
    median: ArrayLike,
    shortest: ArrayLike,
    longest: ArrayLike,
    ended: ArrayLike,
    ongoing: ArrayLike,
    *,
    order: str = FREQUENCY,
    least: str = "0",
) -> Durations:
    """Given one row per arm and term, in any order. `order` and `least` are as in `counts.adverse_events`."""
    names, codes = tuple(str(name) for name in arm.categories), arm_codes(arm)
    keys, row = places(*(np.asarray(column, dtype=object) for column in (level, soc, term)))
    people = np.bincount(row, weights=np.asarray(participants, dtype=float), minlength=len(keys)).astype(np.int64)
    kept, left_out = shown(keys, people, sum(sizes(names, codes, np.asarray(n)).values()), order, least)
    columns = zip(*(np.asarray(c).tolist() for c in (median, shortest, longest, ended, ongoing)), strict=True)
    cells = {
        place: Lasted(*values)
        for place, values in zip(zip(row.tolist(), codes.tolist(), strict=True), columns, strict=True)
    }
    of_terms = sorted(
        (at for at in kept if keys[at][0] == "term"), key=lambda at: -people[at] if order == FREQUENCY else 0
    )
    rows = ((keys[at][2], tuple(cells.get((at, code), NOTHING) for code in range(len(names)))) for at in of_terms)
    return Durations(names, tuple(rows), left_out)
