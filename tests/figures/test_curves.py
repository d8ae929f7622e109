"""Curves with numbers at risk."""

import copy
from typing import Any

import numpy as np
import pytest

from dashboard.figures import curves, steps
from dashboard.figures.kinds import Figure
from tests.figures.drawn import (
    AB,
    ALL,
    annotations,
    boxes,
    categorical,
    followed,
    foreign_colours,
    incidence_by_arm,
    is_plotly,
    overlapping,
    survival_by_arm,
)

ABC = ("A", "B", "C")


def incidence(
    names: tuple[str, ...] = AB, rows: int = 40, seed: int = 1, events: bool = True, **keywords: Any
) -> Figure:
    result = incidence_by_arm(**followed(names, rows, seed, events))
    return curves.incidence(result, **({"cause": "Relapse"} | keywords))


def survival(names: tuple[str, ...] = AB, rows: int = 40, seed: int = 1, events: bool = True) -> Figure:
    rows_ = followed(names, rows, seed, events)
    event = np.minimum(rows_.pop("cause"), 1)
    return curves.survival(survival_by_arm(**rows_, event=event), title="Overall survival")


def lines(figure: Figure) -> list[dict[str, Any]]:
    return [trace for trace in figure.plot["data"] if "hovertemplate" in trace]


@pytest.mark.parametrize("names", [AB, ALL, ABC])
@pytest.mark.parametrize("rows", [0, 1, 3, 40])
@pytest.mark.parametrize("draw", [incidence, survival])
def test_any_number_of_participants_and_arms_can_be_drawn(draw: Any, rows: int, names: tuple[str, ...]) -> None:
    figure = draw(names, rows)
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert figure.alt
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_estimates_by_hand_stand_in_the_words() -> None:
    """Ten per arm, followed to day 700; in A 2 relapse at day 50, in B 1 relapses: at day 545 2/10 and 1/10."""
    days, cause = np.full(20, 700), np.zeros(20, dtype=int)
    days[[0, 2, 1]] = 50  # participants are dealt A, B, A, B …
    cause[[0, 2, 1]] = 1
    result = incidence_by_arm(arm=categorical(AB, 20), days=days, cause=cause)
    figure = curves.incidence(result, cause="Relapse")
    assert figure.alt.startswith("Cumulative incidence of relapse, day 545 after randomisation: A 20.0% (")
    assert "; B 10.0% (" in figure.alt
    assert (
        figure.foot
        == "A: relapse 2, non-relapse mortality 0, among 10 · B: relapse 1, non-relapse mortality 0, among 10"
    )


def test_where_there_are_no_limits_no_interval_is_said() -> None:
    """Nobody in A has relapsed: 0.0% with no interval, and not an interval from 0 to 0."""
    days, cause = np.full(20, 700), np.zeros(20, dtype=int)
    days[1], cause[1] = 50, 1
    figure = curves.incidence(incidence_by_arm(arm=categorical(AB, 20), days=days, cause=cause), cause="Relapse")
    assert "A 0.0%; B 10.0% (" in figure.alt
    assert lines(figure)[0]["text"][0] == "0.0%"
    assert lines(figure)[1]["text"][-1].startswith("10.0% (")


def test_without_events_it_says_so_within_the_axes() -> None:
    figure = incidence(rows=42, events=False)
    assert any(note["text"] == "No events so far among 42" for note in annotations(figure))
    assert figure.alt == "Cumulative incidence of relapse: no events so far among 42."
    assert figure.plot["layout"]["yaxis"]["range"] == [0, 10]


def test_all_arms_share_axes_that_begin_at_zero() -> None:
    layout = incidence().plot["layout"]
    assert {key for key in layout if "axis" in key} == {"xaxis", "yaxis"}
    assert layout["yaxis"]["range"][0] == layout["xaxis"]["range"][0] == 0
    assert survival().plot["layout"]["yaxis"]["range"] == [0, 100]


def test_causes_drawn_beside_each_other_end_at_the_same_share() -> None:
    """Ten followed to day 700: 1 relapses (10%), 4 die before (40%); alone each has the axis its own band needs."""
    days, cause = np.full(10, 700), np.array([1, 2, 2, 2, 2, 0, 0, 0, 0, 0])
    days[:5] = (50, 60, 70, 80, 90)
    result = incidence_by_arm(arm=categorical(ALL, 10), days=days, cause=cause)
    both = ("Relapse", "Non-relapse mortality")

    def top(cause: str, together: tuple[str, ...] = ()) -> float:
        drawn = curves.incidence(result, cause=cause, together=together)
        return float(drawn.plot["layout"]["yaxis"]["range"][1])

    assert top(both[0]) < top(both[1])
    assert top(both[0], both) == top(both[1], both) == top(both[1])


def test_numbers_at_risk_and_events_stand_at_the_ticks_of_the_axis() -> None:
    figure = incidence(ABC)
    at = figure.plot["layout"]["xaxis"]["tickvals"]
    for down in (-54, -72, -90, -126, -144, -162):
        row = [note for note in annotations(figure) if note.get("yshift") == down and note["xref"] == "x"]
        assert [note["x"] for note in row] == at
        assert all(note["xanchor"] == "center" and "xshift" not in note for note in row)
    left = {note["yshift"]: note["text"] for note in annotations(figure) if note.get("xshift") == -58}
    assert list(left.items())[1:] == [
        *zip((-36, -54, -72, -90), ("At risk", "● A", "□ B", "◆ C"), strict=True),
        *zip((-108, -126, -144, -162), ("Events", "● A", "□ B", "◆ C"), strict=True),
    ]
    assert figure.plot["layout"]["margin"]["b"] > 162


def test_numbers_at_risk_count_those_followed_to_the_day() -> None:
    """Of nine: on day 99 one leaves, on 100 another, each still at risk on that day; then on 365 and 400."""
    days = np.array([100, 99, 365, 400, 700, 700, 700, 700, 700])
    result = incidence_by_arm(arm=categorical(ALL, 9), days=days, cause=np.array([0, 1, 1, 0, 0, 0, 0, 0, 0]))
    figure = curves.incidence(result, cause="Relapse")
    row = [note["text"] for note in annotations(figure) if note.get("yshift") == -54 and note["xref"] == "x"]
    assert figure.plot["layout"]["xaxis"]["tickvals"] == [0, 100, 180, 365, 545]
    assert row == ["9", "8", "7", "7", "5"]
    so_far = [note["text"] for note in annotations(figure) if note.get("yshift") == -90 and note["xref"] == "x"]
    assert so_far == ["0", "1", "1", "2", "2"]


def test_the_axis_ends_where_an_arm_has_fewer_than_five_at_risk() -> None:
    """A has days 10, 20, … 100 (the fifth from last is 60), B ten at day 500."""
    days = np.array([value for k in range(1, 11) for value in (10 * k, 500)])
    result = incidence_by_arm(arm=categorical(AB, 20), days=days, cause=np.ones(20, dtype=int))
    assert curves.incidence(result, cause="Relapse").plot["layout"]["xaxis"]["range"] == [0, 60]


def test_curves_are_right_continuous_steps_in_percent() -> None:
    result = incidence_by_arm(
        arm=categorical(ALL, 10), days=np.array([10, *range(50, 59)]), cause=np.array([1, *[0] * 9])
    )
    (line,) = lines(curves.incidence(result, cause="Relapse"))
    assert (line["x"], line["y"], line["line"]["shape"]) == ([0, 10, 54], [0, 10, 10], "hv")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("width", [308, 544, 1136])
def test_names_at_the_ends_of_curves_do_not_cover_each_other(width: float, seed: int) -> None:
    for figure in (incidence(ABC, 60, seed), survival(ABC, 60, seed), incidence(ALL, 60, seed)):
        names = [note for note in annotations(figure) if note["text"].startswith("<b>")]
        assert len(names) == len(lines(figure))
        assert not overlapping(boxes(figure, width, names))
        assert all(0 < note["yshift"] < steps.PLOT for note in names)


def test_relabelling_the_arms_changes_letters_and_colours_only() -> None:
    first = followed(AB, 60)
    swapped = dict(first, arm=first["arm"].rename_categories({"A": "B", "B": "A"}).reorder_categories(["A", "B"]))
    one, two = (curves.incidence(incidence_by_arm(**rows), cause="Relapse") for rows in (first, swapped))

    def bare(figure: Figure) -> dict[str, Any]:
        layout = copy.deepcopy(figure.plot["layout"])
        layout.pop("annotations")
        return layout

    assert bare(one) == bare(two)
    assert one.height == two.height
    assert [line["y"] for line in lines(one)] == [line["y"] for line in reversed(lines(two))]
    places = [sorted((n["x"], n.get("yshift")) for n in annotations(f)) for f in (one, two)]
    assert places[0] == places[1]
