"""Counts of adverse events: people by their worst grade and records by grade, at each level of the dictionary."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator

from dashboard.extract.blind import OTHER_TERM, Scope
from dashboard.extract.expressions import literal
from dashboard.trial.model import Trial

GROUPED = (
    "case when grouping(soc) = 1 then 'overall' when grouping(term) = 1 then 'soc' else 'term' end as level",
    "coalesce(soc, '') as soc, coalesce(term, '') as term",
)
"""Level, and class and term, of a row of grouping sets over class and term."""


def event_counts(trial: Trial, view: Scope) -> Iterator[str]:
    """Statements that make `<store>.event_count` from `<store>.emergent` and `<store>.member`."""
    s, conditions = view.store, subset_conditions(trial)
    yield f"""create table {s}.event_count (arm varchar, population varchar, subset varchar, level varchar, soc varchar,
        term varchar, grade integer, participants bigint, events bigint, by_name boolean)"""
    for by_name, subsets in view.subsets.items():
        term = "term" if by_name else "open_term"
        yield f"""create table {s}.counted as
            select participant, soc, {term} as term, grade, serious, related, fatal, count(*) as records
            from {s}.emergent group by all"""
        for subset in subsets:
            yield _subset(s, subset, conditions[subset], by_name)
        yield f"drop table {s}.counted"
    if view.coded:
        # beside a letter this row alone would name the arm; its events stay in class and overall
        other = literal(OTHER_TERM)
        yield f"delete from {s}.event_count where not by_name and level = 'term' and term = {other}"


def subset_conditions(trial: Trial) -> dict[str, str]:
    """Which rows of `<store>.emergent` a subset has, as SQL."""
    severe = trial.adverse_events.severe_from if trial.adverse_events else 3
    return {
        "any": "true",
        "serious": "serious",
        "severe": f"grade >= {severe}",
        "fatal": "fatal",
        "related": "related",
    }


def _subset(s: str, subset: str, condition: str, by_name: bool) -> str:
    """People stand at the highest grade they reached at that level within the subset; 0 is not graded."""
    level, names = GROUPED
    sets = "({0}), ({0}, soc), ({0}, soc, term)"
    key = "arm, population, level, soc, term, grade"
    return f"""insert into {s}.event_count
        with chosen as (
            select participant, soc, term, grade, sum(records)::bigint as records
            from {s}.counted where {condition} group by all),
        worst as (
            select participant, {level}, {names}, max(grade) as grade
            from chosen group by grouping sets ({sets.format("participant")})),
        people as (
            select {key}, count(*) as participants from worst join {s}.member using (participant) group by all),
        records as (
            select arm, population, {level}, {names}, grade, sum(records)::bigint as events
            from chosen join {s}.member using (participant)
            group by grouping sets ({sets.format("arm, population, grade")}))
        select arm, population, {literal(subset)}, level, soc, term, grade,
            coalesce(participants, 0), coalesce(events, 0), {str(by_name).lower()}
        from people full join records using ({key})"""
