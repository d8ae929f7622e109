"""Hazard ratio, stratified too, and restricted means of two groups."""

import numpy as np
import pandas as pd
import pytest

from dashboard.stats import arms_compared as compared
from dashboard.stats.arms_compared import arms_compared
from dashboard.stats.hazards import hazard_ratio


def groups(*sizes: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.repeat(np.arange(len(sizes)), sizes), ["A", "B"])


def test_restricted_means_by_hand() -> None:
    """To day 10, both with five left. A: one event on day 4, S 5/6 after: 4 + 6 x 5/6 = 9. B: none: 10. B - A = 1."""
    days = np.array([4, *[12] * 5, *[12] * 6])
    event = np.array([1, *[0] * 11])
    result = arms_compared(days, event, groups(6, 6), landmarks=(5, 10, 20))
    assert result.restricted.earlier.tau == 10
    assert result.restricted.difference == pytest.approx(1)


def test_before_the_first_landmark_the_shorter_follow_up_is_the_end() -> None:
    result = arms_compared(np.array([4, 8, 9, 6, 7, 7]), np.array([1, 0, 0, 0, 1, 0]), groups(3, 3), landmarks=(100,))
    assert result.restricted.earlier.tau == 7


def test_the_stratified_ratio_is_there_only_with_strata_and_stands_first() -> None:
    draw = np.random.default_rng(5)
    days, event, strata = draw.integers(1, 400, 80), draw.integers(0, 2, 80), draw.integers(0, 2, 80).astype(str)
    group = pd.Categorical.from_codes(draw.integers(0, 2, 80), ["A", "B"])
    assert arms_compared(days, event, group).stratified is None
    result = arms_compared(days, event, group, strata)
    assert result.stratified == hazard_ratio(days, event, group, strata)
    assert result.table()["Comparison"].tolist()[0] == "Hazard ratio, stratified (later / earlier arm)"


def test_a_ratio_that_turns_round_is_called_an_average() -> None:
    """All events of A are on days 1 to 20, all of B on days 101 to 120."""
    days = np.array([*range(1, 21), *[200] * 20, *range(101, 121), *[200] * 20])
    event = np.tile(np.repeat([1, 0], 20), 2)
    assert compared.proportional(arms_compared(days, event, groups(40, 40)).hazard) == compared.AVERAGE


def test_few_events_say_nothing_in_favour_of_proportional_hazards() -> None:
    draw = np.random.default_rng(5)
    days, group = draw.integers(1, 400, 60), groups(30, 30)
    for events, says in ((19, compared.NOT_CHECKED), (20, "no sign against proportional hazards in 20 events")):
        event = np.isin(np.arange(60), np.linspace(0, 59, events).astype(int))
        assert compared.proportional(hazard_ratio(days, event, group)) == says


def test_no_p_value_is_in_the_table() -> None:
    days, event = np.arange(1, 41), np.tile([1, 0], 20)
    table = arms_compared(days, event, pd.Categorical(["A", "B"] * 20)).table()
    assert not any("p" in str(name).split() or "p-value" in str(name) for name in table.columns)
    assert table["Note"].tolist()[0] == "not estimable: every event that could be compared is in one group"


@pytest.mark.parametrize("sizes", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_groups_of_nobody_or_one_are_no_error(sizes: tuple[int, int]) -> None:
    many = sum(sizes)
    result = arms_compared(np.zeros(many), np.zeros(many), groups(*sizes))
    assert len(result.table()) == 2
