"""Laboratory values summed at the lock: extremes by participant, and quartiles by arm and visit."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator

from dashboard.extract.expressions import literal
from dashboard.trial.model import Trial

BASELINE = "Baseline"


def lab_sums(trial: Trial) -> Iterator[str]:
    """The statements that make `sealed.lab_extreme` and `sealed.lab_visit`, from values in the unit defined.

    Baseline is the last value by the day of randomisation. `scheduled` extremes are over planned visits alone, the
    others over every later value; `of_lower` and `of_upper` are multiples of the limits of normal of the same row.
    """
    tests = trial.labs.tests if trial.labs else ()
    planned = ", ".join(f"({literal(test.name)}, {literal(test.unit)})" for test in tests) or "('', '')"
    visits = ", ".join(literal(visit.name) for visit in trial.visits) or "''"
    yield f"""create temp table lab_value as
        select participant, test, value, value / nullif(lower, 0) as of_lower, value / nullif(upper, 0) as of_upper,
            day, visit, coalesce(visit in ({visits}), false) as at_visit
        from seen.lab join (values {planned}) as planned(test, unit) using (test, unit) where value is not null"""
    yield f"""create table sealed.lab_extreme as
        with baseline as (
            select participant, test, last(value order by day, value) as baseline,
                last(of_lower order by day, value) as baseline_of_lower,
                last(of_upper order by day, value) as baseline_of_upper
            from lab_value where day <= 0 group by participant, test),
        later as (
            select participant, test, scheduled, min(value) as lowest, min(of_lower) as lowest_of_lower,
                max(value) as highest, max(of_upper) as highest_of_upper
            from lab_value cross join (values (true), (false)) as kinds(scheduled)
            where day > 0 and (at_visit or not scheduled) group by participant, test, scheduled)
        select who.participant, who.arm, test, scheduled, baseline, baseline_of_lower, baseline_of_upper,
            lowest, lowest_of_lower, highest, highest_of_upper
        from sealed.who cross join (select test from (values {planned}) as planned(test, unit) where test <> '')
        cross join (values (true), (false)) as kinds(scheduled)
        left join baseline using (participant, test) left join later using (participant, test, scheduled)"""
    due = ", ".join(f"({literal(visit.name)}, {visit.due_day})" for visit in trial.visits)
    yield f"""create table sealed.lab_visit as
        with place(visit, due_day) as (values ({literal(BASELINE)}, 0){", " + due if due else ""}),
        one as (
            select participant, test, {literal(BASELINE)} as visit, baseline as value
            from sealed.lab_extreme where scheduled
            union all
            select participant, test, visit, last(value order by day, value)
            from lab_value where at_visit and day > 0 group by participant, test, visit),
        placed as (select who.arm, one.* from one join sealed.who using (participant) where value is not null)
        select arm, test, visit, due_day, count(value) as participants, quantile_cont(value, 0.25) as lower,
            median(value) as middle, quantile_cont(value, 0.75) as upper
        from sealed.arms cross join (select distinct test from sealed.lab_extreme) cross join place
        left join placed using (arm, test, visit) group by arm, test, visit, due_day"""
    yield "drop table lab_value"
