"""Completeness of an arm, on participants few enough to count by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.arms import by_arm
from dashboard.stats.completeness import Completeness, completeness

# days since the last visit (dead: none), visits owed, of them overdue, events, of them pending
#   one    10 |....       2  0   1  0
#   two    20 |........   3  1   0  0
#   three   x dead        2  1   1  1
#   four   40 |........   0  0   1  1
#   five  100 |........   5  3   0  0
ROWS = [(10, 2, 0, 1, 0), (20, 3, 1, 0, 0), (np.nan, 2, 1, 1, 1), (40, 0, 0, 1, 1), (100, 5, 3, 0, 0)]


def asked(rows: list[tuple[float, ...]], visits: bool = True, adjudicated: bool = True) -> Completeness:
    columns = np.array(rows, dtype=float).reshape(-1, 5).T
    return completeness(
        columns[0], *(column.astype(int) for column in columns[1:]), visits=visits, adjudicated=adjudicated
    )


def test_the_days_are_those_of_the_living() -> None:
    """10, 20, 40, 100: the median is (20 + 40) / 2, the quartiles 10 + 3/4 of 10 and 40 + 1/4 of 60."""
    found = asked(ROWS)
    assert found.followed == 4
    assert found.quartiles == (17.5, 30.0, 55.0)
    assert found.longest == 100


def test_what_the_dead_owed_and_what_happened_to_them_still_counts() -> None:
    found = asked(ROWS)
    assert (found.overdue, found.owed) == (1 + 1 + 3, 2 + 3 + 2 + 5)
    assert (found.pending, found.events) == (2, 3)


def test_the_table_has_numerators_denominators_and_percentages() -> None:
    row = asked(ROWS).table().iloc[0]
    assert row["Median days since last visit"] == 30
    assert row["Overdue %"] == pytest.approx(100 * 5 / 12, rel=1e-12)
    assert row["Pending %"] == pytest.approx(100 * 2 / 3, rel=1e-12)


def test_what_the_source_does_not_record_is_missing_and_not_none() -> None:
    found = asked(ROWS, visits=False, adjudicated=False)
    assert found == Completeness(None, None, None, None, None, None, None)
    assert found.table().isna().all(axis=None)
    assert asked(ROWS, adjudicated=False).overdue == 5
    assert asked(ROWS, visits=False).pending == 2


def test_an_arm_without_anybody_waits_for_nobody() -> None:
    arms = pd.Categorical(["B"] * 5, categories=["A", "B"])
    columns = dict(zip(("waiting", "owed", "overdue", "events", "pending"), np.array(ROWS).T, strict=True))
    found = by_arm(completeness)(arms, **columns).results
    assert found["A"] == Completeness(0, None, None, 0, 0, 0, 0)
    assert found["A"].table()[["Overdue %", "Pending %"]].isna().all(axis=None)
    assert found["B"] == asked(ROWS)


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=40))
@settings(max_examples=60)
def test_the_quartiles_rise_within_the_days_whatever_the_order_of_the_rows(days: list[int]) -> None:
    rows: list[tuple[float, ...]] = [(day, 0, 0, 0, 0) for day in days]
    found = asked(rows)
    assert found.quartiles is not None
    assert min(days) <= found.quartiles[0] <= found.quartiles[1] <= found.quartiles[2] <= max(days)
    assert found.quartiles[1] == np.median(days)
    assert found == asked(rows[::-1])
