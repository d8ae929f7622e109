"""Baseline characteristics: counts of levels and quartiles of numbers, with what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.errors import SourceError
from dashboard.stats.arms import arm_codes
from dashboard.stats.counts import share

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Item:
    """A characteristic as it is shown: its `levels` in order; a number has a `unit` and no levels."""

    name: str
    title: str
    unit: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Number:
    """A number over the `known` participants of an arm who have one; all NaN where nobody has."""

    known: int
    least: float
    lower: float
    middle: float
    upper: float
    most: float


@dataclass(frozen=True)
class Row:
    """A level of a characteristic with its participants by arm, or a number with its quartiles by arm."""

    item: Item
    level: str
    counts: Mapping[str, int]
    numbers: Mapping[str, Number]


@dataclass(frozen=True)
class Baseline:
    """Characteristics in order, each level under the one before; `n` are the randomised of each arm."""

    n: Mapping[str, int]
    rows: tuple[Row, ...]

    def table(self) -> pd.DataFrame:
        """One row per level or number; by arm participants, of how many, and the quartiles of a number."""
        return pd.DataFrame(
            [self._cells(row) for row in self.rows],
            columns=["Characteristic", "Level", *(f"{arm}: {what}" for arm in self.n for what in _COLUMNS)],
        )

    def _cells(self, row: Row) -> dict[str, Any]:
        cells: dict[str, Any] = {"Characteristic": _title(row.item), "Level": row.level}
        for arm, n in self.n.items():
            cells |= {f"{arm}: participants": row.counts[arm], f"{arm}: of": n}
            cells[f"{arm}: %"] = share(row.counts[arm], n)
            if row.numbers:
                each = row.numbers[arm]
                values = (each.middle, each.lower, each.upper, each.least, each.most)
                cells |= {f"{arm}: {what}": value for what, value in zip(_COLUMNS[3:], values, strict=True)}
        return cells


_COLUMNS = ("participants", "of", "%", "median", "lower quartile", "upper quartile", "least", "most")


def baseline(
    arm: pd.Categorical,
    characteristic: Array,
    level: Array,
    n: Array,
    participants: Array,
    least: Array,
    lower: Array,
    middle: Array,
    upper: Array,
    most: Array,
    *,
    items: Sequence[Item],
    rare: Sequence[str] = (),
) -> Baseline:
    """The counts of the query in the order of `items`.

    `rare` are levels that every characteristic of words has after its own, left out where no arm has anybody. After a
    number comes a row of those without one, called as the last of `rare`.
    Raises SourceError if the levels of a characteristic do not add up to everybody randomised.
    """
    arms, codes = tuple(str(name) for name in arm.categories), arm_codes(arm)
    size = {name: int(np.max(n[codes == code], initial=0)) for code, name in enumerate(arms)}
    places = zip((arms[code] for code in codes), characteristic, level, strict=True)
    place = {(str(one), str(what), str(which)): at for at, (one, what, which) in enumerate(places)}
    quartiles = np.column_stack([np.asarray(each, dtype=float) for each in (least, lower, middle, upper, most)])

    def counted(item: Item, which: str) -> dict[str, int]:
        return {name: int(participants[place[name, item.name, which]]) for name in arms}

    rows: list[Row] = []
    for item in items:
        if item.levels:
            found = [Row(item, which, counted(item, which), {}) for which in (*item.levels, *rare)]
            _adds_up(item, found, size)
            rows += [row for row in found if row.level not in rare or any(row.counts.values())]
            continue
        known = counted(item, "")
        numbers = {name: Number(known[name], *quartiles[place[name, item.name, ""]].tolist()) for name in arms}
        rows.append(Row(item, "", known, numbers))
        missing = {name: size[name] - known[name] for name in arms}
        rows += [Row(item, rare[-1], missing, {})] if rare and any(missing.values()) else []
    return Baseline(size, tuple(rows))


def _adds_up(item: Item, rows: Sequence[Row], size: Mapping[str, int]) -> None:
    for arm, n in size.items():
        if (total := sum(row.counts[arm] for row in rows)) != n:
            raise SourceError(f"{item.title}: levels add up to {total} of {n} randomised. Lock the source again.")


def _title(item: Item) -> str:
    return f"{item.title} ({item.unit})" if item.unit else item.title
