"""Treatment by cycle: who reached it and why others did not, timing and dose, completion, each participant's bars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.errors import QueryError
from dashboard.stats.arms import arm_codes
from dashboard.stats.counts import Proportion, proportion, share

Array = np.ndarray[Any, np.dtype[Any]]

STARTED = ""
"""The outcome of who started the cycle."""


@dataclass(frozen=True)
class Reached:
    """Participants by arm, cycle and outcome, of those for whom the cycle is due and over.

    `outcomes` are the reasons for not starting it, the most frequent over all arms first.
    """

    arms: tuple[str, ...]
    cycles: tuple[int, ...]
    outcomes: tuple[str, ...]
    counts: Mapping[tuple[str, int, str], int]

    def expected(self, arm: str, cycle: int) -> int:
        """For how many of the arm the cycle is due and over."""
        return sum(self.counts[arm, cycle, outcome] for outcome in (STARTED, *self.outcomes))

    def table(self) -> pd.DataFrame:
        """One row per arm, cycle and outcome."""
        rows = [
            (arm, cycle, outcome or "Started", count, of, share(count, of))
            for arm in self.arms
            for cycle in self.cycles
            for of in (self.expected(arm, cycle),)
            for outcome in (STARTED, *self.outcomes)
            for count in (self.counts[arm, cycle, outcome],)
        ]
        return pd.DataFrame(rows, columns=["Arm", "Cycle", "Outcome", "Participants", "Expected", "%"])


def reached(arm: pd.Categorical, cycle: Array, outcome: Array, participants: Array) -> Reached:
    """The counts of the query; raises SourceError for a row without an arm."""
    arm_codes(arm)
    names = tuple(str(name) for name in arm.categories)
    keys = zip(arm, cycle, outcome, participants, strict=True)
    counts = {(str(name), int(number), str(what)): int(n) for name, number, what, n in keys}
    totals: dict[str, int] = {}
    for (_, _, what), n in counts.items():
        totals[what] = totals.get(what, 0) + n
    outcomes = sorted((what for what in totals if what != STARTED), key=lambda what: (-totals[what], what))
    return Reached(names, tuple(sorted({int(number) for number in cycle})), tuple(outcomes), counts)


@dataclass(frozen=True)
class Spread:
    """`n` values with their quartiles and range, NaN where there are none; `hits` of them are of a named kind."""

    n: int
    least: float
    lower: float
    middle: float
    upper: float
    most: float
    hits: int


@dataclass(frozen=True)
class Exposure:
    """Spreads by arm, measure and cycle (0: all cycles)."""

    arms: tuple[str, ...]
    spreads: Mapping[tuple[str, str, int], Spread]

    def cycles(self, measure: str) -> tuple[int, ...]:
        """The cycles a measure has, in order."""
        return tuple(sorted({cycle for _, name, cycle in self.spreads if name == measure}))

    def table(self) -> pd.DataFrame:
        """One row per arm, measure and cycle; of `MEASURES` the words."""
        rows = [
            (arm, MEASURES[name], cycle or None, each.n, each.middle, each.lower, each.upper, each.least, each.most)
            + ((HITS[name], each.hits, share(each.hits, each.n)) if name in HITS else ("", None, None))
            for (arm, name, cycle), each in self.spreads.items()
        ]
        columns = ["Arm", "Measure", "Cycle", "Values", "Median", "Lower quartile", "Upper quartile", "Least", "Most"]
        table = pd.DataFrame(rows, columns=[*columns, "Counted", "n", "%"])
        return table.astype({"Cycle": "Int64", "n": "Int64", "%": "float64"})


MEASURES = {
    "interval": "Days from transplantation to cycle 1",
    "delay": "Days from the due day to the start",
    "given": "Infusion days given",
    "intensity": "Percent of planned infusion days given",
    "interruptions": "Interruptions of a participant",
    "pause": "Days of an interruption",
}
HITS = {
    "delay": "Started after the due day",
    "given": "Complete",
    "intensity": "At least the share of a complete cycle",
    "interruptions": "With an interruption",
    "pause": "Longer than 7 days within one cycle",
}


def exposure(
    arm: pd.Categorical,
    measure: Array,
    cycle: Array,
    n: Array,
    least: Array,
    lower: Array,
    middle: Array,
    upper: Array,
    most: Array,
    hits: Array,
) -> Exposure:
    """The spreads of the query; quartiles interpolate (Hyndman and Fan's type 7).

    Raises SourceError for a row without an arm, QueryError for a measure that is none of `MEASURES`.
    """
    arm_codes(arm)
    if unknown := {str(name) for name in measure} - {*MEASURES}:
        raise QueryError(f"measure: {sorted(unknown)[0]!r} is none of {', '.join(MEASURES)}. Correct the query.")
    ends = np.column_stack([np.asarray(each, dtype=float) for each in (least, lower, middle, upper, most)]).tolist()
    rows = zip(arm, measure, cycle, n, ends, hits, strict=True)
    spreads = {(str(a), str(m), int(c)): _spread(int(x), five, int(h)) for a, m, c, x, five, h in rows}
    return Exposure(tuple(str(name) for name in arm.categories), spreads)


@dataclass(frozen=True)
class Completion:
    """Completion of all cycles by arm and basis (randomised, or started), and published points beside it."""

    found: Mapping[tuple[str, str], Proportion]
    published: tuple[tuple[str, Proportion], ...]

    def table(self) -> pd.DataFrame:
        """One row per arm and basis, then one per published point; limits are exact 95% ones."""
        named = [(arm, f"Of {basis}", each) for (arm, basis), each in self.found.items()]
        named += [("Published", source, each) for source, each in self.published]
        columns = ["Arm", "Basis", "Completed", "Of", "%", "Lower 95% (%)", "Upper 95% (%)"]
        rows = [
            (arm, basis, each.x, each.n, 100 * each.estimate, 100 * each.lower, 100 * each.upper)
            for arm, basis, each in named
        ]
        return pd.DataFrame(rows, columns=columns)


def completion(
    arm: pd.Categorical, basis: Array, completed: Array, n: Array, *, published: Iterable[tuple[str, int, int]] = ()
) -> Completion:
    """Exact (Clopper-Pearson) intervals of the counts, and of `published` counts (source, completed, treated)."""
    arm_codes(arm)
    rows = zip(arm, basis, completed, n, strict=True)
    found = {(str(name), str(what)): proportion(x, of) for name, what, x, of in rows}
    return Completion(found, tuple((source, proportion(x, of)) for source, x, of in published))


@dataclass(frozen=True)
class Bar:
    """A cycle of a participant, or an event on its first day; days after randomisation."""

    kind: str
    cycle: int
    start: int
    end: int


@dataclass(frozen=True)
class Swimmer:
    """Participants in the order of their time on treatment, the longest first: (participant, arm, bars); of `total`."""

    rows: tuple[tuple[str, str, tuple[Bar, ...]], ...]
    total: int

    def table(self) -> pd.DataFrame:
        """One row per cycle or event."""
        rows = [
            (who, arm, bar.kind.capitalize(), bar.cycle or None, bar.start, bar.end)
            for who, arm, bars in self.rows
            for bar in bars
        ]
        table = pd.DataFrame(rows, columns=["Participant", "Arm", "What", "Cycle", "From day", "To day"])
        return table.astype({"Cycle": "Int64"})


def swimmer(
    arm: pd.Categorical,
    participant: Array,
    place: Array,
    of: Array,
    kind: Array,
    cycle: Array,
    start_day: Array,
    end_day: Array,
) -> Swimmer:
    """Bars by participant in the order of `place`; raises SourceError for a row without an arm."""
    arm_codes(arm)
    found: dict[str, tuple[str, list[Bar]]] = {}
    order = np.argsort(place, kind="stable")
    for at in order:
        bar = Bar(str(kind[at]), int(cycle[at]), int(start_day[at]), int(end_day[at]))
        found.setdefault(str(participant[at]), (str(arm[at]), []))[1].append(bar)
    rows = tuple((who, letter, tuple(bars)) for who, (letter, bars) in found.items())
    return Swimmer(rows, int(np.max(of, initial=0)))


def _spread(n: int, ends: list[float], hits: int) -> Spread:
    least, lower, middle, upper, most = ends
    return Spread(n, least, lower, middle, upper, most, hits)
