"""Worst grades as bars, the arms back to back."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import butterfly
from dashboard.figures.kinds import Figure
from dashboard.stats import counts
from tests.figures.drawn import annotations, foreign_colours, is_plotly

LABELS = ("Grade 1", "Grade 2", "Grade 3")
EVENTS = {"肺炎": {1: (4, 2), 3: (1, 6)}, "敗血症": {0: (1, 0), 2: (0, 2)}}
"""Participants by term, worst grade and arm; 0 is not graded."""


def draw(names: tuple[str, ...] = ("A", "B"), n: int = 20, events: Any = EVENTS, **chosen: Any) -> Figure:
    given = [
        (arm, "term", "S", term, grade, people[at % 2], n)
        for term, grades in events.items()
        for grade, people in grades.items()
        for at, arm in enumerate(names)
    ] or [(arm, "overall", "", "", 0, 0, n) for arm in names]
    arm, level, soc, term, grade, people, size = (list(column) for column in zip(*given, strict=True))
    objects = (np.array(column, dtype=object) for column in (soc, term, level))
    result = counts.adverse_events(pd.Categorical(arm, categories=list(names)), *objects, grade, people, people, size)
    return butterfly.worst_grade(result, labels=LABELS, **chosen)


@pytest.mark.parametrize("names", [("A", "B"), ("A", "B", "C"), ("All participants",)])
@pytest.mark.parametrize("events", [EVENTS, {}])
def test_any_number_of_arms_can_be_drawn(names: tuple[str, ...], events: Any) -> None:
    figure = draw(names, events=events)
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_shares_by_hand() -> None:
    """Of 20: pneumonia grade 1 in 4 and 2 (20% and 10%), grade 3 in 1 and 6 (5% and 30%)."""
    bars = {trace["name"]: trace["x"] for trace in draw().plot["data"]}
    assert (bars["A: grade 1"][0], bars["B: grade 1"][0]) == (20, 10)
    assert (bars["A: grade 3"][0], bars["B: grade 3"][0]) == (5, 30)
    assert bars["A: not graded"] == [0, 5]


def test_the_palest_bar_is_named_where_somebody_has_no_grade() -> None:
    assert "pale to dark: grade 1, grade 2 and grade 3 · palest, at the end: not graded" in draw().foot
    graded = {"肺炎": EVENTS["肺炎"]}
    assert "not graded" not in draw(events=graded).foot


def test_ticks_are_in_percent() -> None:
    """Nobody's share is above 40%: both fields end there, with one 0 between them."""
    layout = draw().plot["layout"]
    assert (layout["xaxis"]["ticktext"], layout["xaxis2"]["ticktext"]) == (["0%", "20%", "40%"], ["20%", "40%"])


def test_two_arms_stand_back_to_back_on_one_scale() -> None:
    layout = draw().plot["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"][::-1] == [40, 0]
    assert layout["xaxis"]["domain"][1] == layout["xaxis2"]["domain"][0]


def test_three_arms_stand_beside_one_another() -> None:
    layout = draw(("A", "B", "C")).plot["layout"]
    assert [layout[axis]["range"] for axis in ("xaxis", "xaxis2", "xaxis3")] == [[0, 40]] * 3


def test_bars_grow_darker_with_the_grade() -> None:
    tints = [float(trace["marker"]["color"].split(",")[-1].rstrip(")")) for trace in draw().plot["data"][:3]]
    assert tints == sorted(tints)
    assert "pale to dark: grade 1, grade 2 and grade 3" in draw().foot


def test_rows_left_out_are_counted_and_the_first_is_said() -> None:
    assert draw(most=1).foot == (
        "A n = 20, B n = 20 · pale to dark: grade 1, grade 2 and grade 3"
        " · 1 not shown, each with fewer or as many participants"
    )
    assert "most participants: 肺炎, A 5 / 20 (25%), grade 1 4" in draw().alt


def test_an_empty_arm_and_no_events_are_drawn() -> None:
    assert draw(n=0, events={}).alt == "No events so far among 0."
    assert any(note["text"] == "No events so far among 40" for note in annotations(draw(events={})))
