"""Which of many adverse events stand out when all of them are tested: screening, not proof."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.intervals import Array

Objects = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class DoubleFalseDiscovery:
    """Events (m,) by class and term, and whether each is `flagged`; `adjusted` is NaN in classes not looked into."""

    soc: Objects
    term: Objects
    flagged: NDArray[np.bool_]
    adjusted: Array

    def table(self) -> pd.DataFrame:
        """The flagged events, one a row; without p-values."""
        return pd.DataFrame({"System organ class": self.soc[self.flagged], "Event": self.term[self.flagged]})


def double_false_discovery(soc: ArrayLike, term: ArrayLike, p: ArrayLike, alpha: float = 0.05) -> DoubleFalseDiscovery:
    """Flag events by the double false discovery rate (Mehrotra & Adewale 2012, Statistics in Medicine 31:1918).

    Within each class the p-values (m,) are adjusted (Benjamini & Hochberg 1995) and the least one stands for the
    class. Classes whose adjusted least one is at most `alpha` are looked into: their events are pooled, adjusted
    once more, and flagged at `alpha`. Raises ChoiceError for alpha outside (0, 1), SourceError for values that are
    no p-values.
    """
    classes, terms, given = np.asarray(soc, dtype=object), np.asarray(term, dtype=object), np.asarray(p, dtype=float)
    if not 0 < alpha < 1:
        raise ChoiceError(f"alpha: {alpha:g} is no rate of false discoveries. It lies between 0 and 1; 0.05 is usual.")
    if bad := int(np.count_nonzero(~((given >= 0) & (given <= 1)))):
        raise SourceError(f"p: {bad} of {given.size} are missing or outside 0 to 1. Leave out events nobody had.")
    names, of = np.unique(classes.astype(str), return_inverse=True)
    least = np.array([false_discovery_control(given[of == at]).min() for at in range(len(names))])
    looked_into = (_adjusted(least) <= alpha)[of]
    adjusted = np.full(given.shape, np.nan)
    adjusted[looked_into] = _adjusted(given[looked_into])
    return DoubleFalseDiscovery(classes, terms, looked_into & (np.nan_to_num(adjusted, nan=1.0) <= alpha), adjusted)


def _adjusted(p: Array) -> Array:
    adjusted: Array = false_discovery_control(p) if p.size else p
    return adjusted
