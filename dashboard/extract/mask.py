"""Masking on the sponsor's side: small counts of what exists in one arm only are not shown."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator
from datetime import date

import duckdb

from dashboard.access.connection import open_locked
from dashboard.access.manifest import Contents
from dashboard.trial.model import Trial

SMALLEST = 5


def mask_cycles(database: duckdb.DuckDBPyConnection, trial: Trial, cut_off: date, previous: Contents | None) -> None:
    """Hide `conduct.cycle_count.started` below five, and where few are new since `previous`.

    With few newcomers the difference between two extracts would tell of single participants: all of it is hidden
    if fewer than five joined, and a cycle's count if the cycle became due for some, but fewer than five.
    """
    row = database.execute("select count(*) from seen.participant").fetchone()
    joined = int(row[0]) if row else 0
    hidden = [f"started < {SMALLEST}"]
    if previous is not None:
        joined -= _randomised(previous)
        hidden += _newly_due_in_few(database, trial, previous.manifest.cut_off, cut_off)
    if joined < SMALLEST:
        hidden = ["true"]
    database.execute(f"update conduct.cycle_count set started = null where {' or '.join(hidden)}")


def _newly_due_in_few(database: duckdb.DuckDBPyConnection, trial: Trial, before: date, cut_off: date) -> Iterator[str]:
    """A condition for each cycle that was due and over for one to four participants only since `before`."""
    for cycle, day in enumerate(trial.schedule.counted_from if trial.schedule else (), start=1):
        row = database.execute(
            "select count(*) from seen.participant"
            " where randomised_on + $day > $before and randomised_on + $day <= $cut",
            {"day": day, "before": before, "cut": cut_off},
        ).fetchone()
        if row and 0 < row[0] < SMALLEST:
            yield f"cycle = {cycle}"


def _randomised(previous: Contents) -> int:
    """The randomised of an earlier extract's conduct store."""
    database = open_locked({"population_size": previous.tables["population_size"]}, {}, previous.manifest.arms)
    row = (
        database.cursor()
        .execute("select coalesce(sum(n), 0)::bigint from population_size where population = 'randomised'")
        .fetchone()
    )
    return int(row[0]) if row else 0
