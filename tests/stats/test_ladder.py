"""Any, serious, severe, fatal."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import QueryError, SourceError
from dashboard.stats.contrast import risk_difference
from dashboard.stats.ladder import Ladder, ladder

# arm, subset, participants, n
ROWS = [
    ("A", "fatal", 0, 8),
    ("A", "any", 6, 8),
    ("A", "serious", 2, 8),
    ("A", "severe", 3, 8),
    ("B", "any", 10, 10),
    ("B", "severe", 1, 10),
    ("B", "serious", 4, 10),
    ("B", "fatal", 1, 10),
]


def asked(rows: list[Any], arms: tuple[str, ...] = ("A", "B")) -> Ladder:
    arm, subset, participants, n = (list(part) for part in zip(*rows, strict=True)) if rows else ([],) * 4
    counts = (np.array(participants, dtype=int), np.array(n, dtype=int))
    return ladder(pd.Categorical(arm, categories=list(arms)), np.array(subset, dtype=object), *counts)


def test_steps_run_from_any_to_fatal() -> None:
    assert list(asked(ROWS).counts) == ["any", "serious", "severe", "fatal"]
    assert list(asked([*ROWS, ("A", "related", 1, 8)]).counts) == ["any", "serious", "severe", "related", "fatal"]


def test_counts_and_sizes_are_the_arm_s_own() -> None:
    result = asked(ROWS)
    assert (result.n["A"], result.n["B"]) == (8, 10)
    assert result.counts["severe"] == {"A": 3, "B": 1}


def test_differences_are_later_minus_earlier_with_their_interval() -> None:
    difference, lower, upper = asked(ROWS).differences["serious"]["B − A"]
    expected = risk_difference(2, 8, 4, 10)
    assert difference == pytest.approx(float(Fraction(4, 10) - Fraction(2, 8)))
    assert (lower, upper) == (expected.lower, expected.upper)


def test_the_table_is_in_percentages_and_points() -> None:
    """Severe: 3 of 8 is 37.5%, 1 of 10 is 10.0%, the difference -27.5 points."""
    row = asked(ROWS).table().set_index("Events").loc["Severe"]
    assert (row["A: participants"], row["A: of"], row["A: %"], row["B: %"]) == (3, 8, 37.5, 10.0)
    assert row["B − A: difference (percentage points)"] == pytest.approx(-27.5)
    assert row["B − A: lower 95%"] < -27.5 < row["B − A: upper 95%"]


def test_one_arm_has_no_differences() -> None:
    result = asked([("All participants", "any", 16, 18)], ("All participants",))
    assert result.differences == {"any": {}}
    assert result.table().columns.tolist() == [
        "Events",
        "All participants: participants",
        "All participants: of",
        "All participants: %",
    ]


def test_an_arm_nothing_is_known_of_stays_with_zeros() -> None:
    result = asked(ROWS, ("A", "B", "C"))
    assert (result.n["C"], result.counts["any"]["C"]) == (0, 0)
    assert np.isnan(result.differences["any"]["C − A"]).all()
    assert np.isnan(result.table()["C: %"]).all()


def test_nothing_at_all_has_no_steps() -> None:
    assert len(asked([]).table()) == 0


@given(order=st.permutations(ROWS))
def test_the_order_of_rows_changes_nothing(order: list[Any]) -> None:
    assert asked(order).table().equals(asked(ROWS).table())


def test_exchanging_two_arms_turns_the_difference_round() -> None:
    swapped = asked([("B" if arm == "A" else "A", *rest) for arm, *rest in ROWS])
    for step, pairs in asked(ROWS).differences.items():
        difference, lower, upper = pairs["B − A"]
        assert swapped.differences[step]["B − A"] == pytest.approx((-difference, -upper, -lower))


def test_a_row_without_an_arm_is_refused() -> None:
    with pytest.raises(SourceError, match="1 of 1 rows have no arm"):
        asked([(None, "any", 1, 8)])


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(QueryError, match="'mild' is none of any, serious"):
        asked([*ROWS, ("A", "mild", 1, 8)])
