"""Laboratory values of four participants, summed by hand: values in another unit, before and between visits."""

from datetime import date

import duckdb
import pytest

from dashboard.access import sql
from dashboard.extract.labs import lab_sums
from dashboard.trial.labs import Labs, LabTest
from dashboard.trial.model import Trial
from tests.extract import tiny

#   P1 (A): ALT 45, 90 by day 0 (the last counts), 30 at Day 30, 300 between visits (limit 50), 999 mg/L
#   P2 (B): ALT 20 at baseline, nothing later.  P3 (A): nothing.
ROWS = [
    ("P1", "ALT", 45, "U/L", 45, -9, None),
    ("P1", "ALT", 90, "U/L", 45, 0, "Baseline"),
    ("P1", "ALT", 30, "U/L", 60, 31, "Day 30"),
    ("P1", "ALT", 300, "U/L", 50, 40, "Unscheduled"),
    ("P1", "ALT", 999, "mg/L", 1, 41, "Day 30"),
    ("P1", "XYZ", 999, "U/L", 1, 41, "Day 30"),
    ("P2", "ALT", 20, "U/L", None, 0, None),
]


@pytest.fixture
def trial() -> Trial:
    labs = Labs(tests=(LabTest(name="ALT", title="ALT", unit="U/L", criterion="alt"),))
    return tiny.trial().model_copy(update={"labs": labs})


@pytest.fixture
def database(trial: Trial) -> duckdb.DuckDBPyConnection:
    made = duckdb.connect(":memory:")
    made.execute("create schema seen; create schema sealed")
    made.execute(
        "create table sealed.who as from (values ('P1', 'A'), ('P2', 'B'), ('P3', 'A')) as who(participant, arm)"
    )
    made.execute("create table sealed.arms as from (values ('A'), ('B')) as arms(arm)")
    made.execute(
        "create table seen.lab (participant varchar, test varchar, value double, unit varchar, lower double,"
        " upper double, day integer, visit varchar)"
    )
    made.executemany("insert into seen.lab values (?, ?, ?, ?, null, ?, ?, ?)", [list(row) for row in ROWS])
    for statement in lab_sums(trial):
        made.execute(statement)
    return made


def test_extremes_are_of_the_unit_defined_and_over_their_own_limit(database: duckdb.DuckDBPyConnection) -> None:
    asked = """select participant, scheduled, baseline, baseline_of_upper, lowest, highest, highest_of_upper
        from sealed.lab_extreme order by participant, scheduled"""
    assert database.execute(asked).fetchall() == [
        ("P1", False, 90.0, 2.0, 30.0, 300.0, 6.0),
        ("P1", True, 90.0, 2.0, 30.0, 30.0, 0.5),
        ("P2", False, 20.0, None, None, None, None),
        ("P2", True, 20.0, None, None, None, None),
        ("P3", False, *(None,) * 5),
        ("P3", True, *(None,) * 5),
    ]


def test_a_visit_has_whoever_was_measured_and_stays_where_nobody_was(database: duckdb.DuckDBPyConnection) -> None:
    asked = "select arm, visit, participants, middle from sealed.lab_visit order by arm, due_day"
    found = database.execute(asked).fetchall()
    assert found[:3] == [("A", "Baseline", 1, 90.0), ("A", "Day 30", 1, 30.0), ("A", "Day 90", 0, None)]
    assert found[4:6] == [("B", "Baseline", 1, 20.0), ("B", "Day 30", 0, None)]


def test_a_value_in_another_unit_is_a_finding() -> None:
    with duckdb.connect(":memory:") as made:
        made.execute(
            "create table lab (participant varchar, test varchar, value double, unit varchar, measured_on date)"
        )
        rows = [[who, test, value, unit, date(2025, 1, 1)] for who, test, value, unit, *_ in ROWS]
        made.executemany("insert into lab values (?, ?, ?, ?, ?)", [*rows, ["P3", "ALT", 1, None, None]])
        found = made.execute(sql.read("checks/lab_unit").text, {"tests": ["ALT"], "units": ["U/L"]}).fetchall()
    assert sorted(found) == [("P1", "ALT", "mg/L", 1), ("P3", "ALT", None, 1)]
