"""SAS data, read a piece at a time with pyreadstat, as a table of a database."""

from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd

from dashboard.extract.expressions import quoted

PIECE = 500_000
"""Rows read at a time."""

FALLBACK = "WINDOWS-1252"
_SECONDS_A_DAY = 86_400
_DATETIMES = (
    "DATETIME",
    "E8601DT",
    "E8601DZ",
    "B8601DT",
    "B8601DZ",
    "IS8601DT",
    "DATEAMPM",
    "MDYAMPM",
    "NLDATM",
    "DTDATE",
    "DTMONYY",
)


def types(meta: Any) -> dict[str, str]:
    """DuckDB type of each column: text or number."""
    kinds = meta.readstat_variable_types
    return {name: "VARCHAR" if kinds[name] == "string" else "DOUBLE" for name in meta.column_names}


def columns(meta: Any) -> tuple[tuple[str, str, str], ...]:
    """Name, DuckDB type and label of each column."""
    given = meta.column_names_to_labels
    return tuple((name, kind, (given.get(name) or "").strip()) for name, kind in types(meta).items())


def store(database: duckdb.DuckDBPyConnection, name: str, meta: Any, pieces: Iterable[pd.DataFrame]) -> int:
    """Fill table `<name>_rows` and put view `name` over it; datetimes become days. Returns the number of rows."""
    table = quoted(name + "_rows")
    kinds = types(meta)
    declared = ", ".join(f"{quoted(column)} {kind}" for column, kind in kinds.items())
    database.execute(f"create or replace table {table} ({declared})")
    selected = ", ".join(_selected(column, kind, meta) for column, kind in kinds.items())
    rows = 0
    for piece in pieces:
        database.register(f"{name}_piece", piece)
        database.execute(f"insert into {table} select {selected} from {quoted(name + '_piece')}")  # noqa: S608 - identifiers are quoted
        database.unregister(f"{name}_piece")
        rows += len(piece)
    database.execute(f"create or replace view {quoted(name)} as from {table}")
    return rows


def _selected(column: str, kind: str, meta: Any) -> str:
    if kind == "VARCHAR":
        return quoted(column)
    number = f"nullif({quoted(column)}::double, 'nan')"
    form = str(meta.original_variable_types.get(column) or "").upper()
    return f"floor({number} / {_SECONDS_A_DAY})" if form.startswith(_DATETIMES) else number
