"""What is odd in a file though it can be read: blanks, dots, sentinel values, broken letters, two studies in one."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from dashboard.extract.columns import examples
from dashboard.extract.contract import Column, Table
from dashboard.extract.expressions import is_number, literal, quoted
from dashboard.extract.findings import Finding
from dashboard.trial.parts import SourceTable

SENTINELS = ("-9", "-99", "-999", "-9999", "999", "9999", "99999")
NO_DATES = ("1900-01-01", "9999-12-31", "9999-01-01", "2999-12-31")
MOJIBAKE = "Ã[\u0080-\u00bf]|Â[\u0080-\u00bf]|â€|\ufffd"
"""UTF-8 read as Windows-1252, or a letter that could not be read at all."""


def look(
    database: duckdb.DuckDBPyConnection,
    path: Path,
    table: Table,
    spec: SourceTable,
    types: Mapping[str, str],
    rows: str,
) -> tuple[Finding, ...]:
    """Warnings on the mapped columns of a file, and an error where it mixes studies; `rows` is the file as SQL."""
    rules = [
        (column, name, condition, rule, what)
        for column in table.columns
        if column.name in spec.columns
        for name in [spec.columns[column.name]]
        for rule, condition, what in _rules(column, quoted(name), types[name.lower()])
    ]
    counted = ", ".join(f"count(*) filter ({condition})" for _, _, condition, _, _ in rules)
    counts = (database.execute(f"select {counted} from {rows}").fetchone() or ()) if rules else ()
    found = [
        Finding(
            "warning",
            table.name,
            path.name,
            name,
            rule,
            f"{count} rows {what}",
            count,
            examples(database, column, quoted(name), condition, rows),
        )
        for (column, name, condition, rule, what), count in zip(rules, counts, strict=True)
        if count
    ]
    return (*found, *_studies(database, path, table, types, rows))


def _rules(column: Column, name: str, source_type: str) -> Iterator[tuple[str, str, str]]:
    """Rule, condition in SQL, and what it means, for one column."""
    if is_number(source_type):
        if column.kind == "number":
            yield (
                "sentinel value",
                f"cast({name} as double) in ({', '.join(SENTINELS)})",
                "hold a number that often stands for a missing value; it was taken as it is.",
            )
        return
    if not source_type.startswith("VARCHAR"):
        return
    yield "outer blanks", f"{name} <> trim({name}) and trim({name}) <> ''", "begin or end with blanks; they were cut."
    yield "dot for missing", f"trim({name}) = '.'", "hold a single dot; it was taken as missing."
    if column.kind == "text":
        broken = f"regexp_matches({name}, {literal(MOJIBAKE)})"
        yield "broken letters", broken, "hold letters of another encoding. Export the file as UTF-8."
    if column.kind == "date":
        odd = ", ".join(map(literal, NO_DATES))
        yield "sentinel value", f"left(trim({name}), 10) in ({odd})", "hold a date that often stands for a missing one."


def _studies(
    database: duckdb.DuckDBPyConnection, path: Path, table: Table, types: Mapping[str, str], rows: str
) -> Iterator[Finding]:
    if "studyid" not in types:
        return
    row = database.execute(f"select count(distinct nullif(trim(studyid::varchar), '')) from {rows}").fetchone()
    if row and row[0] > 1:
        what = f"{row[0]} studies are mixed in one file. Export the trial's own rows, or name them under where."
        yield Finding("error", table.name, path.name, "STUDYID", "studies mixed", what, row[0])
