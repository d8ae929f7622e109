"""Counts of participants and events."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import QueryError, SourceError
from dashboard.stats.contrast import risk_difference
from dashboard.stats.counts import AdverseEvents, adverse_events, count_and_percent, percent, proportion, share

# level, class, term, grade, arm, participants, events
ROWS = [
    ("overall", "", "", 1, "A", 1, 4),
    ("overall", "", "", 3, "A", 2, 2),
    ("overall", "", "", 1, "B", 3, 3),
    ("soc", "Infections", "", 1, "B", 2, 2),
    ("term", "Infections", "Sepsis", 1, "B", 2, 2),
    ("soc", "Blood", "", 1, "A", 1, 4),
    ("soc", "Blood", "", 3, "A", 2, 2),
    ("term", "Blood", "Anaemia", 1, "A", 1, 3),
    ("term", "Blood", "Anaemia", 3, "A", 1, 1),
    ("term", "Blood", "Neutropenia", 1, "A", 1, 1),
    ("term", "Blood", "Neutropenia", 3, "A", 1, 1),
    ("soc", "Cardiac", "", 1, "A", 1, 1),
    ("soc", "Cardiac", "", 1, "B", 1, 1),
    ("term", "Cardiac", "Palpitations", 0, "B", 1, 1),
    ("term", "Cardiac", "Arrhythmia", 1, "A", 1, 1),
]
SIZE = {"A": 8, "B": 10}


def asked(rows: list[Any], arms: tuple[str, ...] = ("A", "B"), sizes: dict[str, int] = SIZE) -> AdverseEvents:
    return adverse_events(**columns_of(rows, arms, sizes))


def columns_of(rows: list[Any], arms: tuple[str, ...] = ("A", "B"), sizes: dict[str, int] = SIZE) -> dict[str, Any]:
    level, soc, term, grade, arm, participants, events = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 7
    )
    return {
        "arm": pd.Categorical(arm, categories=list(arms)),
        "soc": np.array(soc, dtype=object),
        "term": np.array(term, dtype=object),
        "level": np.array(level, dtype=object),
        "grade": np.array(grade, dtype=int),
        "participants": np.array(participants, dtype=int),
        "events": np.array(events, dtype=int),
        "n": np.array([sizes[name] for name in arm], dtype=int),
    }


def test_rows_run_overall_then_classes_and_terms_by_participants_then_name() -> None:
    assert [row.title for row in asked(ROWS).rows] == [
        "Any event",
        "Blood",  # 3
        "Anaemia",  # 2, before Neutropenia by name
        "Neutropenia",
        "Cardiac",  # 2, before Infections by name
        "Arrhythmia",
        "Palpitations",
        "Infections",
        "Sepsis",
    ]
    assert [row.depth for row in asked(ROWS).rows] == [0, 1, 2, 2, 1, 2, 2, 1, 2]


def test_rows_by_name_stay_within_their_class() -> None:
    titles = [row.title for row in adverse_events(**columns_of(ROWS), order="name").rows]
    assert titles[:4] == ["Any event", "Blood", "Anaemia", "Neutropenia"]
    assert titles[4:] == ["Cardiac", "Arrhythmia", "Palpitations", "Infections", "Sepsis"]


def test_rare_rows_are_left_out_by_all_arms_together() -> None:
    """Of 18: arrhythmia and palpitations 1 each, 5.6%; every other row at least 2, 11.1%."""
    result = adverse_events(**columns_of(ROWS), least="10")
    assert [row.title for row in result.rows if row.depth == 2] == ["Anaemia", "Neutropenia", "Sepsis"]
    assert result.left_out == 2
    assert "Cardiac" in [row.title for row in result.rows], "a class has its own share"


def test_cells_sum_over_grades_and_keep_the_worst_grades() -> None:
    blood = asked(ROWS).rows[1]
    assert (blood.cells["A"].participants, blood.cells["A"].events) == (3, 6)
    assert blood.cells["A"].grades == {0: 0, 1: 1, 3: 2}
    assert blood.cells["A"].text == "3 (37.5%)"
    assert (blood.cells["B"].participants, blood.cells["B"].n) == (0, 10)


def test_differences_are_later_minus_earlier() -> None:
    blood = asked(ROWS).rows[1].differences
    assert list(blood) == ["B − A"]
    expected = risk_difference(3, 8, 0, 10)
    assert blood["B − A"].difference == pytest.approx(float(Fraction(0, 10) - Fraction(3, 8)))
    assert (blood["B − A"].lower, blood["B − A"].upper) == (expected.lower, expected.upper)


def test_three_arms_have_three_differences() -> None:
    result = asked(ROWS, ("A", "B", "C"))
    assert list(result.rows[0].differences) == ["B − A", "C − A", "C − B"]
    assert np.isnan(result.rows[0].differences["C − A"].difference)  # nothing is known of an arm without rows
    assert result.rows[0].cells["C"].text == "0"


def test_one_arm_has_no_differences() -> None:
    rows = [(*row[:4], "All participants", *row[5:]) for row in ROWS]
    result = asked(rows, ("All participants",), {"All participants": 18})
    assert all(not row.differences for row in result.rows)
    assert [row.title for row in result.rows] == [row.title for row in asked(ROWS).rows]


def test_relabelling_arms_moves_no_row() -> None:
    swapped = [(*row[:4], "B" if row[4] == "A" else "A", *row[5:]) for row in ROWS]
    one, two = asked(ROWS), asked(swapped, sizes={"A": 10, "B": 8})
    assert [(row.soc, row.term) for row in one.rows] == [(row.soc, row.term) for row in two.rows]
    assert [row.cells["A"] for row in one.rows] == [row.cells["B"] for row in two.rows]


@given(order=st.permutations(ROWS))
def test_the_order_of_rows_changes_nothing(order: list[Any]) -> None:
    assert asked(order).table().equals(asked(ROWS).table())


def test_zero_rows_change_nothing() -> None:
    zeros = [("term", "Infections", "Sepsis", 3, "A", 0, 0), ("overall", "", "", 5, "B", 0, 0)]
    assert asked([*ROWS, *zeros]).table().equals(asked(ROWS).table())


def test_nothing_at_all_keeps_the_overall_row() -> None:
    result = asked([])
    assert [row.title for row in result.rows] == ["Any event"]
    assert result.table()["A: participants"].tolist() == [0]


def test_the_table_has_a_row_each_and_columns_by_arm_and_pair() -> None:
    table = asked(ROWS).table()
    assert table.columns.tolist() == [
        "Level",
        "System organ class",
        "Preferred term",
        *(
            f"{arm}: {what}"
            for arm in ("A", "B")
            for what in ("participants", "of", "%", "events", "not graded", "worst grade 1", "worst grade 3")
        ),
        "B − A: difference (percentage points)",
        "B − A: lower 95%",
        "B − A: upper 95%",
    ]
    assert table["A: %"].tolist()[:2] == [37.5, 37.5]


def test_an_arm_with_two_populations_is_refused() -> None:
    with pytest.raises(QueryError, match="arm A has 8, 9"):
        adverse_events(
            pd.Categorical(["A", "A"]), ["", ""], ["", ""], ["overall", "overall"], [1, 2], [1, 1], [1, 1], [8, 9]
        )


def test_a_row_without_an_arm_is_refused() -> None:
    with pytest.raises(SourceError, match="1 of 1 rows have no arm"):
        adverse_events(pd.Categorical([None], categories=["A"]), [""], [""], ["overall"], [1], [1], [1], [8])


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(QueryError, match="'pt' is none of overall, soc, term"):
        adverse_events(pd.Categorical(["A"]), ["x"], ["y"], ["pt"], [1], [1], [1], [8])


@pytest.mark.parametrize(
    ("n", "of", "text"),
    [
        (12, 96, "12.5"),
        (1, 800, "0.1"),  # 0.125
        (1, 2000, "0.1"),  # 0.05 exactly: up
        (1, 2001, "0.0"),
        (3, 2000, "0.2"),  # 0.15, which a float holds as 0.1499999...
        (2, 3, "66.7"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
        (1999, 2000, "100.0"),  # 99.95
        (0, 0, "–"),
    ],
)
def test_percentages_round_exact_halves_up(n: int, of: int, text: str) -> None:
    assert percent(n, of) == text


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_percentage_is_within_half_a_tenth(case: tuple[int, int]) -> None:
    n, of = case
    off = Fraction(percent(n, of)) - Fraction(100 * n, of)
    assert Fraction(-1, 20) < off <= Fraction(1, 20)


def test_a_count_says_its_percentage() -> None:
    assert count_and_percent(12, 96) == "12 (12.5%)"
    assert count_and_percent(0, 0) == "0"


def test_a_share_in_a_table_is_the_printed_percentage() -> None:
    assert share(1, 800) == 0.1
    assert np.isnan(share(0, 0))


def test_a_proportion_has_its_exact_interval() -> None:
    result = proportion(0, 21)
    assert (result.estimate, result.lower) == (0, 0)
    assert result.upper == pytest.approx(1 - 0.025 ** (1 / 21))
    assert result.table()["Of"].tolist() == [21]


def test_a_proportion_sums_disjoint_groups_and_stands_nothing() -> None:
    summed = proportion(np.array([5, 7]), np.array([10, 11]))
    assert (summed.x, summed.n) == (12, 21)
    nothing = proportion(np.array([]), np.array([]))
    assert (nothing.x, nothing.n) == (0, 0)
    assert np.isnan([nothing.estimate, nothing.lower, nothing.upper]).all()


def test_more_than_everybody_is_refused() -> None:
    with pytest.raises(SourceError, match="count is outside"):
        proportion(5, 4)
