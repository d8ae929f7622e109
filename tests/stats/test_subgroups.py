"""Groups known at entry: planned ones with intervals and differences, others with neither."""

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.competing import FREE
from dashboard.stats.subgroups import EXPLORATORY, PLANNED, Subgroups, subgroups

ARM = pd.Categorical(["A"] * 12 + ["B"] * 12, categories=["A", "B"])
LEVEL = np.array(["x", "y"] * 12, dtype=object)
DAYS = np.full(24, 300)
CAUSE = np.zeros(24, dtype=int)
DAYS[[0, 12]] = 50  # one event of level x in each arm
CAUSE[[0, 12]] = 1


def found(planned: bool, landmarks: tuple[int, ...] = (100, 365)) -> Subgroups:
    return subgroups(ARM, DAYS, CAUSE, LEVEL, causes=("event",), landmarks=landmarks, planned=planned)


def test_each_level_has_its_own_curves() -> None:
    """Six of each level in each arm; in x one of the six: 1/6, in y none."""
    result = found(planned=True)
    at = {(level.title, arm): each.landmarks[0].estimate for level in result.levels for arm, each in level.arms.items()}
    assert at == pytest.approx({("x", "A"): 1 / 6, ("x", "B"): 1 / 6, ("y", "A"): 0, ("y", "B"): 0})
    assert result.day == 100
    assert result.basis == PLANNED
    assert all("B − A" in level.between for level in result.levels)
    assert {"Lower 95%", "Upper 95%"} <= set(result.table().columns)


def test_what_was_not_planned_has_neither_intervals_nor_differences_and_says_so() -> None:
    result = found(planned=False)
    table = result.table()
    assert not {"Lower 95%", "Upper 95%", "Standard error"} & set(table.columns)
    assert set(table["Basis"]) == {EXPLORATORY}
    assert "exploratory" in EXPLORATORY
    assert not any(level.between for level in result.levels)


def test_an_arm_without_a_level_stays_with_nobody() -> None:
    here = (np.asarray(ARM) == "A") | (LEVEL == "x")
    result = subgroups(ARM[here], DAYS[here], CAUSE[here], LEVEL[here], causes=("event",))
    assert [(each.title, each.arms["B"].n) for each in result.levels] == [("x", 6), ("y", 0)]
    assert FREE in set(result.table()["Measure"])


def test_nobody_has_no_level_and_no_day() -> None:
    none = np.zeros(0, dtype=int)
    result = subgroups(ARM[:0], none, none, none.astype(object), causes=("event",))
    assert (result.levels, result.day) == ((), None)
    assert result.table().empty
