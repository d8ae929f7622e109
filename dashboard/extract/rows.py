"""What had been seen at the cut-off, participant by participant: schema `seen`, without arms but for one table.

Records that start after the cut-off are left out; an end, a death or a last contact after it had not been seen.
"""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator
from datetime import date

import duckdb

from dashboard.errors import SourceError
from dashboard.extract.asking import one_number
from dashboard.extract.expressions import day_literal, literal, quoted
from dashboard.stats.people import NOT_CODED
from dashboard.trial.endpoints import Endpoint
from dashboard.trial.model import Trial

DAYS_A_MONTH = 30.4375
DAYS_A_YEAR = 365.25
_UNITS = {"days": 1.0, "months": DAYS_A_MONTH, "years": DAYS_A_YEAR}
_OF_DEATH = ("died_on", "death_cause", "death_related", "death_narrative")
_STARTS = {
    "participant": "randomised_on",
    "adverse_event": "start_on",
    "cycle": "start_on",
    "infusion": "start_on",
    "lab": "measured_on",
    "visit": "done_on",
    "time_to_event": "start_on",
    "screening": "screened_on",
    "site": "activated_on",
}


def see(database: duckdb.DuckDBPyConnection, trial: Trial, cut_off: date) -> dict[str, int]:
    """Make schema `seen` from the canonical tables; returns rows of each table that start after the cut-off.

    Raises SourceError if an endpoint's event is none of its causes.
    """
    _causes_are_known(database, trial)
    database.execute("create schema seen")
    for statement in statements(trial, cut_off):
        database.execute(statement)
    return {
        name: one_number(database, f"select count(*) from {quoted(name)} where {start} > {day_literal(cut_off)}")
        for name, start in _STARTS.items()
    }


def statements(trial: Trial, cut_off: date) -> Iterator[str]:
    """The statements that make schema `seen`, in order."""
    cut = day_literal(cut_off)
    yield _participant(cut)
    yield _adverse_event(trial, cut)
    yield _cycle(trial, cut)
    yield f"""create table seen.infusion as
        select participant, cycle, start_on - randomised_on as start_day,
            case when end_on <= {cut} then end_on - randomised_on end as end_day, dose
        from infusion join seen.participant using (participant) where start_on <= {cut}"""
    yield f"""create table seen.lab as
        select participant, test, title, value, unit, lower, upper, measured_on - randomised_on as day, visit
        from lab join seen.participant using (participant) where measured_on <= {cut}"""
    yield f"""create table seen.visit as
        select participant, visit, done_on
        from visit join seen.participant using (participant) where done_on <= {cut}"""
    yield f"""create table seen.screening as
        select candidate, site, screened_on, outcome, reason from screening where screened_on <= {cut}"""
    yield f"""create table seen.site as
        select site, activated_on from site where coalesce(activated_on, {cut}) <= {cut}"""
    yield """create table seen.endpoint
        (participant varchar, endpoint varchar, cause integer, days double, day0 date, adjudicated boolean)"""
    for endpoint in trial.endpoints:
        yield _endpoint(endpoint, cut)


def _participant(cut: str) -> str:
    form = ", ".join(f"case when died_on <= {cut} then {column} end as {column}" for column in _OF_DEATH)
    return f"""create table seen.participant as
        select * replace (
            case when transplanted_on <= {cut} then transplanted_on end as transplanted_on,
            case when first_dose_on <= {cut} then first_dose_on end as first_dose_on,
            case when left_on <= {cut} then left_on end as left_on,
            case when left_on <= {cut} then left_reason end as left_reason,
            {form},
            least(coalesce(last_contact_on, died_on), {cut}) as last_contact_on,
            coalesce(treated, first_dose_on is not null) and coalesce(first_dose_on <= {cut}, true) as treated)
        from participant where randomised_on <= {cut}"""


def _adverse_event(trial: Trial, cut: str) -> str:
    events = trial.adverse_events
    if events is None or events.emergent == "window":
        last = f" and start_on <= randomised_on + {events.collection_days}" if events and events.collection_days else ""
        emergent = f"start_on >= randomised_on{last}"
    else:
        emergent = "coalesce(emergent, false)"
    ended = f"end_on between start_on and {cut}"
    return f"""create table seen.adverse_event as
        select participant, coalesce(soc, {literal(NOT_CODED)}) as soc, coalesce(term, {literal(NOT_CODED)}) as term,
            grade, coalesce(serious, false) as serious, coalesce(related, false) as related,
            coalesce(fatal, false) as fatal, stopped, changed, start_on - randomised_on as start_day,
            case when {ended} then end_on - randomised_on end as end_day, start_on,
            case when {ended} then end_on end as end_on, {emergent} as emergent, partial_date
        from adverse_event join seen.participant using (participant) where start_on <= {cut}"""


def _cycle(trial: Trial, cut: str) -> str:
    schedule = trial.schedule
    needed = round(schedule.completed_share * schedule.infusion_days, 9) if schedule else 0
    given = (
        f"case when infusion_days is not null then least(infusion_days, {cut} - start_on + 1) end"  # least skips null
    )
    length = schedule.infusion_days + schedule.grace_days if schedule else 0
    return f"""create table seen.cycle as
        select participant, cycle, start_on - randomised_on as start_day,
            case when end_on <= {cut} then end_on - randomised_on end as end_day,
            {given} as infusion_days, coalesce({given} >= {needed}, false) as completed,
            case when coalesce(end_on, start_on + {length}) <= {cut} then reason end as reason
        from cycle join seen.participant using (participant) where start_on <= {cut}"""


def _endpoint(endpoint: Endpoint, cut: str) -> str:
    """One row per participant of the source's parameter; an event or end after the cut-off is censored at it."""
    unit = _UNITS[endpoint.unit]
    clock = "randomised_on" if endpoint.clock == "randomisation" else "first_dose_on"
    return f"""insert into seen.endpoint
        with given as (
            select participant, coalesce(start_on, {clock}) as day0, value * {unit!r} - {endpoint.offset!r} as days,
                {_cause(endpoint)} as cause, adjudicated
            from time_to_event join seen.participant using (participant)
            where parameter = {literal(endpoint.parameter)})
        select participant, {literal(endpoint.name)},
            case when days <= {cut} - day0 then cause else 0 end, least(days, {cut} - day0), day0, adjudicated
        from given where day0 <= {cut}"""


def _cause(endpoint: Endpoint) -> str:
    cases = "".join(
        f" when upper(description) = {literal(cause.value.upper())} then {number}" if cause.value else ""
        for number, cause in enumerate(endpoint.causes, start=1)
    )
    other = [number for number, cause in enumerate(endpoint.causes, start=1) if not cause.value]
    return f"case when censored <> 0 then 0{cases} else {other[0] if other else 'null'} end"


def _causes_are_known(database: duckdb.DuckDBPyConnection, trial: Trial) -> None:
    for index, endpoint in enumerate(trial.endpoints):
        count = one_number(
            database,
            f"select count(*) from time_to_event where parameter = {literal(endpoint.parameter)}"
            f" and ({_cause(endpoint)}) is null",
        )
        if count:
            raise SourceError(
                f"time_to_event, parameter {endpoint.parameter}: {count} events are described in a way that is no "
                f"cause of endpoints[{index}] ({endpoint.name}). Add the cause's value to the trial definition."
            )
