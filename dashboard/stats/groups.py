"""Which group or stratum each participant belongs to, as codes that statistics can count with."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.times import Counts


@dataclass(frozen=True, eq=False)
class Groups:
    """`codes` (n,) are positions in `names`, earlier to later; a name may have nobody."""

    names: tuple[str, ...]
    codes: Counts

    @property
    def sizes(self) -> Counts:
        """How many participants each name has, in the order of the names."""
        return np.bincount(self.codes, minlength=len(self.names))


def groups(labels: "ArrayLike | pd.Categorical", rows: int, name: str = "group") -> Groups:
    """Groups from one label per participant: the order and names of a Categorical, else the sorted values.

    `rows` is how many participants there are. Raises SourceError if a label is missing or their number differs.
    """
    given = pd.Categorical(labels if isinstance(labels, pd.Categorical | pd.Series) else np.asarray(labels))
    if len(given) != rows:
        raise SourceError(f"{name}: {len(given)} rows for {rows} participants; each needs one.")
    codes = np.asarray(given.codes, dtype=np.int64)
    if missing := int(np.count_nonzero(codes < 0)):
        raise SourceError(f"{name}: {missing} of {rows} participants have none. Correct the source and lock again.")
    return Groups(tuple(str(label) for label in given.categories), codes)


def strata_of(labels: "ArrayLike | pd.Categorical | None", rows: int) -> Groups:
    """The strata, or one stratum of everybody where there are no labels; raises as `groups` does."""
    return Groups(("all",), np.zeros(rows, dtype=np.int64)) if labels is None else groups(labels, rows, "strata")
