"""Constant answers: what a side says whatever the data are."""

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Notes:
    """Titles, each with the same words."""

    titles: tuple[str, ...]
    words: str

    def table(self) -> pd.DataFrame:
        """One row per title."""
        return pd.DataFrame({"Guideline": self.titles, "Status": [self.words] * len(self.titles)})


def constant(*, titles: tuple[str, ...], words: str, **_: Any) -> Notes:
    """The titles with their words; the rows of the query are not looked at, so nothing in them can be told."""
    return Notes(titles, words)
