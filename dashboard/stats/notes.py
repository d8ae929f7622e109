"""Constant answers: what a side says whatever the data are."""

from dataclasses import asdict, dataclass, fields
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


@dataclass(frozen=True)
class Published:
    """A published number: `estimate` and limits in `unit`; None where nothing was published."""

    measure: str
    estimate: float
    unit: str
    low: float | None
    high: float | None
    interval: str
    events: int | None
    n: int | None
    clock: str
    population: str
    source: str


@dataclass(frozen=True)
class Benchmarks:
    """Published numbers, in the order of the trial definition."""

    rows: tuple[Published, ...]

    def table(self) -> pd.DataFrame:
        """One row per number."""
        titles = {field.name: field.name.capitalize() for field in fields(Published)} | {"n": "Of", "low": "Lower"}
        titles |= {"high": "Upper", "estimate": "Published"}
        table = pd.DataFrame([asdict(row) for row in self.rows]).rename(columns=titles)
        return table.astype({"Events": "Int64", "Of": "Int64"})


def published(*, rows: tuple[Published, ...], **_: Any) -> Benchmarks:
    """The numbers of the definition; the rows of the query are not looked at."""
    return Benchmarks(rows)


def constant(*, titles: tuple[str, ...], words: str, **_: Any) -> Notes:
    """The titles with their words; the rows of the query are not looked at, so nothing in them can be told."""
    return Notes(titles, words)
