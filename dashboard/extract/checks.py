"""The checks on a source: each query of `queries/checks/` returns the rows that break its rule."""

import json
import re
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.access import sql
from dashboard.errors import LockError
from dashboard.extract.findings import EXAMPLES, Finding, Level
from dashboard.trial.model import Trial
from dashboard.trial.terms import folded

ARM_COLUMNS = ("arm", "actual_arm")


@dataclass(frozen=True)
class Broken:
    """A row that breaks a rule; `detail` is the row as JSON. Goes into the sealed store alone."""

    rule: str
    level: str
    participant: str
    detail: str


@dataclass(frozen=True)
class Checked:
    """What the checks found: one finding per rule, and every row behind them."""

    findings: tuple[Finding, ...]
    rows: tuple[Broken, ...]


def run(database: duckdb.DuckDBPyConnection, pulled: date, trial: Trial) -> Checked:
    """Ask every check of the canonical tables. `pulled` is the day the source was taken.

    A query may take $pulled; $survival, the parameters of endpoints whose only event is death; $visits, the names of
    the scheduled visits; $tests with $units, the laboratory tests and the unit of each; and $withheld, the terms that
    tell an arm, in small letters.
    """
    survival = [e.parameter for e in trial.endpoints if [c.name for c in e.causes] == ["death"]]
    tests = trial.labs.tests if trial.labs else ()
    given = {"pulled": pulled, "survival": survival, "visits": [visit.name for visit in trial.visits]}
    given |= {"tests": [test.name for test in tests], "units": [test.unit for test in tests]}
    given |= {"withheld": [folded(term) for term in trial.arm_revealing.terms]}
    findings: list[Finding] = []
    broken: list[Broken] = []
    for name in sql.names():
        if not name.startswith("checks/"):
            continue
        query = sql.read(name)
        if rows := _rows(database, query, {key: given[key] for key in query.params}):
            findings.append(_finding(query, rows, trial))
            broken += [_broken(query, row) for row in rows]
    return Checked(tuple(findings), tuple(sorted(broken, key=lambda b: (b.rule, b.participant, b.detail))))


def _rows(database: duckdb.DuckDBPyConnection, query: sql.Query, params: dict[str, object]) -> list[dict[str, object]]:
    try:
        result = database.execute(query.text, params)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    except duckdb.Error as error:
        raise LockError(f"queries/{query.name}.sql: the check failed ({type(error).__name__}).") from None


def _finding(query: sql.Query, rows: list[dict[str, object]], trial: Trial) -> Finding:
    level: Level = "error" if query.level == "error" else "warning"
    what = f"{len(rows)} rows. {query.description} {_whence(query, rows, trial)}".strip()
    return Finding(level, f"queries/{query.name}.sql", "", "", _rule(query), what, len(rows), _examples(rows))


def _whence(query: sql.Query, rows: list[dict[str, object]], trial: Trial) -> str:
    """The kinds of record that break the rule; where it has none, the source's files and columns behind its rows."""
    if kinds := sorted({str(row["record"]) for row in rows if row.get("record")}):
        return f"Records: {', '.join(kinds)}."
    found = []
    for name, spec in trial.source.items():
        if re.search(rf"\b(?:from|join)\s+{name}\b", query.text):
            columns = [spec.columns[key] for key in query.returns if key in spec.columns and key != "participant"]
            found += [f"{spec.file} ({', '.join(columns)})"] if columns else []
    return f"Look in {', '.join(found)}." if found else ""


def _examples(rows: list[dict[str, object]]) -> tuple[str, ...]:
    """Some of the rows in words, without any column of an arm."""
    shown = [{key: value for key, value in row.items() if key not in ARM_COLUMNS} for row in rows[:EXAMPLES]]
    return tuple(", ".join(f"{key} {value}" for key, value in row.items()) for row in shown)


def _broken(query: sql.Query, row: dict[str, object]) -> Broken:
    detail = json.dumps(row, default=str, sort_keys=True)
    return Broken(_rule(query), query.level, str(row.get("participant") or ""), detail)


def _rule(query: sql.Query) -> str:
    return query.name.removeprefix("checks/")
