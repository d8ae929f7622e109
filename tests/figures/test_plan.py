"""A plan's boundary and its tables: read in favour of each letter, without a p-value between analyses."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import plan as figures
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.standing import Favours, Standing, promise, standing

THREE = Plan(0.025, (30, 60, 90), futility="obrien_fleming")


def stands(events: int) -> Standing:
    """So many events, every third of them in B, among 120 in two arms alike."""
    arm = pd.Categorical(np.where(np.arange(120) % 3 == 0, "B", "A"), categories=["A", "B"])
    return standing(arm, np.arange(1, 121), np.arange(120) < events, plan=THREE, design_ratio=0.55)


@pytest.mark.parametrize("events", [0, 11, 40, 95])
def test_the_picture_says_in_whose_favour_each_side_is(events: int) -> None:
    drawn = figures.boundary(stands(events))
    texts = [note["text"] for note in drawn.plot["layout"]["annotations"]]
    assert {"in favour of <b>● A</b>", "in favour of <b>□ B</b>"} <= set(texts)
    low, high = drawn.plot["layout"]["yaxis"]["range"]
    assert low == -high
    assert drawn.alt.startswith(stands(events).text)


def test_the_look_at_hand_is_a_point_and_nothing_is_between_looks() -> None:
    markers = [len([t for t in figures.boundary(stands(n)).plot["data"] if t["mode"] == "markers"]) for n in (11, 40)]
    assert markers == [0, 1]
    point = figures.boundary(stands(40)).plot["data"][-1]
    assert (point["x"], point["y"]) == ([40], [round(stands(40).favours[0].z, 3)])


def test_between_planned_analyses_no_test_stands_in_the_table() -> None:
    drawn = figures.at_hand(Favours(stands(11).favours))
    assert (drawn.rows, drawn.empty) == ((), figures.NOT_YET)


def test_the_look_at_hand_has_a_row_for_each_letter() -> None:
    drawn = figures.at_hand(Favours(stands(40).favours))
    assert [row[0] for row in drawn.rows] == ["● A", "□ B"]
    titles = [column.title for column in drawn.columns]
    assert titles.index("p, one-sided") + 1 == titles.index("Boundary: p, one-sided")


def test_the_looks_show_small_probabilities_as_such() -> None:
    drawn = figures.looks(stands(11))
    assert [row[:3] for row in drawn.rows] == [("1", "to come", "30"), ("2", "to come", "60"), ("3", "to come", "90")]
    assert drawn.rows[-1][4] == "0.0250"


def test_the_promise_is_in_percent() -> None:
    drawn = figures.promise(promise(plan=THREE, ratios=(1.0, 0.55)))
    assert [row[0] for row in drawn.rows] == ["1.00", "0.55"]
    assert all(cell.endswith("%") for row in drawn.rows for cell in row[1:-1])


def test_a_chance_is_not_rounded_to_none_or_to_certain() -> None:
    """0.0001 of alpha is spent at the first look; a hazard ratio of 0.05 is hardly missed in 90 events."""
    none, certain = figures.promise(promise(plan=THREE, ratios=(1.0, 0.05))).rows
    assert (none[1], certain[4]) == ("<0.1%", ">99.9%")
