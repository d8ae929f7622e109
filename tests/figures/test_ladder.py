"""The ladder as a table."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.kinds import Lead
from dashboard.figures.ladder import ladder
from dashboard.stats import ladder as steps
from tests.figures.drawn import AB, ALL

TITLES = {"any": "Any event", "serious": "Serious", "severe": "Grade 3 or worse", "fatal": "Fatal"}


def counted(names: tuple[str, ...], people: dict[str, tuple[int, ...]], n: tuple[int, ...]) -> steps.Ladder:
    rows = [(arm, step, counts[at], n[at]) for step, counts in people.items() for at, arm in enumerate(names)]
    arm, subset, participants, size = (list(part) for part in zip(*rows, strict=True)) if rows else ([],) * 4
    numbers = (np.array(participants, dtype=int), np.array(size, dtype=int))
    return steps.ladder(pd.Categorical(arm, categories=list(names)), np.array(subset, dtype=object), *numbers)


def test_each_step_has_its_title_and_counts_by_arm() -> None:
    """30 of 40 is 75%, 10 of 40 is 25%: the later arm has 50 points fewer."""
    table = ladder(counted(AB, {"any": (30, 10), "fatal": (0, 1)}, (40, 40)), titles=TITLES)
    assert [column.title for column in table.columns] == [
        "Events",
        "A (n = 40)",
        "B (n = 40)",
        "B − A, points (95% interval)",
    ]
    assert [column.arm for column in table.columns] == ["", "A", "B", ""]
    assert table.rows[0][:3] == ("Any event", "30 / 40 (75%)", "10 / 40 (25%)")
    assert table.rows[0][3].startswith("−50.0 (−")
    assert table.rows[1][0] == "Fatal"


def test_a_difference_stands_in_points_with_its_interval() -> None:
    """0 of 29 and 5 of 56: 5/56 is 8.9 points more, and the limits are those of the statistic."""
    result = counted(AB, {"serious": (0, 5)}, (29, 56))
    _, low, high = result.differences["serious"]["B − A"]
    assert ladder(result, titles=TITLES).rows[0][3] == f"8.9 (−{-100 * low:.1f} to {100 * high:.1f})"


def test_one_arm_has_counts_alone() -> None:
    table = ladder(counted(ALL, {"any": (40,)}, (80,)), titles=TITLES)
    assert [column.title for column in table.columns] == ["Events", "All (n = 80)"]
    assert table.rows == (("Any event", "40 / 80 (50%)"),)


def test_an_empty_arm_has_dashes_for_its_difference() -> None:
    table = ladder(counted(AB, {"any": (3, 0)}, (8, 0)), titles=TITLES)
    assert table.rows[0][2:] == ("0 / 0 (–)", "–")


def test_a_step_leads_to_its_terms() -> None:
    result = counted(AB, {"any": (3, 1), "fatal": (0, 0)}, (8, 8))
    assert ladder(result, titles=TITLES).leads == ()
    leads = ladder(result, titles=TITLES, leads_to="adverse-events").leads
    assert leads == (Lead("adverse-events", {"subset": "any"}), Lead("adverse-events", {"subset": "fatal"}))


def test_nothing_at_all_says_so() -> None:
    table = ladder(counted(AB, {}, (0, 0)), titles=TITLES)
    assert (table.rows, table.empty) == ((), "No adverse events so far.")


@pytest.mark.parametrize("names", [AB, ("A", "B", "C"), ALL])
def test_every_row_is_as_long_as_the_heads(names: tuple[str, ...]) -> None:
    many = len(names)
    table = ladder(counted(names, {"any": (5,) * many, "severe": (1,) * many}, (9,) * many), titles=TITLES)
    assert all(len(row) == len(table.columns) for row in table.rows)
