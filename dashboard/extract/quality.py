"""What is odd in a file though it can be read: blanks, dots, sentinel values, broken letters, two studies in one."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from dashboard.extract import readers
from dashboard.extract.columns import converted, examples
from dashboard.extract.contract import Column, Table
from dashboard.extract.expressions import literal, quoted
from dashboard.extract.findings import Finding, Level
from dashboard.trial.sources import SourceTable

SENTINELS = ("-9", "-99", "-999", "-9999", "999", "9999", "99999")
NO_DATES = ("1900-01-01", "9999-12-31", "9999-01-01", "2999-12-31")
YEARS = (1950, 2100)
"""The first year and the last in which something of a trial can have happened."""


def look(
    database: duckdb.DuckDBPyConnection,
    path: Path,
    table: Table,
    spec: SourceTable,
    types: Mapping[str, str],
    rows: str,
) -> tuple[Finding, ...]:
    """Warnings on the mapped columns of a file; errors where years are impossible or studies mixed.

    `rows` is the file as SQL.
    """
    rules = [
        (level, column, name, condition, rule, what)
        for column in table.columns
        if column.name in spec.columns
        for name in [spec.columns[column.name]]
        for level, rule, condition, what in _rules(column, spec, types)
    ]
    counted = ", ".join(f"count(*) filter ({condition})" for _, _, _, condition, _, _ in rules)
    counts = (database.execute(f"select {counted} from {rows}").fetchone() or ()) if rules else ()
    found = [
        Finding(
            level,
            table.name,
            path.name,
            name,
            rule,
            f"{count} rows {what}",
            count,
            examples(database, column, quoted(name), condition, rows),
        )
        for (level, column, name, condition, rule, what), count in zip(rules, counts, strict=True)
        if count
    ]
    return (*found, *_studies(database, path, table, types, rows))


def _rules(column: Column, spec: SourceTable, types: Mapping[str, str]) -> Iterator[tuple[Level, str, str, str]]:
    """Level, rule, condition in SQL, and what it means, for one column."""
    name, source_type = quoted(spec.columns[column.name]), types[spec.columns[column.name].lower()]
    value = converted(column, spec, types)
    if column.kind == "date":
        first, last = YEARS
        odd = f"{value} in ({', '.join(f'date {literal(day)}' for day in NO_DATES)})"
        yield (
            "error",
            "impossible date",
            f"year({value}) not between {first} and {last} and not {odd}",
            f"hold a year before {first} or after {last} ({column.meaning}). Mend the export.",
        )
        yield (
            "warning",
            "sentinel value",
            odd,
            "hold a date that often stands for a missing one; it was taken as it is.",
        )
    if column.kind in ("number", "integer"):
        yield (
            "warning",
            "sentinel value",
            f"{value} in ({', '.join(SENTINELS)})",
            "hold a number that often stands for a missing value; it was taken as it is.",
        )
    if source_type.startswith("VARCHAR"):
        yield from _letters(column, name)


def _letters(column: Column, name: str) -> Iterator[tuple[Level, str, str, str]]:
    """What is odd in the letters of a text."""
    cut = f"{name} <> trim({name}) and trim({name}) <> ''"
    yield "warning", "outer blanks", cut, "begin or end with blanks; they were cut."
    yield "warning", "dot for missing", f"trim({name}) = '.'", "hold a single dot; it was taken as missing."
    if column.kind == "text":
        broken = f"regexp_matches({name}, {literal(readers.MIS_DECODED)})"
        yield "warning", "broken letters", broken, "hold letters of another encoding. Export the file as UTF-8."


def _studies(
    database: duckdb.DuckDBPyConnection, path: Path, table: Table, types: Mapping[str, str], rows: str
) -> Iterator[Finding]:
    if (count := len(studies(database, types, rows))) > 1:
        what = f"{count} studies are mixed in one file. Export the trial's own rows, or name them under where."
        yield Finding("error", table.name, path.name, "STUDYID", "studies mixed", what, count)


def studies(database: duckdb.DuckDBPyConnection, types: Mapping[str, str], rows: str) -> frozenset[str]:
    """The values of STUDYID, none if there is no such column; `rows` is the file as SQL."""
    if "studyid" not in types:
        return frozenset()
    found = database.execute(f"select distinct trim(studyid::varchar) from {rows} where trim(studyid::varchar) <> ''")
    return frozenset(str(row[0]) for row in found.fetchall())
