"""What became of everybody randomised, counted by arm at the lock."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Collection, Iterator

import duckdb

from dashboard.extract.blind import Scope
from dashboard.extract.courses import NOT_RECORDED, relapsed
from dashboard.extract.expressions import literal
from dashboard.trial.endpoints import Relapse, relapse
from dashboard.trial.model import Trial

STATUS = ("died", "left", "followed")
FIRST = ("relapse", "nrm", "neither")
ANOTHER = "Another reason"
"""A reason for leaving in words that would name an arm."""
TREATMENT = ("waiting", "never", "ongoing", "completed", "ended", "stopped", "none")


def dispositions(database: duckdb.DuckDBPyConnection, trial: Trial, view: Scope) -> None:
    """Make table `disposition`: each `scheme` divides everybody randomised into steps.

    `first`: relapse, death without relapse, or neither, where the store may show that endpoint. In `sealed` alone:
    `status` (died, left alive, followed), `treatment` (the course of treatment; none in an arm without cycles), and
    `screening`, which has no arm: candidates by outcome. Every arm has a row for each step, and for each reason that
    anybody has.
    """
    reasons = database.execute("select distinct left_reason from seen.participant where left_reason <> ''").fetchall()
    for statement in _statements(trial, view, [reason for (reason,) in reasons if trial.tells(reason)]):
        database.execute(statement)


def _statements(trial: Trial, view: Scope, telling: Collection[str]) -> Iterator[str]:
    """`telling` are reasons for leaving that would name an arm."""
    s = view.store
    yield f"""create table {s}.disposition
        (arm varchar, scheme varchar, step varchar, reason varchar, participants bigint)"""
    if found := relapse(view.endpoints):
        yield _counted(s, "first", FIRST, _first(found, s))
    if view.coded:
        yield _counted(s, "status", STATUS, _status(trial, telling))
        yield _counted(s, "treatment", TREATMENT, _TREATMENT)
        yield _SCREENING


def _counted(store: str, scheme: str, steps: tuple[str, ...], person: str) -> str:
    """The rows of a scheme from one row (arm, step, reason) per participant."""
    planned = ", ".join(f"({literal(step)}, '')" for step in steps)
    return f"""insert into {store}.disposition
        with person as ({person}),
        kinds(step, reason) as (values {planned} union select step, reason from person)
        select arm, {literal(scheme)}, step, reason, count(person.step)
        from {store}.arms cross join kinds left join person using (arm, step, reason) group by all"""


def _first(found: Relapse, store: str) -> str:
    return f"""select who.arm, '' as reason,
            case cause when {found.relapse} then 'relapse' when {found.nrm} then 'nrm' else 'neither' end as step
        from seen.participant join {store}.who using (participant)
        left join (from seen.endpoint where endpoint = {literal(found.endpoint)}) using (participant)"""


def _status(trial: Trial, telling: Collection[str]) -> str:
    known = relapse(trial.endpoints) is not None
    told = f"left_reason in ({', '.join(map(literal, telling))})" if telling else "false"
    relapses = "case when relapsed_on is null then 'without relapse' else 'after relapse' end" if known else "''"
    return f"""select who.arm,
            case when died_on is not null then 'died' when left_on is not null then 'left' else 'followed' end as step,
            case when step <> 'left' then {relapses} when {told} then {literal(ANOTHER)}
                else coalesce(left_reason, {literal(NOT_RECORDED)}) end as reason
        from seen.participant join sealed.who using (participant)
        left join {relapsed(trial.endpoints)} using (participant)"""


_TREATMENT = """select who.arm, coalesce(status, 'none') as step, coalesce(course.reason, '') as reason
    from seen.participant join sealed.who using (participant) left join sealed.course using (participant)"""

_SCREENING = """insert into sealed.disposition
    select null, 'screening', coalesce(outcome, ''), coalesce(reason, ''), count(*) from seen.screening group by all"""
