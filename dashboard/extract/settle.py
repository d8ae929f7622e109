"""Canonical tables from staged rows: known participants alone, partial dates on the earliest day they can mean."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

import duckdb

from dashboard.extract.contract import Column, Table
from dashboard.extract.expressions import literal, not_before, quoted
from dashboard.extract.stage import STAGE
from dashboard.trial.model import Trial

DATED = ("participant", "adverse_event", "cycle", "infusion", "lab", "visit", "time_to_event")
"""Tables whose rows are a participant's."""


def settle(database: duckdb.DuckDBPyConnection, table: Table, trial: Trial) -> None:
    """The canonical table from `stage`: rows of known participants, partial dates on their earliest day."""
    if table.name not in DATED:
        columns = ", ".join(quoted(column.name) for column in table.columns)
        database.execute(f"create table {quoted(table.name)} as select {columns} from {STAGE}")
        return
    who = STAGE if table.name == "participant" else "participant"
    names = {column.name for column in table.columns}
    columns = ", ".join(f"{_value(column, table, trial)} as {quoted(column.name)}" for column in table.columns)
    extra = ", s.grade as grade_value" if "grade" in names else ""
    database.execute(
        f"create table {quoted(table.name)} as select {columns}{extra}"
        f" from {STAGE} s join (select participant, min(randomised_on) as day0 from {who} group by all) p"
        " on p.participant is not distinct from s.participant"
    )


def _value(column: Column, table: Table, trial: Trial) -> str:
    name = f"s.{quoted(column.name)}"
    if table.name == "adverse_event":
        if column.name == "grade":
            return _grade("s.grade", trial)
        if column.name == "start_on":
            return _onset()
        if column.name == "partial_date":
            return "coalesce(s.partial_date, false) or s.start_on is null or s.start_on__last is not null"
    if column.kind != "date" or column.name in ("randomised_on", "transplanted_on"):
        return name
    day = not_before(name, f"s.{quoted(column.name + '__last')}", "p.day0")
    if column.name == "end_on":
        return not_before(f"({day})", "s.end_on__last", f"({_onset()})")
    return day


def _onset() -> str:
    """Onset: of a partial date the earliest day from randomisation on; a missing one is randomisation, or the end.

    What was over before randomisation began before it, even where its partial date could mean a later day.
    """
    over = "coalesce(s.end_on__last, s.end_on) < p.day0"
    whole = not_before("s.start_on", "s.start_on__last", "p.day0")
    return f"coalesce(case when {over} then s.start_on else {whole} end, least(p.day0, coalesce(s.end_on, p.day0)))"


def _grade(column: str, trial: Trial) -> str:
    """The step of the scale, from 1; NULL where there is none or the scale does not know it."""
    if trial.adverse_events is None:
        return "null::integer"
    steps = " ".join(
        f"when {literal(grade.value.lower())} then {number}"
        for number, grade in enumerate(trial.adverse_events.grades, start=1)
    )
    return f"case regexp_replace(lower({column}), '\\.0+$', '') {steps} end"
