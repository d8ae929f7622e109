"""Structural leaks: whatever would tell the arms apart outside the sealed store by merely being there.

Looked at with the arms in hand, before anything is written. A clinical finding never counts, however unequal:
its disappearance would itself tell. What counts is whether somebody has a row, a filled column or a visit at all.
"""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import duckdb
from scipy import stats

from dashboard.extract.contract import member_column
from dashboard.extract.expressions import literal, quoted
from dashboard.trial.model import Trial

FEWEST = 5
"""Arms with fewer participants separate by chance."""
CHANCE = 1e-3
"""A separation at least this improbable under random allocation is not taken for chance."""

_COLLECTED = {"adverse_event": ("soc", "term", "grade", "serious")}
"""Row-level tables of which counts go outside, with the columns those counts stand on."""


@dataclass(frozen=True)
class Leak:
    """A feature that separates the arms: `have[i]` of `of[i]` participants of arm i have it."""

    feature: str
    arms: tuple[str, ...]
    have: tuple[int, ...]
    of: tuple[int, ...]

    @property
    def detail(self) -> str:
        """In words, with the arms' letters: for the sealed findings alone."""
        shares = ", ".join(f"{a} {x}/{n}" for a, x, n in zip(self.arms, self.have, self.of, strict=True))
        return f"{self.feature}: {shares}"


def find(database: duckdb.DuckDBPyConnection, trial: Trial) -> tuple[Leak, ...]:
    """Every undeclared feature outside the sealed store that separates two arms, from the tables in `seen`."""
    found = []
    for feature, condition, among in _features(trial):
        rows = database.execute(
            f"""select arm, count(*) filter ({condition}), count(*) from seen.participant as p
            where {among} group by arm order by arm"""
        ).fetchall()
        arms, have, of = (tuple(part) for part in zip(*rows, strict=True)) if rows else ((), (), ())
        if separates(have, of):
            found.append(Leak(feature, arms, have, of))
    return tuple(found)


def separates(have: Sequence[int], of: Sequence[int]) -> bool:
    """Whether some arm has nobody, or everybody, while another arm is on the other side of one half.

    `have[i]` of `of[i]` participants. Groups below `FEWEST` do not count, nor what random allocation would do with
    a chance of `CHANCE` or more (hypergeometric).
    """
    return any(
        _apart(have[i], of[i], have[j], of[j]) or _apart(of[i] - have[i], of[i], of[j] - have[j], of[j])
        for i, j in permutations(range(len(of)), 2)
    )


def _apart(few: int, few_of: int, many: int, many_of: int) -> bool:
    """Nobody of one arm and at least half of another."""
    if min(few_of, many_of) < FEWEST or few > 0 or 2 * many < many_of:
        return False
    return float(stats.hypergeom.pmf(0, few_of + many_of, many, few_of)) < CHANCE


def _features(trial: Trial) -> Iterator[tuple[str, str, str]]:
    """What each thing outside the sealed store stands on: a name, who has it, and among whom (SQL over p)."""
    for population in trial.populations:
        if not population.arm_revealing:
            yield f"population {population.name}", f"p.{quoted(member_column(population.flag))}", "true"
    for visit in trial.visits:
        done = f"select participant from seen.visit where visit = {literal(visit.name)}"
        yield (
            f"visit {visit.name}: documented",
            f"p.participant in ({done})",
            f"p.participant in ({_due(visit.due_day)})",
        )
        again = f"{done} group by participant having count(*) > 1"
        yield f"visit {visit.name}: documented more than once", f"p.participant in ({again})", "true"
    pooled = {g.endpoint for g in trial.guidelines if g.scope == "pooled"} | {*trial.charter.pooled_endpoints}
    for endpoint in sorted(pooled):
        rows = f"select participant from seen.endpoint where endpoint = {literal(endpoint)}"
        yield f"endpoint {endpoint}: a row", f"p.participant in ({rows})", "true"
    for table, columns in _COLLECTED.items():
        yield f"{table}: any row", f"p.participant in (select participant from seen.{table})", "true"
        for column in columns:
            filled = f"select participant from {quoted(table)} where {quoted(column)} is not null"
            with_rows = f"p.participant in (select participant from seen.{table})"
            yield f"{table}.{column}: filled", f"p.participant in ({filled})", with_rows
    for column in ("site", "last_contact_on", *(item.column for item in trial.baseline)):
        yield f"participant.{column}: filled", f"p.{column} is not null", "true"
    yield from _screening()


def _screening() -> Iterator[tuple[str, str, str]]:
    """Outcome and reason of a candidate known by the participant's own identifier."""
    linked = "p.participant in (select candidate from seen.screening)"
    yield "screening: a row", linked, "true"
    yield "screening.reason: filled", _candidate("reason is not null"), linked


def _candidate(condition: str) -> str:
    return f"p.participant in (select candidate from seen.screening where {condition})"


def _due(day: int) -> str:
    """Participants whose visit was due by the last date anybody was seen."""
    last = "(select max(last_contact_on) from seen.participant)"
    return f"select participant from seen.participant where randomised_on + {day} <= {last}"
