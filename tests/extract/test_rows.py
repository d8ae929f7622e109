"""Cycles as seen at the cut-off, and the courses made of them, from records in which something is missing.

All but P4 are randomised on 2025-01-01; the cut-off is 2025-07-01. 28 days of infusion and 14 of grace are planned;
22.4 days are complete.

P1  cycle 1 ended, its days not recorded; cycle 2 of 14 days
P2  cycle 1 without an end, begun 181 days before the cut-off, stopped for a reason
P3  cycle 1 without an end, begun 10 days before the cut-off; the reason is of a day that nobody knows
P4  randomised on 2025-05-01, cycle 1 given in full, died before cycle 2 was due
"""

from datetime import date

import duckdb
import pytest

from dashboard.extract import canonical
from dashboard.extract.courses import courses
from dashboard.extract.expressions import day_literal
from dashboard.extract.rows import see
from tests.extract import tiny


@pytest.fixture(scope="module")
def seen() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(":memory:")
    canonical.empty(database)
    database.execute("""insert into participant (participant, arm, randomised_on, died_on) values
        ('P1', 'A', '2025-01-01', null), ('P2', 'A', '2025-01-01', null), ('P3', 'A', '2025-01-01', null),
        ('P4', 'A', '2025-05-01', '2025-06-20')""")
    database.execute("""insert into cycle values
        ('P1', 1, '2025-01-11', '2025-02-07', null, null), ('P1', 2, '2025-04-11', '2025-04-24', 14, null),
        ('P2', 1, '2025-01-01', null, 10, 'Toxicity'), ('P3', 1, '2025-06-21', null, 28, 'Toxicity'),
        ('P4', 1, '2025-05-11', '2025-06-07', 28, null)""")
    see(database, tiny.trial(), tiny.CUT_OFF)
    database.execute("create schema sealed; create table sealed.arms as select 'A' as arm, true as experimental")
    database.execute("create table sealed.who as select participant, 'A' as arm from seen.participant")
    database.execute(courses(tiny.trial(), day_literal(date(2025, 7, 1))))
    return database


def test_infusion_days_that_nobody_recorded_are_not_known_and_no_complete_cycle(
    seen: duckdb.DuckDBPyConnection,
) -> None:
    found = seen.execute("select participant, cycle, infusion_days, completed from seen.cycle order by all").fetchall()
    assert found == [
        ("P1", 1, None, False),
        ("P1", 2, 14, False),
        ("P2", 1, 10, False),
        ("P3", 1, 11, False),
        ("P4", 1, 28, True),
    ]


def test_the_dose_is_of_cycles_whose_days_are_recorded(seen: duckdb.DuckDBPyConnection) -> None:
    """P1: 14 of 28 days; P2: 10 of 28 although no end is recorded; P3: not over."""
    found = seen.execute("select participant, given, planned from sealed.course order by all").fetchall()
    assert found == [("P1", 14, 28), ("P2", 10, 28), ("P3", 0, 0), ("P4", 28, 28)]


def test_a_reason_is_known_once_its_cycle_is_over_who_is_on_a_cycle_goes_on_and_the_dead_do_not(
    seen: duckdb.DuckDBPyConnection,
) -> None:
    """Cycle 2 of P3 was due and over on 2025-05-21, before cycle 1 began; that of P4 is not due yet."""
    found = seen.execute("select participant, status, reason from sealed.course order by all").fetchall()
    assert found == [
        ("P1", "ended", ""),
        ("P2", "stopped", "Toxicity"),
        ("P3", "ongoing", "Still on an earlier cycle"),
        ("P4", "stopped", "Died"),
    ]
