"""A source's files as canonical tables in a database, held to the contract.

Every fault is a finding that names file, column and rule and how many rows break it, never a value: a value could
name an arm. A table with a fault stays empty, and the others are looked at all the same.
"""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import duckdb

from dashboard.errors import SourceError
from dashboard.extract import joins, readers, spelling
from dashboard.extract.asking import one_number
from dashboard.extract.contract import SQL_TYPES, TABLES, Column, Table, member_column
from dashboard.extract.expressions import literal, quoted
from dashboard.extract.findings import Finding, RefusedError
from dashboard.extract.rules import hold
from dashboard.extract.settle import DATED, settle
from dashboard.extract.stage import STAGE, stage
from dashboard.trial.model import Trial
from dashboard.trial.sources import SourceTable
from dashboard.trial.strata import Baseline

_ASKED_FOR = (
    *(("participant", column) for column in ("died_on", "death_cause", "death_related", "death_narrative")),
    *(("participant", column) for column in ("transplanted_on", *get_args(Baseline))),
    ("participant", "left_on"),
    ("time_to_event", "adjudicated"),
    *(("adverse_event", column) for column in ("fatal", "related")),
    ("cycle", "infusion_days"),
)
"""Columns without which a page must not count: what nobody recorded is not none."""


@dataclass
class Origin:
    """Where canonical tables came from: SHA-256 of each file, and rows read and left out of each table.

    `studies` are the values of STUDYID by file, where a file has it.
    """

    files: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    studies: dict[str, frozenset[str]] = field(default_factory=dict)

    def provided(self, trial: Trial) -> tuple[str, ...]:
        """The tables that were there, and those of `_ASKED_FOR` that were among their columns, as "table.column"."""
        asked = ((table, column) for table, column in _ASKED_FOR if table in self.rows)
        there = [f"{table}.{column}" for table, column in asked if column in joins.named(trial.source[table]).columns]
        return (*sorted(self.rows), *there)


def load(
    database: duckdb.DuckDBPyConnection,
    source: Path,
    trial: Trial,
    letters: Mapping[str, str],
    said: Callable[[str], None] = lambda _: None,
) -> Origin:
    """Make every canonical table, empty where the source has none; arms become their letters.

    Participants who were not randomised, or whom `where` leaves out, are left out with all their rows.
    What is wrong stands in the findings of the origin; `said` is told each file before it is read.
    """
    origin = Origin()
    try:
        readers.listed(source)
    except SourceError as error:
        empty(database)
        origin.findings.append(Finding("error", "", "", "", "unreadable", str(error)))
        return origin
    for table in TABLES:
        full = _with_flags(table, trial)
        try:
            _load(database, source, trial, letters, full, origin, said)
        except (SourceError, duckdb.DataError, duckdb.ProgrammingError) as error:
            origin.findings += _findings(error, table.name)
            database.execute(f"drop table if exists {STAGE}")
            database.execute(f"drop table if exists {quoted(table.name)}")
            _create(database, full)
        for flag in (column.name for column in full.columns if column not in table.columns):
            database.execute(f"alter table participant rename {quoted(flag)} to {quoted(member_column(flag))}")
    origin.findings += _one_study(origin.studies)
    return origin


def _one_study(studies: Mapping[str, frozenset[str]]) -> tuple[Finding, ...]:
    """An error if files that each hold one study hold different ones; a file with two has a finding of its own."""
    single = {file: found for file, found in studies.items() if len(found) == 1}
    if len(set(single.values())) < 2:
        return ()
    what = "hold different studies. Put the files of one study into the folder."
    return (Finding("error", "", ", ".join(sorted(single)), "STUDYID", "studies mixed", what),)


def _load(
    database: duckdb.DuckDBPyConnection,
    source: Path,
    trial: Trial,
    letters: Mapping[str, str],
    table: Table,
    origin: Origin,
    said: Callable[[str], None],
) -> None:
    path = _file(source, trial, table)
    if path is None:
        _create(database, table)
        return
    said(path.name)
    spec = joins.named(trial.source[table.name])
    for file in (path, *joins.files(source, spec)):
        if file.name not in origin.files:
            origin.files[file.name] = readers.digest(file)
            origin.findings += (_remark(table, file, told) for told in readers.remarks(file))
    origin.findings += stage(database, path, table, spec, origin.studies)
    if table.name != "participant" and any(f.table == "participant" and f.level == "error" for f in origin.findings):
        raise RefusedError()  # nobody is known, so no row can be placed; the columns have been looked at
    _names(database, table, path, letters, spec)
    settle(database, table, trial)
    if table.name == "adverse_event":
        origin.findings += spelling.unify(database, trial, path.name)
    hold(database, table, path, spec)
    _count(database, table, origin)
    database.execute(f"drop table {STAGE}")


def _remark(table: Table, file: Path, told: str) -> Finding:
    return Finding("warning", table.name, file.name, "", "remark", told.removeprefix(f"{file.name}: "))


def _findings(error: SourceError | duckdb.Error, table: str) -> tuple[Finding, ...]:
    if isinstance(error, RefusedError):
        return error.findings
    if isinstance(error, readers.UnreadableError):
        return (Finding("error", table, error.file, "", "unreadable", error.what),)
    if isinstance(error, duckdb.Error):  # its text may hold a value
        what = (
            f"cannot be taken in as [source.{table}] says ({type(error).__name__}). Mend the export or the definition."
        )
        return (Finding("error", table, "", "", "unreadable", what),)
    return (Finding("error", table, "", "", "unreadable", str(error)),)


def empty(database: duckdb.DuckDBPyConnection) -> None:
    """Every canonical table without a row."""
    for table in TABLES:
        _create(database, table)


def _create(database: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = {column.name: SQL_TYPES[column.kind] for column in table.columns}
    if "grade" in columns:
        columns |= {"grade": "INTEGER", "grade_value": "VARCHAR"}
    declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    database.execute(f"create table {quoted(table.name)} ({declared})")


def _with_flags(table: Table, trial: Trial) -> Table:
    """The participant table takes a flag column for each population the contract does not know."""
    if table.name != "participant":
        return table
    known = {column.name for column in table.columns}
    flags = dict.fromkeys(p.flag for p in trial.populations if p.flag not in known)
    extra = tuple(Column(flag, "flag", "belongs to a population", required=True) for flag in flags)
    return Table(table.name, table.meaning, table.columns + extra, table.key, table.required)


def _file(source: Path, trial: Trial, table: Table) -> Path | None:
    spec = trial.source.get(table.name)
    path = readers.find(source, spec.file) if spec else None
    if path is None and spec:
        what = f"is missing in {source} (looked for {', '.join(readers.SUFFIXES)})."
        advice = "Put it there" if table.required else f"Put it there, or take [source.{table.name}] out"
        if spec.file.lower().endswith(readers.SUFFIXES):
            advice = f"Write it in [source.{table.name}] without its ending"
        raise RefusedError(Finding("error", table.name, spec.file, "", "missing file", f"{what} {advice}."))
    if path is None and table.required:
        what = f"no [source.{table.name}] in the trial definition. Name the file and its columns there."
        raise RefusedError(Finding("error", table.name, "", "", "missing file", what))
    return path


def _names(
    database: duckdb.DuckDBPyConnection, table: Table, path: Path, letters: Mapping[str, str], spec: SourceTable
) -> None:
    """Participants are known, arms are known and called by their letters."""
    if table.name == "participant":
        _keep_randomised(database, table, path, spec)
        for column in ("arm", "actual_arm"):
            _letter(database, table, path, letters, spec, column)
    elif table.name in DATED:
        strangers = f"select count(*) from {STAGE} where participant is null or participant not in (from everyone)"
        if count := one_number(database, strangers):
            what = f"{count} rows are of participants who are not in the participant file."
            name = spec.columns["participant"]
            raise RefusedError(Finding("error", table.name, path.name, name, "unknown participant", what, count))


def _keep_randomised(database: duckdb.DuckDBPyConnection, table: Table, path: Path, spec: SourceTable) -> None:
    database.execute(f"delete from {STAGE} where not coalesce(randomised, false)")
    if not one_number(database, f"select count(*) from {STAGE}"):
        what = "no row is of a randomised participant. Mend the export, or where and values of [source.participant]."
        name = spec.columns.get("randomised", "")
        raise RefusedError(Finding("error", table.name, path.name, name, "nobody randomised", what))


def _letter(
    database: duckdb.DuckDBPyConnection,
    table: Table,
    path: Path,
    letters: Mapping[str, str],
    spec: SourceTable,
    column: str,
) -> None:
    known = ", ".join(map(literal, letters))
    if count := one_number(database, f"select count(*) from {STAGE} where {column} not in ({known})"):
        what = (
            f"{count} randomised participants hold a value that is no arm's `source` in the trial definition. "
            "Add the arm, or translate it under values."
        )
        raise RefusedError(Finding("error", table.name, path.name, spec.columns[column], "unknown arm", what, count))
    case = " ".join(f"when {literal(arm)} then {literal(letter)}" for arm, letter in letters.items())
    database.execute(f"update {STAGE} set {column} = case {column} {case} end")


def _count(database: duckdb.DuckDBPyConnection, table: Table, origin: Origin) -> None:
    read, kept = (one_number(database, f"select count(*) from {quoted(name)}") for name in (STAGE, table.name))
    if table.name == "participant":
        read = one_number(database, "select count(*) from everyone")
    origin.rows[table.name] = kept
    origin.left_out[table.name] = read - kept
