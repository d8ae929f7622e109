"""Deaths one by one, and counted by cause: before or after relapse, and by attribution where that is asked for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]

EVERY = "Deaths from any cause"
STAGES = {"nrm": "No relapse before (NRM)", "relapse": "After relapse", "": "Relapse before death not known"}
"""What a death is by the endpoint: NRM is any death without relapse before it, whatever the recorded cause."""
NEWS = {"new": "new", "late": "new, died before the earlier cut-off", "known": "known", "": ""}
DAYS = ("Days from randomisation", "From transplantation", "From last dose")
UNTOLD = "Not recorded"
WITHHELD = "Other, or not recorded"
"""A cause that exists because of an arm must not be told from one that nobody recorded."""
NAMES_RELAPSE = re.compile(
    r"(?<!non-)(?<!non )(?<!without )\brelapse|\brecurrence|\b(disease|leuka?emia) progression|\bprogressive disease",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Death:
    """A death: days from randomisation, transplantation and last dose, None where there is no such day.

    `stage` is a key of STAGES, `relapse` the day of relapse; `cause` and `related` are the source's words or empty.
    """

    participant: str
    arm: str
    after_randomisation: int | None
    after_transplantation: int | None
    after_last_dose: int | None
    relapse: int | None
    stage: str
    cause: str
    related: str
    narrative: str
    adjudicated: bool | None
    counted: tuple[str, ...]
    since: str

    @property
    def disagreement(self) -> str:
        """Where the recorded cause and the endpoint say different things, in words; empty where they agree."""
        if self.stage == "":
            return "The endpoint has neither relapse nor this death"
        if self.stage == "nrm" and NAMES_RELAPSE.search(self.cause):
            return "Recorded as relapse, none before death: counts as NRM"
        if self.stage == "relapse" and self.cause and not NAMES_RELAPSE.search(self.cause):
            return "Recorded otherwise, relapse before death: not NRM"
        return ""


@dataclass(frozen=True)
class Listed:
    """Deaths of `n` randomised by arm, the latest first.

    `attributed`: with what would tell the arms apart (last dose, attribution, narrative) and not with what follows
    from the endpoints. `staged`: whether the trial has an endpoint of relapse and NRM.
    """

    n: Mapping[str, int]
    deaths: tuple[Death, ...]
    attributed: bool = False
    staged: bool = True

    def table(self) -> pd.DataFrame:
        """One row per death."""
        table = pd.DataFrame([self._row(death) for death in self.deaths], columns=self._columns())
        return table.astype({name: "Int64" for name in table.columns if name in DAYS})

    def _columns(self) -> list[str]:
        return list(self._row(Death("", "", None, None, None, None, "", "", "", "", None, (), "")))

    def _row(self, death: Death) -> dict[str, Any]:
        days = {
            "Participant": death.participant,
            "Arm": death.arm,
            DAYS[0]: death.after_randomisation,
            DAYS[1]: death.after_transplantation,
        }
        stage = {"Relapse before": _relapsed(death)} if self.staged else {}
        told = {"Recorded cause": death.cause or None}
        if self.attributed:
            dose = {DAYS[2]: death.after_last_dose}
            return (
                days
                | dose
                | stage
                | told
                | {"Attribution": death.related or None, "Narrative": death.narrative or None}
            )
        counts = {
            "Adjudication": {None: None, True: "done", False: "pending"}[death.adjudicated],
            "Counts towards": "; ".join(death.counted) or "none",
            "Since the earlier extract": NEWS[death.since] or None,
        }
        flags = {"To note": death.disagreement} if self.staged else {}
        return days | stage | told | counts | flags


@dataclass(frozen=True)
class CauseRow:
    """Deaths by arm, and of them by attribution: of a `stage`, or of a recorded cause within it (empty: any).

    `depth` is 0 for all deaths, one more for what is within.
    """

    stage: str
    cause: str
    depth: int
    deaths: Mapping[str, int]
    related: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Causes:
    """Deaths of `n` randomised by arm, stage and recorded cause; `related` are the attributions that occur, in order.

    Rows are in the order of deaths over all arms, so that it does not depend on how the arms compare.
    """

    n: Mapping[str, int]
    rows: tuple[CauseRow, ...]
    related: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """One row per stage and cause."""
        return pd.DataFrame([self._row(row) for row in self.rows])

    def _row(self, row: CauseRow) -> dict[str, Any]:
        cells: dict[str, Any] = {"Deaths": row.stage, "Recorded cause": row.cause or "any"}
        for arm, n in self.n.items():
            cells |= {f"{arm}: deaths": row.deaths[arm], f"{arm}: randomised": n}
            cells |= {f"{arm}: {word}": row.related[arm, word] for word in self.related}
        return cells


def listed(*, attributed: bool = False, staged: bool = True, **rows: Any) -> Listed:
    """The deaths one by one; `rows` as `read` takes them."""
    n, deaths = read(**rows)
    return Listed(n, deaths, attributed, staged)


def causes(*, recorded: bool = True, attributed: bool = False, staged: bool = True, **rows: Any) -> Causes:
    """Deaths counted by stage and recorded cause, and by attribution; `rows` as `read` takes them.

    `recorded` says whether the source has causes at all, `staged` whether the trial has an endpoint of relapse and NRM.
    """
    n, deaths = read(**rows)
    words = tuple(sorted({_word(death) for death in deaths})) if attributed else ()
    groups: list[tuple[str, Sequence[Death]]] = [(EVERY, deaths)]
    if staged:
        groups += [(title, [death for death in deaths if death.stage == stage]) for stage, title in STAGES.items()]
    counted: list[CauseRow] = []
    for depth, (title, group) in enumerate(groups):
        if group or title != STAGES[""]:
            counted.append(_counted(title, "", min(depth, 1), group, n, words))
        if recorded and (depth or not staged):
            counted += [_counted(title, name, min(depth, 1) + 1, same, n, words) for name, same in _by_cause(group)]
    return Causes(n, tuple(counted), words)


def read(
    arm: pd.Categorical,
    n: Array,
    participant: Array,
    after_randomisation: Array,
    after_transplantation: Array,
    after_last_dose: Array,
    relapse: Array,
    stage: Array,
    cause: Array,
    related: Array,
    narrative: Array,
    adjudicated: Array,
    counted: Array,
    since: Array,
    *,
    tells: Callable[[str], bool] | None = None,
    titles: Mapping[str, str] | None = None,
) -> tuple[dict[str, int], tuple[Death, ...]]:
    """Randomised by arm, and the deaths in their order; all arrays (rows,), missing where not known.

    An arm without deaths has a row without participant. A cause that `tells` an arm is called as one that nobody
    recorded. `counted` are names of guidelines parted by blanks; `titles` are what they are called.
    """
    sizes = {str(name): int(of) for name, of in zip(arm, n, strict=True)}
    return {str(name): sizes.get(str(name), 0) for name in arm.categories}, tuple(
        Death(
            participant=str(participant[i]),
            arm=str(arm[i]),
            after_randomisation=_whole(after_randomisation[i]),
            after_transplantation=_whole(after_transplantation[i]),
            after_last_dose=_whole(after_last_dose[i]),
            relapse=_whole(relapse[i]),
            stage=_text(stage[i]),
            cause=_cause(_text(cause[i]), tells),
            related=_text(related[i]),
            narrative=_text(narrative[i]),
            adjudicated=None if pd.isna(adjudicated[i]) else bool(adjudicated[i]),
            counted=tuple((titles or {}).get(name, name) for name in _text(counted[i]).split()),
            since=_text(since[i]),
        )
        for i in range(len(participant))
        if not pd.isna(participant[i])
    )


def _by_cause(deaths: Sequence[Death]) -> list[tuple[str, list[Death]]]:
    """Deaths of each recorded cause, the most frequent first."""
    found: dict[str, list[Death]] = {}
    for death in deaths:
        found.setdefault(death.cause or UNTOLD, []).append(death)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def _counted(
    stage: str, cause: str, depth: int, deaths: Sequence[Death], n: Mapping[str, int], words: Sequence[str]
) -> CauseRow:
    by_arm = {arm: [death for death in deaths if death.arm == arm] for arm in n}
    related = {(arm, word): sum(_word(d) == word for d in mine) for arm, mine in by_arm.items() for word in words}
    return CauseRow(stage, cause, depth, {arm: len(mine) for arm, mine in by_arm.items()}, related)


def _word(death: Death) -> str:
    return death.related or UNTOLD


def _relapsed(death: Death) -> str | None:
    if death.stage == "":
        return None
    return "no (NRM)" if death.stage == "nrm" else f"yes, day {death.relapse}"


def _cause(cause: str, tells: Callable[[str], bool] | None) -> str:
    return WITHHELD if tells and (not cause or tells(cause)) else cause


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
