"""A statistic by arm for a guideline that watches one arm by its nature."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

import pandas as pd

from dashboard.stats.arms import ByArm, Result, by_arm

R = TypeVar("R", bound=Result)


def by_watched_arm(stat: Callable[..., R]) -> Callable[..., ByArm[R]]:
    """`stat` as `by_arm` has it, of the arms that have a row; of every arm while none has one."""

    of_arms = by_arm(stat)

    def each(arm: pd.Categorical, **columns: Any) -> ByArm[R]:
        return of_arms(arm.remove_unused_categories() if len(arm) else arm, **columns)

    return update_wrapper(each, of_arms, assigned=("__doc__", "__signature__"), updated=())
