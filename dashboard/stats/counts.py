"""Counts of participants and of events: proportions, and adverse events by class and term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import QueryError
from dashboard.stats.arms import arm_codes, pairs
from dashboard.stats.contrast import risk_difference
from dashboard.stats.intervals import clopper_pearson

LEVELS = ("overall", "soc", "term")
"""Outermost first: any event, system organ class, preferred term."""

FREQUENCY, BY_NAME = "frequency", "name"
"""Orders of the rows: most participants over all arms first, or by name."""

Objects = NDArray[np.object_]
Key = tuple[str, str, str]
"""Level, class and term of a row."""


@dataclass(frozen=True)
class Proportion:
    """x of n participants with the exact (Clopper-Pearson) 95% interval; fractions, NaN for n = 0."""

    x: int
    n: int
    estimate: float
    lower: float
    upper: float

    def table(self) -> pd.DataFrame:
        """One row."""
        return pd.DataFrame(
            {
                "Participants": [self.x],
                "Of": [self.n],
                "Proportion": [self.estimate],
                "Lower 95%": [self.lower],
                "Upper 95%": [self.upper],
            }
        )


def proportion(x: ArrayLike, n: ArrayLike) -> Proportion:
    """x of n: numbers, or columns of disjoint groups, which are summed; no rows are 0 of 0.

    Raises SourceError unless 0 <= x <= n.
    """
    count, of = int(np.asarray(x).sum()), int(np.asarray(n).sum())
    lower, upper = clopper_pearson(count, of)
    return Proportion(count, of, count / of if of else np.nan, float(lower), float(upper))


def percent(n: int, of: int) -> str:
    """n as a percentage of `of` with one decimal, exact halves up (12 of 96 is 12.5, 1 of 800 is 0.1); "–" of 0."""
    if of == 0:
        return "–"
    tenths = (2000 * int(n) + int(of)) // (2 * int(of))
    return f"{tenths // 10}.{tenths % 10}"


def share(n: int, of: int) -> float:
    """What `percent` says, as a number for a table; NaN of 0."""
    return float(percent(n, of)) if of else np.nan


def count_and_percent(n: int, of: int) -> str:
    """What a cell of a count says: "12 (12.5%)"; "0" alone where there is nobody."""
    return f"{n} ({percent(n, of)}%)" if of else str(n)


@dataclass(frozen=True)
class Cell:
    """One row in one arm: participants with the event, of n; its events; participants by worst grade."""

    participants: int
    n: int
    events: int
    grades: Mapping[int, int]

    @property
    def text(self) -> str:
        """Participants and their percentage of the arm."""
        return count_and_percent(self.participants, self.n)


@dataclass(frozen=True)
class RowDifference:
    """Later arm's proportion minus the earlier's with Miettinen-Nurminen 95% limits; fractions."""

    difference: float
    lower: float
    upper: float


@dataclass(frozen=True)
class EventRow:
    """A row of the table: `cells` by arm, `differences` by pair ("B − A"; none with one arm)."""

    level: str
    soc: str
    term: str
    cells: Mapping[str, Cell]
    differences: Mapping[str, RowDifference]

    @property
    def title(self) -> str:
        """What the row counts, in the words of its level."""
        return {"overall": "Any event", "soc": self.soc, "term": self.term}[self.level]

    @property
    def depth(self) -> int:
        """0 overall, 1 class, 2 term."""
        return LEVELS.index(self.level)


@dataclass(frozen=True)
class AdverseEvents:
    """Adverse events by class and term. The rows and their order are those of all arms together.

    `arms` in order; `n` participants per arm; `grades` are the steps that occur and those of the scale, 0 for not
    graded; `left_out` counts terms too rare to be shown.
    """

    arms: tuple[str, ...]
    n: Mapping[str, int]
    grades: tuple[int, ...]
    rows: tuple[EventRow, ...]
    left_out: int = 0

    def table(self) -> pd.DataFrame:
        """One row per class or term; columns by arm, then by pair in percentage points."""
        columns: dict[str, list[Any]] = {
            "Level": [{"overall": "Overall", "soc": "Class", "term": "Term"}[row.level] for row in self.rows],
            "System organ class": [row.soc for row in self.rows],
            "Preferred term": [row.term for row in self.rows],
        }
        for arm in self.arms:
            cells = [row.cells[arm] for row in self.rows]
            columns[f"{arm}: participants"] = [cell.participants for cell in cells]
            columns[f"{arm}: of"] = [cell.n for cell in cells]
            columns[f"{arm}: %"] = [share(cell.participants, cell.n) for cell in cells]
            columns[f"{arm}: events"] = [cell.events for cell in cells]
            for grade in self.grades:
                name = f"worst grade {grade}" if grade else "not graded"
                columns[f"{arm}: {name}"] = [cell.grades[grade] for cell in cells]
        for pair, _, _ in pairs(self.arms):
            between = [row.differences[pair] for row in self.rows]
            columns[f"{pair}: difference (percentage points)"] = [100 * each.difference for each in between]
            columns[f"{pair}: lower 95%"] = [100 * each.lower for each in between]
            columns[f"{pair}: upper 95%"] = [100 * each.upper for each in between]
        return pd.DataFrame(columns)


def adverse_events(
    arm: pd.Categorical,
    soc: ArrayLike,
    term: ArrayLike,
    level: ArrayLike,
    grade: ArrayLike,
    participants: ArrayLike,
    events: ArrayLike,
    n: ArrayLike,
    *,
    order: str = FREQUENCY,
    least: str = "0",
    scale: int = 0,
) -> AdverseEvents:
    """Pivot counts (one row per arm, class or term, and grade) into rows over all arms; what is not given is 0.

    `level` is overall, soc or term; `grade` 1.. is the worst grade of those participants, 0 not graded; `n` is
    the arm's population, the same on each of its rows. Order: overall, then classes by participants over all arms
    (most first, then by name), terms the same way within their class; by name alone where `order` says so. Classes and
    terms that fewer than `least` percent of all participants had are left out. The overall row is always there.
    The steps 1 to `scale` are there whether they occur or not. Raises QueryError for an unknown level and for an arm
    with two populations, SourceError for a row without arm.
    """
    arms = tuple(str(name) for name in arm.categories)
    codes = arm_codes(arm)
    populations = sizes(arms, codes, np.asarray(n))
    keys, row_of = places(*(np.asarray(column, dtype=object) for column in (level, soc, term)))
    given = np.asarray(grade, dtype=np.int64)
    steps = np.union1d(given, np.arange(1, scale + 1))
    people = np.zeros((len(keys), len(arms), len(steps)), dtype=np.int64)
    counted = np.zeros((len(keys), len(arms)), dtype=np.int64)
    np.add.at(people, (row_of, codes, np.searchsorted(steps, given)), np.asarray(participants, dtype=np.int64))
    np.add.at(counted, (row_of, codes), np.asarray(events, dtype=np.int64))
    differences = _differences(people.sum(axis=2), arms, populations)
    kept_steps = (people.sum(axis=(0, 1)) > 0) | ((steps >= 1) & (steps <= scale))
    people, grades = people[:, :, kept_steps], tuple(int(step) for step in steps[kept_steps])
    rows = []
    kept, left_out = shown(keys, people.sum(axis=(1, 2)), sum(populations.values()), order, least)
    for at in kept:
        cells = {
            name: Cell(
                int(by_grade.sum()), populations[name], int(total), dict(zip(grades, by_grade.tolist(), strict=True))
            )
            for name, by_grade, total in zip(arms, people[at], counted[at], strict=True)
        }
        rows.append(EventRow(*keys[at], cells, {pair: each[at] for pair, each in differences.items()}))
    return AdverseEvents(arms, populations, grades, tuple(rows), left_out)


def any_event(arm: pd.Categorical, level: ArrayLike, **columns: ArrayLike) -> AdverseEvents:
    """The overall row of the same counts alone: who had any event at all."""
    of_all = np.asarray(level, dtype=object) == "overall"
    given = {name: np.asarray(column)[of_all] for name, column in {"level": level, **columns}.items()}
    return adverse_events(arm[of_all], **given)


def sizes(arms: Sequence[str], codes: "NDArray[Any]", n: "NDArray[Any]") -> dict[str, int]:
    """Each arm's population, which every row of the arm names; raises QueryError where they differ."""
    found = {}
    for code, name in enumerate(arms):
        values = np.unique(n[codes == code])
        if len(values) > 1:
            raise QueryError(
                f"n: arm {name} has {', '.join(map(str, values))}; an arm has one population. Correct the query."
            )
        found[name] = int(values[0]) if len(values) else 0
    return found


def places(level: Objects, soc: Objects, term: Objects) -> tuple[list[Key], "NDArray[np.int64]"]:
    """The distinct rows, overall first, and which of them each given one belongs to; QueryError for another level."""
    found: dict[Key, int] = {("overall", "", ""): 0}
    row_of = np.empty(len(level), dtype=np.int64)
    for at, (name, group, item) in enumerate(zip(level.tolist(), soc.tolist(), term.tolist(), strict=True)):
        if name not in LEVELS:
            raise QueryError(f"level: {name!r} is none of {', '.join(LEVELS)}. Correct the query.")
        depth = LEVELS.index(name)
        key = (name, group if depth else "", item if depth == 2 else "")
        row_of[at] = found.setdefault(key, len(found))
    return list(found), row_of


def shown(
    keys: Sequence[Key], people: "NDArray[np.int64]", everybody: int, order: str, least: str
) -> tuple[list[int], int]:
    """Which rows are shown, in order, and how many terms are not; from the participants over all arms alone."""
    enough = [not at or 100 * int(people[at]) >= float(least) * everybody for at in range(len(keys))]
    left_out = sum(level == "term" and not kept for (level, _, _), kept in zip(keys, enough, strict=True))
    return [at for at in _order(keys, people if order == FREQUENCY else 0 * people) if enough[at]], left_out


def _order(keys: Sequence[Key], people: "NDArray[np.int64]") -> list[int]:
    classes = {soc: int(total) for (level, soc, _), total in zip(keys, people, strict=True) if level == "soc"}

    def place(at: int) -> tuple[Any, ...]:
        level, soc, term = keys[at]
        own = -int(people[at]) if level == "term" else 0
        return (level != "overall", -classes.get(soc, 0), soc, level == "term", own, term)

    return sorted(range(len(keys)), key=place)


def _differences(
    people: "NDArray[np.int64]", arms: Sequence[str], n: Mapping[str, int]
) -> dict[str, list[RowDifference]]:
    found = {}
    for pair, earlier, later in pairs(arms):
        a, b = arms.index(earlier), arms.index(later)
        result = risk_difference(people[:, a], n[earlier], people[:, b], n[later])
        columns = (result.difference.tolist(), result.lower.tolist(), result.upper.tolist())
        found[pair] = [RowDifference(*values) for values in zip(*columns, strict=True)]
    return found
