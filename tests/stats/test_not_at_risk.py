"""A list of participants."""

import numpy as np
import pandas as pd

from dashboard.stats.not_at_risk import not_at_risk


def test_everybody_is_listed_with_the_arm() -> None:
    arm = pd.Categorical(["B", "A"], categories=["A", "B"])
    table = not_at_risk(arm, np.array(["p1", "p2"], dtype=object)).table()
    assert table.to_numpy().tolist() == [["p1", "B"], ["p2", "A"]]


def test_nobody_is_an_empty_table_with_its_columns() -> None:
    table = not_at_risk(pd.Categorical([], categories=["A"]), np.zeros(0, dtype=object)).table()
    assert list(table.columns) == ["Participant", "Arm"]
    assert table.empty
