"""Laboratory values against their reference range: where participants stood at baseline, and where they went."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.arms import arm_codes
from dashboard.stats.counts import share
from dashboard.stats.ctcae import multiples
from dashboard.stats.intervals import Array
from dashboard.stats.lab_grades import Extremes

PLACES = ("Low", "Normal", "High", "Low and high", "Not known")
"""Below the lower limit of normal, within, above the upper one; both at different times; no value with a limit."""


@dataclass(frozen=True)
class Ranges:
    """Participants by arm, place at baseline and place after it, each once; `n` is everybody of an arm."""

    n: Mapping[str, int]
    counts: Mapping[tuple[str, str, str], int]

    def table(self) -> pd.DataFrame:
        """One row per arm, place at baseline and place after it."""
        rows = [
            (arm, before, after, count, self.n[arm], share(count, self.n[arm]))
            for (arm, before, after), count in self.counts.items()
        ]
        return pd.DataFrame(rows, columns=["Arm", "At baseline", "After baseline", "Participants", "Of", "%"])


def ranges(arm: pd.Categorical, **values: Array) -> Ranges:
    """One row per participant; `values` are the arrays of `Extremes`. Raises SourceError for a row without an arm.

    After baseline the lowest and the highest value count, so somebody may have been low and high. A value at its limit
    is within; a limit that the source does not have is passed by nobody.
    """
    codes, names, found = arm_codes(arm), tuple(str(name) for name in arm.categories), Extremes(**values)
    before = _places(found.baseline_of_lower, found.baseline_of_upper)
    after = _places(found.lowest_of_lower, found.highest_of_upper)
    counts = {
        (name, PLACES[b], PLACES[a]): int(np.count_nonzero((codes == code) & (before == b) & (after == a)))
        for code, name in enumerate(names)
        for b, a in product(range(len(PLACES)), repeat=2)
    }
    return Ranges({name: int(np.count_nonzero(codes == code)) for code, name in enumerate(names)}, counts)


def _places(of_lower: Array, of_upper: Array) -> NDArray[np.intp]:
    """Positions (n,) in PLACES of values over their lower and their upper limit."""
    lower, upper = multiples(of_lower), multiples(of_upper)
    with np.errstate(invalid="ignore"):
        low, high = lower < 1, upper > 1
    kinds: list[NDArray[Any]] = [np.isnan(lower) & np.isnan(upper), low & high, low, high]
    return np.select(kinds, [4, 3, 0, 2], default=1)
