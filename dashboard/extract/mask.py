"""Masking on the sponsor's side: small counts of what exists in one arm only are not shown."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

import duckdb

from dashboard.access.connection import open_locked
from dashboard.access.manifest import Contents

SMALLEST = 5


def mask_cycles(database: duckdb.DuckDBPyConnection, previous: Contents | None) -> None:
    """Hide `conduct.cycle_count.started` below five, and all of it if fewer than five joined since `previous`.

    With few newcomers the difference between two extracts would tell of single participants.
    """
    row = database.execute("select count(*) from seen.participant").fetchone()
    joined = int(row[0]) if row else 0
    if previous is not None:
        joined -= _randomised(previous)
    few = "true" if joined < SMALLEST else f"started < {SMALLEST}"
    database.execute(f"update conduct.cycle_count set started = null where {few}")


def _randomised(previous: Contents) -> int:
    """The randomised of an earlier extract's conduct store."""
    database = open_locked({"population_size": previous.tables["population_size"]}, {}, previous.manifest.arms)
    row = (
        database.cursor()
        .execute("select coalesce(sum(n), 0)::bigint from population_size where population = 'randomised'")
        .fetchone()
    )
    return int(row[0]) if row else 0
