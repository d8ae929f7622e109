"""Adverse events one by one: of whom, when, how severe, and how they ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.counts import share

Array = np.ndarray[Any, np.dtype[Any]]

START, DURATION = "Days from randomisation", "Duration (days)"
NOT_GRADED, NOT_CODED = "Not graded", "Not coded"


@dataclass(frozen=True)
class Sums:
    """How many `people` of `n` had how many `events`, by arm.

    `asked` is the term or class they are of, empty where it is any; `chosen` says whether anything was asked for.
    """

    n: Mapping[str, int]
    people: Mapping[str, int]
    events: Mapping[str, int]
    asked: str = ""
    chosen: bool = True

    def table(self) -> pd.DataFrame:
        """One row per arm."""
        rows = [(arm, self.people[arm], n, share(self.people[arm], n), self.events[arm]) for arm, n in self.n.items()]
        return pd.DataFrame(rows, columns=["Arm", "Participants", "Of", "%", "Events"])


@dataclass(frozen=True, eq=False)
class Events:
    """Adverse events, one a row, and the sums of all; `rows` are under the columns that a reader sees.

    There may be more events than rows, where a page asked for the first so many.
    """

    sums: Sums
    rows: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """One row per event."""
        return self.rows


def events(
    arm: pd.Categorical,
    n: Array,
    people: Array,
    events: Array,
    participant: Array,
    soc: Array,
    term: Array,
    start_day: Array,
    end_day: Array,
    grade: Array,
    serious: Array,
    fatal: Array,
    related: Array,
    *,
    labels: Sequence[str] = (),
    related_too: bool = False,
    every: bool = False,
    event: str = "",
    system: str = "",
    interest: str = "",
) -> Events:
    """The events in the order given; all arrays (rows,), missing where not known.

    `people` and `events` are an arm's, the same in each of its rows; one of which no event is given has a row without
    participant. `labels` name the grades from 1. The other keywords are those of `sums`.
    """
    there = ~pd.isna(participant)
    letters = np.asarray(arm.astype(str), dtype=object)
    columns = {
        "Participant": participant[there].astype(str),
        "Arm": letters[there],
        "System organ class": words(soc[there]),
        "Preferred term": words(term[there]),
        START: whole(start_day[there]),
        "Grade": by_severity(graded(grade[there], labels), labels),
        "Serious": flags(serious[there]),
        "Outcome": outcomes(end_day[there], fatal[there]),
        DURATION: durations(start_day[there], end_day[there]),
    }
    if related_too:
        columns["Related"] = flags(related[there])
    rows = pd.DataFrame(columns)
    return Events(sums(arm, n, people, events, every=every, event=event, system=system, interest=interest), rows)


def sums(
    arm: pd.Categorical,
    n: Array,
    people: Array,
    events: Array,
    *,
    every: bool = False,
    event: str = "",
    system: str = "",
    interest: str = "",
    **listed: Array,
) -> Sums:
    """The sums of a listing without its events (`listed`), in the order of the arms that have a row.

    `event`, `system` and `interest` are the term, class and group chosen to be listed; without a term or a group
    nothing is, unless `every` event may be.
    """
    by_arm = {str(name): numbers for name, *numbers in zip(arm, n, people, events, strict=True)}
    order = [str(name) for name in arm.categories if str(name) in by_arm]
    of, who, what = ({name: int(by_arm[name][at]) for name in order} for at in range(3))
    return Sums(of, who, what, event or system or interest, every or bool(event or interest))


def words(column: Array) -> Array:
    """Terms and classes as they are; what has none is called not coded."""
    return np.where(pd.isna(column) | (column == ""), NOT_CODED, column)


def whole(column: Array) -> "pd.Series[Any]":
    """Whole numbers, some of them missing."""
    return pd.Series(column, dtype="Float64").astype("Int64")


def graded(grade: Array, labels: Sequence[str]) -> list[str]:
    """Each grade's label; one without a label by its number."""
    known = dict(enumerate(labels, start=1))
    return [NOT_GRADED if pd.isna(g) or not g else known.get(int(g), f"Grade {int(g)}") for g in grade]


def by_severity(named: Sequence[str], labels: Sequence[str]) -> pd.Categorical:
    """Names of grades in the order of the scale, mildest first; one without a label after them, not graded last."""
    others = sorted({*named} - {*labels, NOT_GRADED})
    return pd.Categorical(list(named), [*labels, *others, NOT_GRADED], ordered=True)


def flags(column: Array) -> list[str]:
    """Yes, no, or not recorded."""
    return ["not recorded" if pd.isna(value) else "yes" if value else "no" for value in column]


def outcomes(end_day: Array, fatal: Array) -> list[str]:
    """How each event ended; one without an end is ongoing, or its end is not recorded."""
    return [
        "fatal" if not pd.isna(died) and died else "no end recorded" if pd.isna(end) else "ended"
        for end, died in zip(end_day, fatal, strict=True)
    ]


def durations(start_day: Array, end_day: Array) -> "pd.Series[Any]":
    """Days from onset to end, both included; missing where either is."""
    return whole(end_day) - whole(start_day) + 1
