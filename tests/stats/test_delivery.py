"""Visits and cycles: due, done, masked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats import delivery
from dashboard.stats.delivery import Cycles, Visits

AB = pd.Categorical(["A", "A", "B", "B"], categories=["A", "B"])


def visits() -> Visits:
    """Day 30: 9 of 10 and 6 of 8; day 100: 3 of 4, and none due in B."""
    names = np.array(["Day 30", "Day 100"] * 2, dtype=object)
    return delivery.visits(AB, names, np.array([30, 100] * 2), np.array([10, 4, 8, 0]), np.array([9, 3, 6, 0]))


def test_visits_have_the_share_of_those_due() -> None:
    table = visits().table()
    assert table["Arm"].tolist() == ["A", "A", "B", "B"]
    assert table["Due on day"].tolist() == [30, 100, 30, 100]
    assert table["Documented %"].tolist()[:3] == [90.0, 75.0, 75.0]


def test_a_visit_due_for_nobody_has_no_share() -> None:
    assert np.isnan(visits().table()["Documented %"].iloc[3])


def test_visits_sum_over_an_arm_and_over_all() -> None:
    assert visits().total("A") == (12, 14)
    assert visits().total("B") == (6, 8)
    assert visits().total() == (18, 22)


def test_no_visits_are_none_of_none() -> None:
    nothing = np.array([])
    empty = delivery.visits(pd.Categorical([], categories=["A"]), nothing, nothing, nothing, nothing)
    assert empty.total() == (0, 0)
    assert len(empty.table()) == 0


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=8))
def test_a_share_is_within_0_and_100(pairs: list[tuple[int, int]]) -> None:
    done, expected = (np.array(part) for part in zip(*((min(p), max(p)) for p in pairs), strict=True))
    names = np.array([f"V{i}" for i in range(len(pairs))], dtype=object)
    arm = pd.Categorical(["All participants"] * len(pairs))
    shares = delivery.visits(arm, names, np.arange(len(pairs)), expected, done).table()["Documented %"]
    assert shares[expected > 0].between(0, 100).all()
    assert shares[expected == 0].isna().all()


def cycles(completed: bool = True) -> Cycles:
    """A has 10 and 6 expected, 9 and 5 started, 6 and 0 completed; B, which has no cycles, none."""
    done = np.array([6, 0, 0, 0]) if completed else None
    return delivery.cycles(AB, np.array([1, 2, 1, 2]), np.array([10, 6, 0, 0]), np.array([9, 5, 0, 0]), done)


def test_cycles_completed_are_of_those_started() -> None:
    table = cycles().table()
    assert table.columns.tolist() == [
        "Arm",
        "Cycle",
        "Expected",
        "Started",
        "Completed",
        "Completed % of started",
    ]
    assert table["Completed % of started"].tolist()[:2] == [pytest.approx(200 / 3), 0.0]
    assert table["Completed % of started"].isna().tolist() == [False, False, True, True]


def test_a_store_without_completed_cycles_has_no_such_column() -> None:
    assert cycles(completed=False).table().columns.tolist() == ["Arm", "Cycle", "Expected", "Started"]


def test_started_and_expected_of_one_cycle() -> None:
    assert cycles().of(1) == (9, 10)
    assert cycles().of(2, "A") == (5, 6)
    assert cycles().of(3) == (0, 0)


def test_a_masked_count_stays_masked_in_sums_and_table() -> None:
    arm = pd.Categorical(["All participants"] * 2)
    masked = delivery.cycles(arm, np.array([1, 2]), np.array([8.5, 4.0]), np.array([7.0, np.nan]))
    assert masked.of(1) == (7, 8.5)
    assert np.isnan(masked.of(2)[0])
    assert masked.table()["Started"].isna().tolist() == [False, True]


def test_a_masked_start_leaves_no_share_of_completed() -> None:
    arm = pd.Categorical(["All participants"])
    masked = delivery.cycles(arm, np.array([1]), np.array([8.5]), np.array([np.nan]), np.array([3]))
    assert masked.table()["Completed % of started"].isna().all()
