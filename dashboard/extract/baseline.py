"""Baseline characteristics counted by arm, at the lock: outside the sealed store no row of a participant is needed."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator

from dashboard.extract.blind import Scope
from dashboard.extract.expressions import literal, quoted
from dashboard.trial.baseline import Characteristic
from dashboard.trial.model import Trial

OTHER = "Other"
"""A word of the source that the definition does not list; the word itself could name an arm."""
NOT_RECORDED = "Not recorded"
_VALUE = {"transplanted_on": "randomised_on - transplanted_on"}


def baseline_counts(trial: Trial, view: Scope) -> Iterator[str]:
    """The statements that make table `baseline`: everybody randomised, by arm, a row for each level listed.

    A number has one row, of level '': how many have a value, and its quartiles (Hyndman and Fan's type 7).
    """
    yield f"""create table {view.store}.baseline (arm varchar, characteristic varchar, level varchar,
        participants bigint, least double, lower double, middle double, upper double, most double)"""
    for item in trial.baseline:
        yield f"insert into {view.store}.baseline {(_number if item.measured else _words)(item, view.store)}"


def _number(item: Characteristic, store: str) -> str:
    return f"""
        with one as (
            select who.arm, ({_VALUE.get(item.column, item.column)})::double as value
            from seen.participant join {store}.who using (participant))
        select arm, {literal(item.name)}, '', count(value), min(value), quantile_cont(value, 0.25), median(value),
            quantile_cont(value, 0.75), max(value)
        from {store}.arms left join one using (arm) group by arm"""


def _words(item: Characteristic, store: str) -> str:
    column = f"upper(trim({quoted(item.column)}))"
    listed = " ".join(f"when {literal(each.value.upper())} then {literal(each.label)}" for each in item.levels)
    levels = ", ".join(f"({literal(label)})" for label in (*(each.label for each in item.levels), OTHER, NOT_RECORDED))
    return f"""
        with planned(level) as (values {levels}),
        one as (
            select who.arm, case when {quoted(item.column)} is null then {literal(NOT_RECORDED)}
                else case {column} {listed} else {literal(OTHER)} end end as level
            from seen.participant join {store}.who using (participant))
        select arm, {literal(item.name)}, level, count(one.level), null, null, null, null, null
        from {store}.arms cross join planned left join one using (arm, level) group by arm, level"""
