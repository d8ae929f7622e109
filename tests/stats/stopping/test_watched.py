"""A guideline that watches one arm by its nature."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.stopping.watched import by_watched_arm


@dataclass(frozen=True)
class Sum:
    total: int

    def table(self) -> pd.DataFrame:
        return pd.DataFrame({"Total": [self.total]})


def total(days: Any) -> Sum:
    return Sum(int(days.sum()))


def asked(arms: list[str], days: list[int]) -> dict[str, int]:
    arm = pd.Categorical(arms, categories=["A", "B"])
    found = by_watched_arm(total)(arm, days=np.array(days, dtype=int)).results
    return {name: each.total for name, each in found.items()}


def test_only_the_arm_with_participants_is_there() -> None:
    assert asked(["B", "B"], [3, 4]) == {"B": 7}


def test_arms_that_both_have_some_are_both_there() -> None:
    assert asked(["B", "A"], [3, 4]) == {"A": 4, "B": 3}


def test_every_arm_stands_while_none_has_one() -> None:
    assert asked([], []) == {"A": 0, "B": 0}
