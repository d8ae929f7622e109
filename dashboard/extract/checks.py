"""The checks on a source: each query of `queries/checks/` returns the rows that break its rule."""

import json
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.access import sql
from dashboard.errors import LockError, SourceError


@dataclass(frozen=True)
class Finding:
    """A row that breaks a rule; `detail` is the row as JSON."""

    rule: str
    level: str
    participant: str
    detail: str


def run(database: duckdb.DuckDBPyConnection, pulled: date) -> tuple[Finding, ...]:
    """All warnings, in order; raises SourceError if a check of level error finds a row.

    The message names the rule and the number of rows, never a value. `pulled` is the day the source was taken.
    """
    findings: list[Finding] = []
    errors: list[str] = []
    for name in sql.names():
        if not name.startswith("checks/"):
            continue
        query = sql.read(name)
        rows = _rows(database, query, pulled)
        if rows and query.level == "error":
            errors.append(f"  queries/{name}.sql: {len(rows)} rows. {query.description}")
        findings += [_finding(name.removeprefix("checks/"), query.level, row) for row in rows]
    if errors:
        raise SourceError("The source breaks rules that must hold; nothing was locked.\n" + "\n".join(errors))
    return tuple(sorted(findings, key=lambda f: (f.rule, f.participant, f.detail)))


def _rows(database: duckdb.DuckDBPyConnection, query: sql.Query, pulled: date) -> list[dict[str, object]]:
    try:
        result = database.execute(query.text, {"pulled": pulled} if query.params else {})
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    except duckdb.Error as error:
        raise LockError(f"queries/{query.name}.sql: the check failed ({type(error).__name__}).") from None


def _finding(rule: str, level: str, row: dict[str, object]) -> Finding:
    return Finding(rule, level, str(row.get("participant") or ""), json.dumps(row, default=str, sort_keys=True))
