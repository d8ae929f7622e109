"""Masking outside the sealed store: small counts of what exists in one arm only are not shown."""

# ruff: noqa: S608 - tables and columns are those of `COUNTS`

from collections.abc import Sequence
from datetime import date

import duckdb

from dashboard.access.connection import open_locked
from dashboard.access.manifest import Contents
from dashboard.extract.asking import one_number
from dashboard.trial.model import Trial

SMALLEST = 5


COUNTS = {"conduct": ("started",), "blinded": ("started", "completed")}
"""The counts of `cycle_count` by store that are of the arm with cycles alone."""


def mask_cycles(
    database: duckdb.DuckDBPyConnection, trial: Trial, cut_off: date, previous: Contents | None, store: str
) -> None:
    """Empty those `COUNTS` of `<store>.cycle_count` that `shown` does not show, `previous` being the conduct store."""
    schedule = trial.pooled_schedule if store == "blinded" else trial.schedule
    days = schedule.counted_from if schedule else ()
    due = [_due(database, day, cut_off) for day in days]
    before = [_due(database, day, previous.manifest.cut_off) if previous else 0 for day in days]
    joined = one_number(database, "select count(*) from seen.participant") - (_randomised(previous) if previous else 0)
    alone = any(arm.role == "control" for arm in trial.arms)
    for column in COUNTS[store]:
        _mask(database, f"{store}.cycle_count", column, (due, before, joined, alone))


def _mask(
    database: duckdb.DuckDBPyConnection, table: str, column: str, known: tuple[Sequence[int], Sequence[int], int, bool]
) -> None:
    rows = database.execute(f"select cycle, {column} from {table} order by cycle").fetchall()
    for (cycle, _), number in zip(rows, shown([count for _, count in rows], *known), strict=True):
        statement = f"update {table} set {column} = $number where cycle = $cycle"
        database.execute(statement, {"number": number, "cycle": cycle})


def shown(
    counts: Sequence[int], due: Sequence[int], before: Sequence[int], joined: int, alone: bool = True
) -> tuple[int | None, ...]:
    """How many started (or completed) each cycle as a blinded reader may see it; None is not shown.

    `due[k]` participants have cycle k behind them, `before[k]` of them had at the previous extract, and `joined`
    were randomised since. Counts below five are not shown. With few newcomers the difference between two extracts
    would tell of single participants: nothing is shown if fewer than five joined, or if one to four newly have a
    cycle behind them that others had before. Hiding that cycle alone would not do, for whoever starts a cycle has
    started the one before: two equal neighbours give away what stands between them. Which cells of them to hide
    must not depend on the numbers either, so it is all.

    Who did not start counts as well, where other arms have no cycles (`alone`): of six with a cycle behind them of
    whom five started it, whoever knows the six knows the arms of five. That cycle and those after it are then not
    shown, which looks as it does while few started.
    """
    newly = [now - then for now, then in zip(due, before, strict=True) if then]
    if joined < SMALLEST or any(0 < number < SMALLEST for number in newly):
        return (None,) * len(counts)
    hidden = [number < SMALLEST or (alone and number > of - SMALLEST) for number, of in zip(counts, due, strict=True)]
    return tuple(None if any(hidden[: cycle + 1]) else number for cycle, number in enumerate(counts))


def _due(database: duckdb.DuckDBPyConnection, day: int, cut_off: date) -> int:
    """Participants who were randomised at least `day` days before a cut-off."""
    text = "select count(*) from seen.participant where randomised_on + $day <= $cut_off"
    return one_number(database, text, day=day, cut_off=cut_off)


def _randomised(previous: Contents) -> int:
    """The randomised of an earlier extract's conduct store."""
    database = open_locked({"population_size": previous.tables["population_size"]}, {}, previous.manifest.arms)
    asked = "select coalesce(sum(n), 0)::bigint from population_size where population = 'randomised'"
    return one_number(database.cursor(), asked)
