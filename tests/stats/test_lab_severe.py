"""Severe laboratory values of six participants, counted by hand.

arm  neutrophils at baseline, least after it   grade       counts
A    2.0, 0.9                                   0, 3        yes
A    0.9, 0.8                                   3, 3        no: as at baseline
A    0.9, 0.4                                   3, 4        yes: worse than at baseline
A    2.0, none                                  0, none     no: nothing after baseline
B    none, 0.4                                  none, 4     yes: nothing known before
B    2.0, 1.2                                   0, 2        no
"""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import labs as figures
from dashboard.stats.contrast import risk_difference
from dashboard.stats.ctcae import CRITERIA
from dashboard.stats.lab_severe import Severe, severe

NAN = np.nan
LEAST = [(2.0, 0.9), (0.9, 0.8), (0.9, 0.4), (2.0, NAN), (NAN, 0.4), (2.0, 1.2)]
GRADED = {"ANC": CRITERIA["neutrophils"], "ALT": CRITERIA["alt"]}


def counted(arms: str = "AAAABB") -> Severe:
    """Both tests; of ALT nobody has a value."""
    before, after = (np.array(each) for each in zip(*LEAST, strict=True))
    none = np.full(12, NAN)
    both = {"baseline": before, "baseline_of_lower": before / 1.8, "lowest": after, "lowest_of_lower": after / 1.8}
    columns = {name: np.r_[values, none[:6]] for name, values in both.items()}
    empty = {"baseline_of_upper": none, "highest": none, "highest_of_upper": none}
    arm = pd.Categorical(list(arms) * 2, categories=["A", "B"])
    return severe(arm, np.repeat(["ANC", "ALT"], 6), criteria=GRADED, severe_from=3, **columns, **empty)


def test_severe_is_a_grade_of_three_or_worse_that_is_worse_than_at_baseline() -> None:
    found = counted()
    assert (found.tests, found.n) == (("ANC", "ALT"), (4, 2))
    assert found.severe.tolist() == [[2, 1], [0, 0]]
    assert found.graded.tolist() == [[3, 2], [0, 0]]
    assert found.table()["Severe"].tolist() == [2, 1, 0, 0]


def test_a_severe_multiple_of_a_severe_baseline_counts() -> None:
    """ALT, limit 45: at baseline 270, 6 times the limit, grade 3; 1485 is 5.5 times that, grade 3; 270 is none."""
    before, after = np.array([270.0, 270.0]), np.array([1485.0, 270.0])
    upper = {"baseline_of_upper": before / 45, "highest_of_upper": after / 45}
    none = {name: np.full(2, NAN) for name in ("baseline_of_lower", "lowest", "lowest_of_lower")}
    arm = pd.Categorical(["A", "A"], categories=["A"])
    lab = np.array(["ALT", "ALT"])
    criteria = {"ALT": CRITERIA["alt"]}
    found = severe(arm, lab, criteria=criteria, severe_from=3, baseline=before, highest=after, **upper, **none)
    assert (found.severe.tolist(), found.graded.tolist()) == ([[1]], [[2]])


def test_the_difference_is_that_of_shares_of_everybody() -> None:
    found = counted().differences()["B − A"]
    alone = risk_difference(2, 4, 1, 2)
    assert found.difference.tolist() == [0, 0]
    assert (found.lower[0], found.upper[0]) == pytest.approx((float(alone.lower), float(alone.upper)))


def test_every_test_has_a_row_and_an_arm_of_nobody_no_share() -> None:
    table = figures.severe(counted("AAAAAA"), titles={"ANC": "Neutrophils", "ALT": "Alanine aminotransferase"})
    assert [column.title for column in table.columns[:5]] == ["Test", "A, N = 6", "A: graded", "B, N = 0", "B: graded"]
    assert table.rows[0] == ("Neutrophils", "3 / 6 (50%)", "5", "0 / 0 (–)", "0", "–")
    assert table.rows[1][:3] == ("Alanine aminotransferase", "0 / 6 (0%)", "0")
