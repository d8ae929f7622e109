"""One participant: who it is, the laboratory results, and what counts towards which guideline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.facts import Facts
from dashboard.stats.stopping.ledger import Line, ledger

Array = np.ndarray[Any, np.dtype[Any]]


BASELINE = {
    "sex": "Sex",
    "donor": "Donor",
    "prophylaxis": "GVHD prophylaxis",
    "conditioning": "Conditioning",
    "remission": "Remission at transplantation",
    "mrd": "Measurable residual disease before transplantation",
}
"""Columns of what is known at entry, with their titles."""


@dataclass(frozen=True)
class Rule:
    """How a guideline counts: its name and title, the window in days, the counting, and the protocol's clause."""

    name: str
    title: str
    window: int
    counting: str
    clause: str


@dataclass(frozen=True)
class Towards:
    """How one participant counts towards each guideline; without a line where it does not watch the participant."""

    lines: tuple[tuple[Rule, Line | None], ...]

    def table(self) -> pd.DataFrame:
        """One row per guideline."""
        return pd.DataFrame(
            [
                (rule.title, *(_counted(line, rule.window) if line else NOT_WATCHED), rule.clause or None)
                for rule, line in self.lines
            ],
            columns=["Guideline", "Counted as", "Counts as an event", "Weight", "Reason", "Clause"],
        )


NOT_WATCHED = ("not watched", "no", 0.0, "The guideline watches those alone who started the treatment it is about.")
"""What stands for a guideline of an endpoint that exists from the first dose on: every other one watches everybody."""


def _counted(line: Line, window: int) -> tuple[str, str, float, str]:
    return line.counted, "yes" if line.is_event else "no", round(line.days_counted / window, 3), line.reason


def towards(
    guideline: Array,
    participant: Array,
    entered: Array,
    days: Array,
    cause: Array,
    cut: Array,
    cut_on: Array,
    *,
    rules: Sequence[Rule] = (),
    person: str = "",
) -> Towards:
    """The line of `person` in each guideline's ledger, in the order of `rules`; all arrays (rows,).

    A guideline that does not watch the participant has no line; where nobody is chosen there are no guidelines.
    """
    columns = (participant, entered, days, cause, cut, cut_on)
    found: list[tuple[Rule, Line | None]] = []
    for rule in rules if person else ():
        here = np.asarray(guideline, dtype=object) == rule.name
        kept = ledger(*(column[here] for column in columns), window=rule.window, counting=rule.counting)
        found.append((rule, next(iter(kept.lines), None)))
    return Towards(tuple(found))


@dataclass(frozen=True)
class Series:
    """One laboratory test: days on the timeline's clock, values in `unit`, limits of normal where they are known."""

    title: str
    unit: str
    days: tuple[int, ...]
    values: tuple[float, ...]
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Labs:
    """One participant's laboratory tests in order, on a clock that starts at transplantation if that is dated."""

    series: tuple[Series, ...]
    transplanted: bool

    def table(self) -> pd.DataFrame:
        """One row per result."""
        clock = "Days from transplantation" if self.transplanted else "Days from randomisation"
        return pd.DataFrame(
            [
                (one.title, day, value, one.unit, one.lower, one.upper)
                for one in self.series
                for day, value in zip(one.days, one.values, strict=True)
            ],
            columns=["Test", clock, "Value", "Unit", "Lower limit", "Upper limit"],
        )


def labs(
    test: Array, title: Array, unit: Array, day: Array, value: Array, lower: Array, upper: Array, transplanted: Array
) -> Labs:
    """The results by test and unit; all arrays (rows,), `day` from randomisation, `transplanted` its day there."""
    known = len(transplanted) > 0 and not pd.isna(transplanted[0])
    shift = -int(transplanted[0]) if known else 0
    names = [(str(t), "" if pd.isna(u) else str(u)) for t, u in zip(test, unit, strict=True)]
    found = []
    for name in dict.fromkeys(names):
        at = [i for i, other in enumerate(names) if other == name]
        found.append(
            Series(
                title=str(name[0] if pd.isna(title[at[0]]) else title[at[0]]),
                unit=name[1],
                days=tuple(int(day[i]) + shift for i in at),
                values=tuple(float(value[i]) for i in at),
                lower=_limit(lower[at[-1]]),
                upper=_limit(upper[at[-1]]),
            )
        )
    return Labs(tuple(found), known)


def who(*, told: bool = False, labels: Mapping[str, Mapping[str, str]] | None = None, **columns: Any) -> Facts:
    """What is known of the participant, each thing with its title; nothing where nobody is chosen.

    `columns` are those of the query, one row or none. `told` adds what tells the arm: its treatment, attribution,
    why the participant left, and the narrative. `labels` are the protocol's words for values (in capitals) of columns.
    """
    if not len(columns["participant"]):
        return Facts(())
    row = {name: None if pd.isna(column[0]) else column[0] for name, column in columns.items()}
    texts = [(title, _labelled(row[name], (labels or {}).get(name, {}))) for name, title in BASELINE.items()]
    found = (*_course(row), *texts, *(_told(row) if told else ()))
    return Facts(tuple((title, text) for title, text in found if text))


def _labelled(value: str | None, labels: Mapping[str, str]) -> str:
    return labels.get(value.upper(), value) if value else ""


def _course(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("Arm", str(row["arm"])),
        ("Transplantation", _before(row["transplanted"])),
        ("Death", _after(row["died"])),
        ("Last contact", _after(row["contact"])),
        ("Age at entry", "" if row["age"] is None else f"{row['age']:.0f} years"),
    ]


def _told(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    left = _after(row["left_day"])
    return [
        ("Arm received", row["actual_arm"] or ""),
        ("First dose", _after(row["dosed"])),
        ("Left the trial", f"{left}: {row['left_reason'] or 'reason not recorded'}" if left else ""),
        ("Recorded cause of death", row["death_cause"] or ""),
        ("Attribution of death", row["death_related"] or ""),
        ("Narrative", row["death_narrative"] or ""),
    ]


def _after(day: float | None) -> str:
    return "" if day is None else f"day {day:.0f} after randomisation"


def _before(day: float | None) -> str:
    if day is None:
        return ""
    return f"{abs(day):.0f} days {'after' if day > 0 else 'before'} randomisation"


def _limit(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
