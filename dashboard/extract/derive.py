"""What queries stand on: counts and rows by arm, made from what had been seen at the cut-off.

The same statements serve every store; only the names in `<store>.who` differ, so a blinded table is the table
of a trial with one arm.
"""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterable, Iterator
from datetime import date

import duckdb

from dashboard.extract.baseline import baseline_counts
from dashboard.extract.blind import OTHER_TERM, Scope
from dashboard.extract.contract import member_column
from dashboard.extract.courses import courses
from dashboard.extract.disposition import dispositions
from dashboard.extract.event_times import event_times
from dashboard.extract.events import event_counts
from dashboard.extract.expressions import day_literal, literal, quoted
from dashboard.extract.labs import lab_sums
from dashboard.extract.mean_counts import mean_counts
from dashboard.trial.guidelines import Guideline
from dashboard.trial.model import Trial
from dashboard.trial.terms import folded

NOT_STATED = "Not stated"


def derive(database: duckdb.DuckDBPyConnection, trial: Trial, cut_off: date, view: Scope) -> None:
    """Make the derived tables of one store in the schema of its name."""
    for statement in _statements(trial, day_literal(cut_off), view):
        database.execute(statement)
    if view.store != "conduct":
        event_times(database, trial, view)
        dispositions(database, trial, view)
    if view.coded:
        mean_counts(database, trial, view)


def _statements(trial: Trial, cut: str, view: Scope) -> Iterator[str]:
    yield _arms(view)
    yield from _populations(view)
    yield _visits(trial, cut, view)
    yield _cycles(trial, cut, view)
    yield from _enrolment(trial, cut, view)
    yield from _endpoints(view)
    yield from _monitored(trial, cut, view)
    if view.store != "conduct":
        yield _emergent(view)
        yield from event_counts(trial, view)
        yield _at_risk(trial, cut, view)
    if view.coded:
        yield from _by_participant()
        yield from _interest(trial)
        yield _follow_up(trial, cut)
        yield courses(trial, cut)
        yield from lab_sums(trial)
    if view.store != "conduct":
        yield from baseline_counts(trial, view)


def _arms(view: Scope) -> str:
    rows = ", ".join(f"({literal(arm)}, {arm not in view.control})" for arm in view.arms)
    return f"create table {view.store}.arms as from (values {rows}) as arms(arm, experimental)"


def _populations(view: Scope) -> Iterator[str]:
    s = view.store
    yield f"create table {s}.member (participant varchar, name varchar, arm varchar, population varchar)"
    yield f"create table {s}.populations (population varchar)"
    for population in view.populations:
        name = literal(population.name)
        yield f"insert into {s}.populations values ({name})"
        yield f"""insert into {s}.member select participant, name, who.arm, {name}
            from seen.participant join {s}.who using (participant) where {quoted(member_column(population.flag))}"""
    yield f"create view {s}.population as select name as participant, arm, population from {s}.member"
    yield f"""create table {s}.population_size as
        select arm, population, count(participant) as n
        from {s}.arms cross join {s}.populations left join {s}.member using (arm, population) group by all"""


def _visits(trial: Trial, cut: str, view: Scope) -> str:
    return f"""create table {view.store}.visit_count as
        with planned(visit, due_day, window_days) as ({_planned(trial)}),
        one as (
            select who.arm, planned.visit,
                coalesce(died_on < randomised_on + due_day, false) or done.participant is not null as done
            from seen.participant as p join {view.store}.who using (participant) cross join planned
            left join (select distinct participant, visit from seen.visit) as done
                on done.participant = p.participant and done.visit = planned.visit
            where randomised_on + due_day + window_days <= {cut})
        select arm, visit, due_day, count(one.done) as expected, count(*) filter (one.done) as done
        from {view.store}.arms cross join planned left join one using (arm, visit) group by all"""


def _cycles(trial: Trial, cut: str, view: Scope) -> str:
    """Expected by the schedule: in `sealed` experimental participants, elsewhere all x the experimental share."""
    schedule = trial.pooled_schedule if view.store == "blinded" else trial.schedule
    planned = [f"({number}, {day})" for number, day in enumerate(schedule.counted_from if schedule else (), start=1)]
    shares = sum(arm.ratio for arm in trial.arms)
    share = sum(arm.ratio for arm in trial.arms if arm.role == "experimental") / shares if shares else 0.0
    due = "count(one.participant)"
    expected = f"case when experimental then {due} else 0 end" if view.coded else f"round({due} * {share!r}, 1)"
    return f"""create table {view.store}.cycle_count as
        with planned(cycle, counted_from) as ({_values(planned, "(0, 0)")}),
        one as (
            select who.arm, planned.cycle, p.participant, c.participant is not null as started,
                coalesce(c.completed, false) as completed
            from seen.participant as p join {view.store}.who using (participant) cross join planned
            left join seen.cycle as c on c.participant = p.participant and c.cycle = planned.cycle
            where randomised_on + counted_from <= {cut})
        select arm, cycle::integer as cycle, ({expected})::double as expected,
            count(*) filter (one.started) as started, count(*) filter (one.completed) as completed
        from {view.store}.arms cross join planned left join one using (arm, cycle)
        group by arm, experimental, cycle"""


def _enrolment(trial: Trial, cut: str, view: Scope) -> Iterator[str]:
    s, begun = view.store, day_literal(trial.accrual.start)
    yield f"create view {s}.site as select site, activated_on from seen.site"
    yield f"""create table {s}.accrual as
        with entry as (
            select coalesce(site, {literal(NOT_STATED)}) as site, date_trunc('month', randomised_on)::date as month
            from seen.participant),
        opened as (
            select site, greatest(date_trunc('month', max(activated_on)), date_trunc('month', {begun})) as first
            from (select site, activated_on from seen.site union all select site, null from entry) group by site),
        span as (
            select site, unnest(generate_series(
                least(first, earliest), date_trunc('month', {cut}), interval 1 month))::date as month
            from opened left join (select site, min(month) as earliest from entry group by site) using (site))
        select site, month, count(entry.site) as randomised
        from span left join entry using (site, month) group by all"""
    yield f"""create table {s}.screening_count as
        select date_trunc('month', screened_on)::date as month, coalesce(outcome, '') as outcome,
            coalesce(reason, '') as reason, count(*) as candidates
        from seen.screening group by all"""


def _endpoints(view: Scope) -> Iterator[str]:
    named = ", ".join(literal(endpoint.name) for endpoint in view.endpoints) or "''"
    yield f"""create view {view.store}.endpoint as
        select name as participant, arm, endpoint, cause, days, adjudicated
        from seen.endpoint join {view.store}.who using (participant) where endpoint in ({named})"""


def _monitored(trial: Trial, cut: str, view: Scope) -> Iterator[str]:
    s = view.store
    yield f"""create table {s}.monitored (guideline varchar, participant varchar, arm varchar, entered integer,
        days integer, cause integer, cut integer, cut_on date)"""
    for guideline in view.guidelines:
        yield f"insert into {s}.monitored {_evaluable(trial, guideline, cut, s)}"


def _evaluable(trial: Trial, guideline: Guideline, cut: str, store: str) -> str:
    """Participants a guideline counts: all randomised, or who has a row of an experimental-only endpoint.

    Follow-up ends with the guideline's window: what happens later is another endpoint, which the store may not show.
    """
    causes = [cause.name for cause in trial.endpoint(guideline.endpoint).causes]
    mine = causes.index(guideline.cause) + 1
    join = "join" if guideline.scope == "experimental" else "left join"
    return f"""
        with first as (select min(randomised_on) as day from seen.participant),
        of_endpoint as (from seen.endpoint where endpoint = {literal(guideline.endpoint)})
        select {literal(guideline.name)}, who.name, who.arm, coalesce(e.day0, p.randomised_on) - first.day,
            least(coalesce(floor(e.days), 0), {guideline.window_days})::integer,
            case when coalesce(e.cause, 0) = 0 or floor(e.days) > {guideline.window_days} then 0
                when e.cause = {mine} then 1 else 2 end, {cut} - first.day, {cut}
        from seen.participant as p join {store}.who using (participant)
        {join} of_endpoint as e on e.participant = p.participant cross join first"""


def _emergent(view: Scope) -> str:
    """Events that count; `open_term` is what a term is called where its name would tell the arms apart."""
    withheld = ", ".join(map(literal, view.withheld)) or "''"
    return f"""create view {view.store}.emergent as
        select participant, soc, term,
            case when lower(trim(term)) in ({withheld}) then {literal(OTHER_TERM)} else term end as open_term,
            coalesce(grade, 0) as grade, serious, related, fatal, start_day
        from seen.adverse_event where emergent"""


def _at_risk(trial: Trial, cut: str, view: Scope) -> str:
    """The last day on which an adverse event of a participant counts, and whether it is the day of death.

    Whoever died was known until then, whatever the last contact says; collection ends on the same day in every arm.
    """
    last = trial.adverse_events.collection_days if trial.adverse_events else None
    collected = "" if last is None else f", randomised_on + {last}"
    return f"""create table {view.store}.at_risk as
        with ended as (
            select participant, randomised_on, died_on,
                least(coalesce(died_on, last_contact_on), {cut}{collected}) as ended_on from seen.participant)
        select participant, who.arm, greatest(ended_on - randomised_on, 0)::integer as end_day,
            coalesce(died_on = ended_on, false) as died
        from ended join {view.store}.who using (participant)"""


def _interest(trial: Trial) -> Iterator[str]:
    """Which class and term belongs to which group of special interest, and to which kind of it."""
    yield """create table sealed.interest
        (name varchar, title varchar, kind varchar, soc varchar, term varchar, arm_revealing boolean)"""
    for group in trial.special_interest:
        kinds = [(kind.title, kind.terms) for kind in group.kinds]
        cases = " ".join(f"when {_one_of('term', terms)} then {literal(title)}" for title, terms in kinds)
        kind = f"case {cases} else '' end" if cases else "''"
        yield f"""insert into sealed.interest
            select distinct {literal(group.name)}, {literal(group.title)}, {kind}, soc, term, {group.arm_revealing}
            from sealed.emergent
            where {_one_of("soc", group.soc)} or {_one_of("term", group.named())}"""


def _one_of(column: str, texts: Iterable[str]) -> str:
    known = ", ".join(literal(folded(text)) for text in texts) or "''"
    return f"lower(trim({column})) in ({known})"


def _by_participant() -> Iterator[str]:
    """The rows only the sealed store holds."""
    yield "create view sealed.participant as from seen.participant"
    yield "create view sealed.screening as from seen.screening"
    for name in ("adverse_event", "cycle", "infusion", "lab", "visit"):
        yield f"""create view sealed.{name} as
            select who.arm, one.* from seen.{name} as one join sealed.who using (participant)"""


def _follow_up(trial: Trial, cut: str) -> str:
    """How complete each participant's data are at the cut-off, from what both arms owe alike.

    `waiting`: days since the last scheduled visit done (randomisation if none), missing for the dead. `owed`: scheduled
    visits whose window is over, less those due after death; `overdue`: of them not documented. `events`: adjudicated
    or to be; endpoints that share an event count it once; `pending`: of them not adjudicated yet.
    """
    open_endpoints = [literal(endpoint.name) for endpoint in trial.endpoints if not endpoint.arm_revealing]
    return f"""create table sealed.follow_up as
        with planned(visit, due_day, window_days) as ({_planned(trial)}),
        done as (
            select participant, visit, max(done_on) as done_on
            from seen.visit semi join planned using (visit) group by all),
        last as (select participant, max(done_on) as done_on from done group by all),
        due as (
            select p.participant, count(*) as owed, count(*) filter (done.visit is null) as overdue
            from seen.participant as p cross join planned
            left join done on done.participant = p.participant and done.visit = planned.visit
            where randomised_on + due_day + window_days <= {cut}
                and (done.visit is not null or coalesce(died_on >= randomised_on + due_day, true))
            group by all),
        happened as (
            select participant, day0 + floor(days)::integer as happened_on, bool_and(adjudicated) as adjudicated
            from seen.endpoint
            where cause > 0 and adjudicated is not null and endpoint in ({", ".join(open_endpoints) or "''"})
            group by all),
        judged as (
            select participant, count(*) as events, count(*) filter (not adjudicated) as pending
            from happened group by all)
        select who.name as participant, who.arm,
            case when died_on is null then {cut} - greatest(randomised_on, last.done_on) end as waiting,
            coalesce(owed, 0) as owed, coalesce(overdue, 0) as overdue,
            coalesce(events, 0) as events, coalesce(pending, 0) as pending
        from seen.participant join sealed.who using (participant) left join last using (participant)
        left join due using (participant) left join judged using (participant)"""


def _planned(trial: Trial) -> str:
    return _values([f"({literal(v.name)}, {v.due_day}, {v.window_days})" for v in trial.visits], "('', 0, 0)")


def _values(rows: list[str], none: str) -> str:
    """A list of rows, or one of the same shape and no row."""
    return f"values {', '.join(rows)}" if rows else f"select * from (values {none}) where false"
