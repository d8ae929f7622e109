"""Columns that a canonical table takes from another file of the source, such as SDTM's date of randomisation in DS."""

# ruff: noqa: S608 - identifiers and texts come from the definition and are quoted

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from dashboard.extract import readers
from dashboard.extract.asking import one_number
from dashboard.extract.expressions import literal, quoted, text
from dashboard.extract.findings import Finding, RefusedError
from dashboard.trial.sources import Join, SourceTable


def named(spec: SourceTable) -> SourceTable:
    """The same table with its joins' columns among its own, called `<join>.<column>`."""
    taken = {
        canonical: _called(name, column)
        for name, join in spec.joins.items()
        for canonical, column in join.columns.items()
    }
    return spec.model_copy(update={"columns": spec.columns | taken})


def files(source: Path, spec: SourceTable) -> Iterator[Path]:
    """The files the joins read; one that is not there is left to `attach`."""
    for join in spec.joins.values():
        if path := readers.find(source, join.file):
            yield path


def attach(
    database: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    spec: SourceTable,
    types: Mapping[str, str],
) -> tuple[str, dict[str, str]]:
    """Lay the joins' columns beside view `raw` of file `path`; returns the view that has both, and its types.

    A row without a partner has no value. Raises RefusedError if a file or a column is missing, or if a join has more
    than one row for a key.
    """
    raw, known = "raw", dict(types)
    for name, join in spec.joins.items():
        where = f"[source.{table}.joins.{name}]"
        other = readers.find(path.parent, join.file)
        if other is None:
            raise RefusedError(
                Finding("error", table, join.file, "", "missing file", f"the file of {where} is missing.")
            )
        if join.key.lower() not in types:
            raise RefusedError(_missing(table, path, join.key, where))
        found = readers.read(database, other, "other")
        _partners(database, table, other, name, join, found, where)
        readers.forget(database, "other")
        ours = text(f"own.{quoted(join.key)}", types[join.key.lower()])
        database.execute(
            f"create or replace view {quoted(f'with_{name}')} as select own.*, {_laid_beside(name, join)}"
            f" from {quoted(raw)} as own left join {quoted(f'join_{name}')} as partner on partner.key = {ours}"
        )
        raw = f"with_{name}"
        known |= {_called(name, column).lower(): found[column.lower()] for column in join.columns.values()}
    return raw, known


def detach(database: duckdb.DuckDBPyConnection, spec: SourceTable) -> None:
    """Let go of what was attached."""
    for name in reversed(spec.joins):
        database.execute(f"drop view if exists {quoted(f'with_{name}')}")
        database.execute(f"drop table if exists {quoted(f'join_{name}')}")


def _partners(
    database: duckdb.DuckDBPyConnection,
    table: str,
    path: Path,
    name: str,
    join: Join,
    types: Mapping[str, str],
    where: str,
) -> None:
    """Table `join_<name>`: the joined columns by key, one row a key."""
    if missing := [column for column in (join.key, *join.where, *join.columns.values()) if column.lower() not in types]:
        raise RefusedError(*(_missing(table, path, column, where) for column in missing))
    kept = [f"{text(quoted(c), types[c.lower()])} in ({', '.join(map(literal, v))})" for c, v in join.where.items()]
    key = text(quoted(join.key), types[join.key.lower()])
    taken = ", ".join(quoted(column) for column in dict.fromkeys(join.columns.values()))
    database.execute(
        f"create or replace table {quoted(f'join_{name}')} as select distinct {key} as key, {taken} from other"
        f" where {' and '.join([f'{key} is not null', *kept])}"
    )
    if extra := one_number(database, f"select count(*) - count(distinct key) from {quoted(f'join_{name}')}"):
        what = f"{extra} rows are further rows of a key that has one; {where} takes one row each. Name it under where."
        raise RefusedError(Finding("error", table, path.name, join.key, "repeated key", what, extra))


def _laid_beside(name: str, join: Join) -> str:
    return ", ".join(
        f"partner.{quoted(column)} as {quoted(_called(name, column))}"
        for column in dict.fromkeys(join.columns.values())
    )


def _missing(table: str, path: Path, column: str, where: str) -> Finding:
    return Finding("error", table, path.name, column, "missing column", f"column {column} of {where} is missing.")


def _called(name: str, column: str) -> str:
    return f"{name}.{column}"
