"""What happened to one participant, in order, on one clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.people import NOT_CODED, flags, graded, outcomes, whole

Array = np.ndarray[Any, np.dtype[Any]]

FROM_TRANSPLANTATION, FROM_RANDOMISATION = "Days from transplantation", "Days from randomisation"
KINDS = {
    "transplantation": "Transplantation",
    "randomisation": "Randomisation",
    "event": "Adverse event",
    "endpoint": "Endpoint",
    "visit": "Visit",
    "cycle": "Cycle",
    "infusion": "Infusion",
    "death": "Death",
    "contact": "Last contact",
}


@dataclass(frozen=True)
class Moment:
    """Something that happened: `kind` is a key of KINDS, `start` and `end` days on the timeline's clock.

    `end` is None where there is none: a moment, or an event whose end is not recorded. `grade` is 0 where not graded.
    """

    kind: str
    title: str
    start: int | None
    end: int | None = None
    soc: str = ""
    grade: int = 0
    grade_title: str = ""
    serious: str = ""
    outcome: str = ""
    related: str = ""
    counts: str = ""


@dataclass(frozen=True)
class Timeline:
    """One participant's moments in order; empty while nobody is chosen.

    `shift` is the day of randomisation on the clock, counted from transplantation; None where that is not dated,
    and the clock starts at randomisation. `related_too` says whether attribution may be shown.
    """

    participant: str
    moments: tuple[Moment, ...]
    shift: int | None
    related_too: bool = False

    @property
    def clock(self) -> str:
        """What the days count from."""
        return FROM_RANDOMISATION if self.shift is None else FROM_TRANSPLANTATION

    @property
    def last(self) -> int:
        """The last day on which anything is known."""
        return max((day for m in self.moments for day in (m.start, m.end) if day is not None), default=0)

    def of(self, kind: str) -> list[Moment]:
        """The moments of a kind, in order."""
        return [moment for moment in self.moments if moment.kind == kind]

    def table(self) -> pd.DataFrame:
        """One row per moment."""
        moments = self.moments
        columns: dict[str, Any] = {
            "What": [KINDS[m.kind] for m in moments],
            "Which": [m.title for m in moments],
            "System organ class": [m.soc or None for m in moments],
            self.clock: whole(np.array([m.start for m in moments], dtype=float)),
            "To": whole(np.array([m.end for m in moments], dtype=float)),
            "Grade": [m.grade_title or None for m in moments],
            "Serious": [m.serious or None for m in moments],
            "Outcome": [m.outcome or None for m in moments],
            "Counts in the tables": [m.counts or None for m in moments],
        }
        if self.related_too:
            columns["Related"] = [m.related or None for m in moments]
        return pd.DataFrame(columns)


def timeline(
    kind: Array,
    soc: Array,
    title: Array,
    number: Array,
    start_day: Array,
    end_day: Array,
    grade: Array,
    serious: Array,
    fatal: Array,
    related: Array,
    emergent: Array,
    *,
    person: str = "",
    labels: Sequence[str] = (),
    causes: Mapping[tuple[str, int], str] | None = None,
    related_too: bool = False,
) -> Timeline:
    """The moments of `person`; all arrays (rows,), days from randomisation, missing where not known.

    `causes` are the endpoints' causes to show, by endpoint and number; others (death, which stands for itself) are
    left out, and a cause that several endpoints share is shown once a day. `labels` name the grades from 1.
    """
    transplanted = [int(day) for name, day in zip(kind, start_day, strict=True) if name == "transplantation"]
    shift = -transplanted[0] if transplanted else None
    offset = shift or 0
    grades, titles = np.nan_to_num(np.asarray(grade, dtype=float)).astype(int), graded(grade, labels)
    yes, judged, counted, ended = flags(serious), flags(related), flags(emergent), outcomes(end_day, fatal)
    moments = [Moment("randomisation", "", offset)] if len(kind) else []
    for i, name in enumerate(map(str, kind)):
        which = _title(name, title[i], number[i], causes or {})
        moment = Moment(name, which or "", _on(start_day[i], offset), _on(end_day[i], offset))
        if name == "event":
            of = NOT_CODED if pd.isna(soc[i]) else str(soc[i])
            told = (of, int(grades[i]), titles[i], yes[i], ended[i], judged[i], counted[i])
            moment = Moment(name, moment.title, moment.start, moment.end, *told)
        if which is not None and (name != "endpoint" or moment not in moments):
            moments.append(moment)
    return Timeline(person, tuple(sorted(moments, key=_in_order)), shift, related_too)


def _title(kind: str, title: Any, number: Any, causes: Mapping[tuple[str, int], str]) -> str | None:
    """What a moment is called; None for a cause that is not shown."""
    if kind == "endpoint":
        return causes.get((str(title), int(number)))
    if kind in ("cycle", "infusion"):
        return f"Cycle {int(number)}"
    return (NOT_CODED if kind == "event" else "") if pd.isna(title) else str(title)


def _on(day: Any, offset: int) -> int | None:
    return None if pd.isna(day) else int(day) + offset


def _in_order(moment: Moment) -> tuple[bool, int]:
    """By day; what has no day last."""
    return moment.start is None, moment.start or 0
