"""Whether a file's columns are what the contract and the trial definition expect of them."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from dashboard.extract.contract import Column, Table
from dashboard.extract.expressions import chosen, quoted, text, typed
from dashboard.extract.findings import EXAMPLES, Finding
from dashboard.trial.sources import SourceTable

UNQUOTED = ("arm", "actual_arm", "death_related", "death_narrative")
"""Columns of which no value is shown as an example: it could name an arm."""
Types = Mapping[str, str]
"""DuckDB's type of each column of a file, by lower-case name."""


def unexpected(path: Path, table: Table, spec: SourceTable, types: Types) -> Iterator[Finding]:
    """Columns the contract does not know, columns the file has not, and required ones nobody named."""
    known = {column.name: column for column in table.columns}
    for canonical, name in spec.columns.items():
        if canonical not in known:
            what = f"the contract has no such column; it has {', '.join(known)}."
            yield Finding("error", table.name, f"[source.{table.name}]", canonical, "unknown column", what)
        elif name.lower() not in types:
            what = f"is missing ({known[canonical].meaning}). Mend the export or [source.{table.name}]."
            yield Finding("error", table.name, path.name, name, "missing column", what)
        elif _is_nested(types[name.lower()]):
            what = "holds lists, records or bytes, not one value a row. Export it as plain text, numbers or dates."
            yield Finding("error", table.name, path.name, name, "no plain column", what)
    for column in table.columns:
        if column.required and column.name not in spec.columns:
            what = f"is required ({column.meaning}); name the column of {path.name} that holds it."
            yield Finding("error", table.name, f"[source.{table.name}]", column.name, "required column", what)
    for name in spec.where:
        if name.lower() not in types:
            what = f"is missing; [source.{table.name}] where asks for it."
            yield Finding("error", table.name, path.name, name, "missing column", what)


def mistyped(
    database: duckdb.DuckDBPyConnection, path: Path, table: Table, spec: SourceTable, types: Types, rows: str
) -> Iterator[Finding]:
    """A finding for each column that holds something which is not of its kind; `rows` is the file as SQL."""
    columns = [column for column in table.columns if column.name in spec.columns]
    faults = [_not_of_its_kind(column, spec, types) for column in columns]
    counted = ", ".join(f"count(*) filter ({fault})" for fault in faults)
    counts = database.execute(f"select {counted} from {rows}").fetchone() or ()
    for column, fault, count in zip(columns, faults, counts, strict=True):
        if count:
            name = spec.columns[column.name]
            what = f"{count} rows are no {column.kind} ({column.meaning}). Mend the export, or translate under values."
            found = examples(database, column, quoted(name), fault, rows)
            yield Finding("error", table.name, path.name, name, f"not a {column.kind}", what, count, found)


def _is_nested(source_type: str) -> bool:
    return source_type.endswith("]") or source_type.startswith(("STRUCT", "MAP", "UNION", "BLOB"))


def examples(
    database: duckdb.DuckDBPyConnection, column: Column, subject: str, condition: str, rows: str
) -> tuple[str, ...]:
    """Some different values of a column, none of those `UNQUOTED`."""
    if column.name in UNQUOTED:
        return ()
    found = database.execute(
        f"select distinct {subject}::varchar as value from {rows} where {condition} order by value limit {EXAMPLES}"
    ).fetchall()
    return tuple(repr(row[0]) for row in found)


def converted(column: Column, spec: SourceTable, types: Types) -> str:
    """The SQL expression of a canonical column from its source column."""
    name = spec.columns[column.name]
    return typed(column.kind, quoted(name), types[name.lower()], spec.values.get(column.name, {}))


def _not_of_its_kind(column: Column, spec: SourceTable, types: Types) -> str:
    name = spec.columns[column.name]
    given = chosen(text(quoted(name), types[name.lower()]), spec.values.get(column.name, {}))
    return f"({given}) is not null and ({converted(column, spec, types)}) is null"
