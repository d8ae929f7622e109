"""Deaths and events, now and in the previous extract."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats import listing
from dashboard.stats.listing import Events

# endpoint, cause, arm, now, before
ROWS = [
    ("os", 1, "A", 5, 3),
    ("os", 1, "B", 7, 7),
    ("relapse-nrm", 1, "A", 4, 1),
    ("relapse-nrm", 1, "B", 6, 5),
    ("relapse-nrm", 2, "A", 2, 2),
    ("crs", 1, "A", 3, 0),
]


def events(rows: list[Any] = ROWS) -> Events:
    endpoint, cause, arm, now, before = (list(part) for part in zip(*rows, strict=True)) if rows else ([],) * 5
    return listing.events(
        pd.Categorical(arm, categories=["A", "B"]),
        np.array(endpoint, dtype=object),
        np.array(cause, dtype=int),
        np.array(now, dtype=int),
        np.array(before, dtype=int),
    )


def test_deaths_by_arm_with_those_that_are_new() -> None:
    arm = pd.Categorical(["A", "B"], categories=["A", "B"])
    table = listing.deaths(arm, np.array([41, 42]), np.array([5, 7]), np.array([3, 7])).table()
    assert table.to_dict("list") == {
        "Arm": ["A", "B"],
        "Deaths": [5, 7],
        "Randomised": [41, 42],
        "New since the previous extract": [2, 0],
    }


def test_events_of_a_kind_sum_over_arms() -> None:
    """5 + 7 deaths, of which 3 + 7 were known; 4 + 6 relapses, of which 1 + 5."""
    assert events().of("os", 1) == (12, 2)
    assert events().of("relapse-nrm", 1) == (10, 4)
    assert events().of("relapse-nrm", 2) == (2, 0)


def test_a_kind_that_never_happened_is_zero() -> None:
    assert events().of("os", 2) == (0, 0)
    assert events([]).of("os", 1) == (0, 0)


def test_an_event_taken_back_since_is_a_negative_change() -> None:
    assert events([("os", 1, "A", 4, 5)]).of("os", 1) == (4, -1)


def test_the_table_has_a_row_per_kind_and_arm() -> None:
    assert events().table()["Cause"].tolist() == [1, 1, 1, 1, 2, 1]
    assert len(events([]).table()) == 0


@given(order=st.permutations(ROWS))
def test_the_order_of_rows_changes_no_sum(order: list[Any]) -> None:
    assert events(order).of("relapse-nrm", 1) == events().of("relapse-nrm", 1)


def test_without_a_previous_extract_nothing_is_called_new() -> None:
    arm = pd.Categorical(["A", "B"])
    no = np.array([False, False])
    died = listing.deaths(arm, np.array([41, 42]), np.array([5, 7]), np.array([0, 0]), no).table()
    assert died["New since the previous extract"].isna().all()
    happened = listing.events(arm, np.array(["os", "os"]), np.array([1, 1]), np.array([5, 7]), np.array([0, 0]), no)
    assert not happened.compared
    assert happened.table()["New since the previous extract"].isna().all()
