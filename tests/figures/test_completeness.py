"""Completeness as a table to read."""

from dataclasses import replace

from dashboard.figures.completeness import answer, completeness
from dashboard.stats.arms import ByArm
from dashboard.stats.completeness import Completeness

A = Completeness(12, (17.5, 30.0, 55.25), 100.0, 20, 3, 4, 1)
NOTHING = Completeness(0, None, None, 0, 0, None, None)


def test_a_row_a_measure_and_a_column_an_arm() -> None:
    drawn = completeness(ByArm({"A": A, "B": NOTHING}))
    assert [column.arm for column in drawn.columns] == ["", "A", "B"]
    assert drawn.rows == (
        ("Living participants", "12", "0"),
        ("Days since last visit: median (quartiles; longest)", "30 (17.5 to 55.3; 100)", "–"),
        ("Overdue visits", "3 / 20 (15%)", "0 / 0 (–)"),
        ("Pending adjudications", "1 / 4 (25%)", "–"),
    )


def test_the_answer_sets_the_lag_of_the_arms_side_by_side() -> None:
    assert answer(ByArm({"A": A, "B": NOTHING})).text == (
        "Overdue visits of those owed: A 3 / 20 (15%), B 0 / 0 (–). Median days since the last visit: A 30, B –."
    )
    unseen = replace(NOTHING, owed=None, overdue=None)
    assert answer(ByArm({"A": unseen, "B": unseen})).text == "The source records no visits."
