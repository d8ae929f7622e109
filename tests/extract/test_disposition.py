"""Courses of treatment and disposition of the tiny source, worked out by hand (the source stands in tiny.py).

Cut-off 2025-07-01. P1 relapsed on day 100. P2 died on day 120. P3 died after the cut-off. P4 is 42 days old.
"""

from collections.abc import Callable

import duckdb
import pytest

from dashboard.extract import canonical
from dashboard.extract.blind import scope
from dashboard.extract.courses import courses
from dashboard.extract.disposition import ANOTHER, dispositions
from dashboard.extract.expressions import day_literal
from dashboard.extract.rows import see
from dashboard.trial.model import Trial
from tests.extract import tiny

Rows = Callable[[str, str], list[tuple[object, ...]]]
POOLED = "All participants"


def test_a_course_has_the_days_given_of_cycles_that_are_over(rows: Rows) -> None:
    """P1: 28 + 21 of 56, the second cycle over and not complete. P3: 23 of 28; the second is not over on day 108."""
    asked = "select * exclude (reason) from course order by participant"
    assert rows("sealed", asked) == [
        ("P1", "A", 2, 2, 1, "ended", 10, 120, 49.0, 56.0),
        ("P3", "A", 1, 2, 1, "ongoing", 10, 108, 23.0, 28.0),
    ]


def test_everybody_has_one_status(rows: Rows) -> None:
    asked = "select arm, step, reason, participants from disposition where scheme = 'status' and participants > 0"
    assert rows("sealed", f"{asked} order by all") == [
        ("A", "followed", "after relapse", 1),
        ("A", "followed", "without relapse", 1),
        ("B", "died", "without relapse", 1),
        ("B", "followed", "without relapse", 1),
    ]


def test_every_arm_has_every_step(rows: Rows) -> None:
    asked = "select arm, count(*) from disposition where scheme = 'treatment' and reason = '' group by arm order by arm"
    assert rows("sealed", asked) == [("A", 7), ("B", 7)]
    some = (
        "select arm, step, participants from disposition where scheme = 'treatment' and participants > 0 order by all"
    )
    assert rows("sealed", some) == [("A", "ended", 1), ("A", "ongoing", 1), ("B", "none", 2)]


def test_the_blinded_store_tells_relapse_and_death_without_it_of_all_together_and_no_more(rows: Rows) -> None:
    assert rows("blinded", "select * from disposition order by participants, step") == [
        (POOLED, "first", "nrm", "", 1),
        (POOLED, "first", "relapse", "", 1),
        (POOLED, "first", "neither", "", 2),
    ]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("CRS, grade 3", ANOTHER),
        ("Fear of another CRS", ANOTHER),
        ("Wanted the active treatment", ANOTHER),
        ("Unhappy to be in arm P", ANOTHER),
        ("CRS3 after the infusion", ANOTHER),
        ("CRSのため", ANOTHER),
        ("ＣＲＳ", ANOTHER),
        ("P群を希望せず", ANOTHER),
        ("Pregnancy", "Pregnancy"),
        ("Moved away", "Moved away"),
    ],
)
def test_a_reason_for_leaving_that_would_name_an_arm_is_another_one(reason: str, shown: str) -> None:
    """The source calls its arms ACTIVE and P, and an endpoint that one arm alone has is called crs."""
    assert why_left(tiny.trial('source = "PLAIN"', 'source = "P"'), reason) == [(shown, 1)]


def why_left(trial: Trial, reason: str) -> list[tuple[object, ...]]:
    """Why the only participant left, as the disposition by arm says it."""
    database = duckdb.connect(":memory:")
    canonical.empty(database)
    row = (
        "insert into participant (participant, arm, randomised_on, left_on, left_reason) values ('1', 'A', $1, $1, $2)"
    )
    database.execute(row, [tiny.CUT_OFF, reason])
    see(database, trial, tiny.CUT_OFF)
    database.execute("create schema sealed; create table sealed.arms as select 'A' as arm, true as experimental")
    database.execute("create table sealed.who as select participant, arm from seen.participant")
    database.execute(courses(trial, day_literal(tiny.CUT_OFF)))
    dispositions(database, trial, scope(trial, "sealed", {"ACTIVE": "A", "P": "B"}))
    asked = "select reason, participants from sealed.disposition where step = 'left' and reason <> ''"
    return database.execute(asked).fetchall()
