"""The rows of a source's file as a canonical table takes them: kept, translated and typed, not yet placed in time."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Mapping
from pathlib import Path

import duckdb

from dashboard.extract import columns, joins, quality, readers
from dashboard.extract.contract import SQL_TYPES, Column, Table
from dashboard.extract.expressions import last_day, literal, quoted, text
from dashboard.extract.findings import Finding, RefusedError
from dashboard.trial.sources import SourceTable

STAGE = "stage"
"""The table that holds them."""


def stage(
    database: duckdb.DuckDBPyConnection,
    path: Path,
    table: Table,
    spec: SourceTable,
    studies: dict[str, frozenset[str]],
) -> tuple[Finding, ...]:
    """Typed rows in table `stage`, each date with the last day it can mean in `<date>__last`; returns warnings.

    Of the participant table everybody, randomised or not, stands in `everyone`. The values of STUDYID are put into
    `studies` under the file's name. Raises RefusedError for columns that are missing or hold what they may not.
    """
    raw, types = joins.attach(database, path, table.name, spec, readers.read(database, path, "raw"))
    if missing := tuple(columns.unexpected(path, table, spec, types)):
        raise RefusedError(*missing)
    kept = [
        f"{text(quoted(name), types[name.lower()])} in ({', '.join(map(literal, values))})"
        for name, values in spec.where.items()
    ]
    rows = f"(select * from {quoted(raw)} {'where ' + ' and '.join(kept) if kept else ''})"
    studies[path.name] = quality.studies(database, types, rows) | studies.get(path.name, frozenset())
    odd = quality.look(database, path, table, spec, types, rows)
    wrong = [*columns.mistyped(database, path, table, spec, types, rows), *(f for f in odd if f.level == "error")]
    if wrong:
        raise RefusedError(*wrong)
    selected: list[str] = []
    for column in table.columns:
        selected += _selected(column, spec, types) if column.name in spec.columns else _absent(column)
    database.execute(f"create table {STAGE} as select {', '.join(selected)} from {rows}")
    if table.name == "participant":
        everyone = columns.converted(table.column("participant"), spec, types)
        database.execute(f"create table everyone as select distinct {everyone} as participant from raw")
    joins.detach(database, spec)
    readers.forget(database, "raw")
    return odd


def _selected(column: Column, spec: SourceTable, types: Mapping[str, str]) -> list[str]:
    selected = [f"{columns.converted(column, spec, types)} as {quoted(column.name)}"]
    if column.kind == "date":
        name = spec.columns[column.name]
        selected.append(f"{last_day(quoted(name), types[name.lower()])} as {quoted(column.name + '__last')}")
    return selected


def _absent(column: Column) -> list[str]:
    if column.name == "randomised":
        return ["true as randomised"]
    nothing = [f"null::{SQL_TYPES[column.kind]} as {quoted(column.name)}"]
    return [*nothing, f"null::date as {quoted(column.name + '__last')}"] if column.kind == "date" else nothing
