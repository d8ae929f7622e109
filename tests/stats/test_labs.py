"""Shifts of grades and signals of liver injury on a few participants."""

import numpy as np
import pandas as pd

from dashboard.stats.ctcae import CRITERIA, NOT_GRADED
from dashboard.stats.lab_grades import Extremes
from dashboard.stats.labs import MISSING, QUADRANTS, Shift, beyond, course, liver, shift

NAN = np.nan
GRADED = {"ANC": CRITERIA["neutrophils"], "ALT": CRITERIA["alt"], "CREAT": CRITERIA["creatinine"]}


def arms(*letters: str) -> pd.Categorical:
    return pd.Categorical(letters, categories=["A", "B"])


def asked(test: str, *rows: tuple[float, ...]) -> Shift:
    """Rows (baseline, of lower, of upper, lowest, of lower, highest, of upper), all of arm A."""
    values = Extremes(*(np.array(each, dtype=float) for each in zip(*rows, strict=True)))
    return shift(arms(*"A" * len(rows)), criteria=GRADED, test=test, **vars(values))


def somebody(found: Shift) -> dict[tuple[str, int, int], int]:
    return {key: n for key, n in found.counts.items() if n}


def test_neutrophils_are_graded_by_the_least_and_transaminases_by_the_greatest() -> None:
    low = asked("ANC", (2, 1.1, NAN, 0.4, 0.2, 9, NAN), (1.6, 0.9, NAN, 1.6, 0.9, 9, NAN), (2, 1.1, NAN, *(NAN,) * 4))
    assert somebody(low) == {("A", 0, 4): 1, ("A", 1, 1): 1, ("A", 0, NOT_GRADED): 1}
    # 90 U/L is twice the limit of 45: 200 U/L is 4.4 x the limit (grade 2) but 2.2 x the baseline (grade 1)
    high = asked("ALT", (90, NAN, 2, 0, NAN, 200, 200 / 45), (40, NAN, 40 / 45, 0, NAN, 200, 200 / 45))
    assert somebody(high) == {("A", 1, 1): 1, ("A", 0, 2): 1}


def test_creatinine_is_graded_by_its_limit_at_baseline_and_by_either_later() -> None:
    # limit 110: from 50 to 100 is normal but twice the baseline; from 120 (grade 1) to 130 is 1.08 times it, grade 1
    found = asked("CREAT", (50, NAN, 50 / 110, 0, NAN, 100, 100 / 110), (120, NAN, 120 / 110, 0, NAN, 130, 130 / 110))
    assert somebody(found) == {("A", 0, 2): 1, ("A", 1, 1): 1}


def test_every_arm_adds_up_to_everybody() -> None:
    found = asked("ALT", *[(40.0, NAN, 0.9, NAN, NAN, NAN, NAN)] * 3)
    assert found.n == {"A": 3, "B": 0}
    assert sum(n for (arm, _, _), n in found.counts.items() if arm == "A") == 3
    assert found.table()["%"].isna().sum() == len(found.table()) / 2  # nobody in B


def test_a_test_without_grades_has_none() -> None:
    assert asked("IGG", (1.0,) * 7) == Shift("", {"A": 1, "B": 0}, {})


def test_a_quadrant_is_above_its_limits_and_not_at_them() -> None:
    found = liver(
        arms(*"AAAAAA"),
        np.array([3.1, 2.1 / 0.7, 3.1, 3.0, NAN, 9.0]),  # 2.1 / 0.7 is above 3 in binary fractions alone
        np.array([2.1, 2.1, 2.0, 2.0, 1.0, NAN]),
        limits=(3.0, 2.0),
    )
    assert list(found.quadrants("A").values()) == [1, 1, 1, 1, 2]
    assert list(found.quadrants("A")) == [*QUADRANTS, MISSING]
    assert sum(found.quadrants("B").values()) == found.n("B") == 0


def test_a_course_keeps_a_visit_at_which_nobody_was_measured() -> None:
    one, none = np.array([1.0]), np.array([NAN])
    found = course(arms("A"), np.array(["Day 30"]), np.array([30]), np.array([0]), none, none, none)
    assert found.table()["Measured"].tolist() == [0]
    assert course(arms("A"), np.array(["x"]), np.array([30]), np.array([1]), one, one, one).middle[0] == 1


def test_who_is_beyond_a_limit_is_listed_by_quadrant_the_highest_first() -> None:
    """Limits 3 and 2: at a limit is not beyond it; one measurement alone is never in a quadrant."""
    rows = {
        "P1": ("A", 3.0, 2.0),
        "P2": ("A", 3.1, 0.5),
        "P3": ("B", 8.0, 0.5),
        "P4": ("B", 3.5, 2.5),
        "P5": ("A", 0.5, 4.0),
        "P6": ("B", 9.0, np.nan),
        "P7": ("A", np.nan, 1.0),
    }
    arm, transaminase, bilirubin = zip(*rows.values(), strict=True)
    columns = {"transaminase": np.array(transaminase), "bilirubin": np.array(bilirubin)}
    found = beyond(arms(*arm), np.array([*rows], dtype=object), **columns, limits=(3.0, 2.0))
    assert [row[:3] for row in found.rows] == [
        ("P4", "B", "Possible Hy's law"),
        ("P5", "A", "Cholestasis"),
        ("P3", "B", "Temple's corollary"),
        ("P2", "A", "Temple's corollary"),
        ("P6", "B", "Not both measured"),
    ]
    plane = liver(arms(*arm), **columns, limits=(3.0, 2.0))
    for title in QUADRANTS[:3]:
        assert sum(row[2] == title for row in found.rows) == sum(plane.quadrants(name)[title] for name in "AB")
    assert list(found.table()["Participant"]) == [row[0] for row in found.rows]
