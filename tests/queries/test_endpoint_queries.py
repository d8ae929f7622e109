"""Time to event by participant: the lag, strata, baseline columns and the clock of transplantation, by hand."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from dashboard.access import sql

CUT = date(2026, 1, 31)


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    """Four participants; days from randomisation to the cut-off: 100, 31, 30 and 29."""
    made = duckdb.connect(":memory:")
    made.execute(
        "create table endpoint (participant varchar, arm varchar, endpoint varchar, cause integer, days double)"
    )
    made.execute("create table population (participant varchar, arm varchar, population varchar)")
    made.execute("create table monitored (cut_on date)")
    made.execute(f"insert into monitored values (date '{CUT}')")
    made.execute("""create table participant (participant varchar, randomised_on date, transplanted_on date,
        sex varchar, donor varchar, prophylaxis varchar, conditioning varchar, remission varchar, mrd varchar)""")
    people = [
        # participant, days to the cut-off, first event or censoring, cause, days from transplantation, donor, remission
        ("p1", 100, 70, 2, 40, "sibling", "CR1"),
        ("p2", 31, 2, 1, 50, None, "CR2"),
        ("p3", 30, 0, 1, None, "sibling", None),
        ("p4", 29, 10, 1, -1, "haplo", "CR1"),
    ]
    for name, before, days, cause, since, donor, remission in people:
        day = CUT - timedelta(before)
        transplanted = None if since is None else day - timedelta(since)
        row = [name, day, transplanted, "F", donor, None, None, remission, None]
        made.execute("insert into participant values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        made.execute("insert into endpoint values (?, 'A', 'efs', ?, ?)", [name, cause, days])
        made.execute("insert into population values (?, 'A', 'randomised')", [name])
    return made


def ask(database: duckdb.DuckDBPyConnection, query: str, **params: Any) -> list[tuple[Any, ...]]:
    given = {"endpoint": "efs", "population": "randomised", **params}
    return database.execute(sql.read(f"unblinded/{query}").text, given).fetchall()


def test_without_a_lag_the_rows_are_as_they_are(database: duckdb.DuckDBPyConnection) -> None:
    assert ask(database, "first_event", lag="0") == [("A", 0, 1), ("A", 2, 1), ("A", 10, 1), ("A", 70, 2)]


def test_a_lag_censors_everybody_so_many_days_before_the_cut_off(database: duckdb.DuckDBPyConnection) -> None:
    """30 days before: p1 is followed 70 days and has the event on the last of them; p2 one day, before the event; p3 is
    randomised on that day, with its event; p4 a day later: censored at 0."""
    assert ask(database, "first_event", lag="30") == [("A", 0, 0), ("A", 0, 1), ("A", 1, 0), ("A", 70, 2)]
    assert ask(database, "any_event", lag="30") == [("A", 0, 0), ("A", 0, 1), ("A", 1, 0), ("A", 70, 1)]
    assert ask(database, "first_event", lag="31")[-1] == ("A", 69, 0)


def test_nobody_is_lost_to_a_lag(database: duckdb.DuckDBPyConnection) -> None:
    assert len(ask(database, "first_event", lag="1000")) == 4


def test_without_a_known_cut_off_nothing_is_censored(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("delete from monitored")
    assert ask(database, "first_event", lag="0") == [("A", 0, 1), ("A", 2, 1), ("A", 10, 1), ("A", 70, 2)]


def test_a_stratum_joins_the_planned_columns_and_keeps_who_has_none(database: duckdb.DuckDBPyConnection) -> None:
    rows = ask(database, "any_event_in_strata", lag="0", strata=["donor", "remission"])
    assert rows == [
        ("A", 0, 1, "sibling, not stated"),
        ("A", 2, 1, "not stated, CR2"),
        ("A", 10, 1, "haplo, CR1"),
        ("A", 70, 1, "sibling, CR1"),
    ]


def test_a_baseline_column_gives_each_participant_a_level(database: duckdb.DuckDBPyConnection) -> None:
    rows = ask(database, "first_event_by_baseline", baseline="donor")
    assert rows == [("A", 0, 1, "sibling"), ("A", 2, 1, "Not stated"), ("A", 10, 1, "haplo"), ("A", 70, 2, "sibling")]


def test_the_clock_of_transplantation_leaves_out_who_has_no_day_before_randomisation(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert ask(database, "from_transplantation") == [("A", 40, 110, 2), ("A", 50, 52, 1)]


def test_who_has_no_row_of_an_endpoint_is_listed(database: duckdb.DuckDBPyConnection) -> None:
    assert ask(database, "not_at_risk") == []
    database.execute("delete from endpoint where participant in ('p2', 'p4')")
    assert ask(database, "not_at_risk") == [("A", "p2"), ("A", "p4")]
