"""The flow of participants adds up, on a few of them."""

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import SourceError
from dashboard.stats.flow import Flow, flow

STEPS = {"died": "Died", "left": "Left", "followed": "Followed"}
#  screened 9: randomised 6, declined 2, active infection 1
#  A (4): died 1 after relapse, 1 without; left 1 (withdrew); followed 1.  B (2): followed 2
ROWS = [
    ("A", "status", "died", "", 4, 0),
    ("A", "status", "died", "after relapse", 4, 1),
    ("A", "status", "died", "without relapse", 4, 1),
    ("A", "status", "left", "WITHDREW", 4, 1),
    ("A", "status", "followed", "", 4, 1),
    ("B", "status", "died", "", 2, 0),
    ("B", "status", "left", "WITHDREW", 2, 0),
    ("B", "status", "followed", "", 2, 2),
    (None, "screening", "Randomised", "", np.nan, 6),
    (None, "screening", "Failed", "Active infection", np.nan, 1),
    (None, "screening", "Failed", "Declined", np.nan, 2),
]


def asked(rows: list[tuple[object, ...]] = ROWS, arms: tuple[str, ...] = ("A", "B")) -> Flow:
    arm = pd.Categorical([row[0] for row in rows], categories=list(arms))
    names = ("scheme", "step", "reason", "n", "participants")
    columns = {name: np.array([row[at] for row in rows]) for at, name in enumerate(names, start=1)}
    return flow(arm, **columns, steps=STEPS)


def test_every_step_divides_its_arm_and_every_reason_its_step() -> None:
    found = asked()
    assert found.n == {"A": 4, "B": 2}
    assert [step.counts for step in found.steps] == [{"A": 2, "B": 0}, {"A": 1, "B": 0}, {"A": 1, "B": 2}]
    died = found.steps[0]
    assert died.reasons == (("after relapse", {"A": 1, "B": 0}), ("without relapse", {"A": 1, "B": 0}))


def test_screening_is_told_with_the_most_frequent_reason_first() -> None:
    found = asked()
    assert found.screened == 9
    assert found.stayed == (("Failed", "Declined", 2), ("Failed", "Active infection", 1))
    without = asked([row for row in ROWS if row[1] == "status"])
    assert (without.screened, without.stayed) == (None, ())


def test_an_arm_without_anybody_keeps_its_column() -> None:
    rows = [row if row[0] != "B" else (*row[:4], 0, 0) for row in ROWS]
    found = asked(rows)
    assert found.n["B"] == 0
    assert found.table()["B: %"].isna().all()


def test_steps_that_leave_somebody_out_are_refused() -> None:
    with pytest.raises(SourceError, match="3 of 4 randomised"):
        asked([row for row in ROWS if row[3] != "WITHDREW"])


def test_the_table_says_of_how_many() -> None:
    table = asked().table().set_index(["Step", "Reason"])
    assert table.loc[("Died", ""), ["A: n", "A: of", "A: %"]].tolist() == [2, 4, 50.0]
    assert table.loc[("Screened", ""), "Candidates"] == 9
