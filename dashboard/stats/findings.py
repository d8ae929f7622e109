"""What the lock found in the source, counted by rule."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Findings:
    """Rules that rows of the source break, most rows first."""

    rules: tuple[str, ...]
    levels: tuple[str, ...]
    found: Array

    def table(self) -> pd.DataFrame:
        """One row per rule, its name in words."""
        words = [rule.replace("_", " ").capitalize() for rule in self.rules]
        return pd.DataFrame({"Rule": words, "Level": self.levels, "Rows": self.found})


def findings(rule: Array, level: Array, found: Array) -> Findings:
    """The counts as they come; empty when nothing was found."""
    return Findings(tuple(map(str, rule)), tuple(map(str, level)), np.asarray(found, dtype=int))
