"""Curves with numbers at risk."""

import copy
from typing import Any

import numpy as np
import pytest
from drawn import (
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

from dashboard.figures import curves, steps, theme
from dashboard.figures.kinds import Figure

TITLES = {"relapse": "Relapse", "nrm": "Non-relapse mortality"}
ABC = ("A", "B", "C")


def incidence(
    names: tuple[str, ...] = AB, rows: int = 40, seed: int = 1, events: bool = True, **keywords: Any
) -> Figure:
    return curves.incidence(incidence_by_arm(**followed(names, rows, seed, events)), titles=TITLES, **keywords)


def survival(names: tuple[str, ...] = AB, rows: int = 40, seed: int = 1, events: bool = True) -> Figure:
    rows_ = followed(names, rows, seed, events)
    event = np.minimum(rows_.pop("cause"), 1)
    return curves.survival(survival_by_arm(**rows_, event=event), title="Overall survival", event="death")


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
    figure = curves.incidence(result, cause="relapse", titles=TITLES)
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
    figure = curves.incidence(incidence_by_arm(arm=categorical(AB, 20), days=days, cause=cause), cause="relapse")
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


def test_fixed_axes_are_kept() -> None:
    layout = incidence(until=365, top=0.5).plot["layout"]
    assert (layout["xaxis"]["range"], layout["yaxis"]["range"]) == ([0, 365], [0, 50])


def test_numbers_at_risk_stand_at_the_ticks_of_the_axis() -> None:
    figure = incidence(ABC)
    at = figure.plot["layout"]["xaxis"]["tickvals"]
    for down in (-54, -72, -90):
        row = [note for note in annotations(figure) if note.get("yshift") == down and note["xref"] == "x"]
        assert [note["x"] for note in row] == at
        assert all(note["xanchor"] == "center" and "xshift" not in note for note in row)
    heads = [note["text"] for note in annotations(figure) if note["xref"] == "paper" and note["yshift"] <= -54]
    assert heads == ["● A", "□ B", "◆ C"]


def test_numbers_at_risk_count_those_followed_to_the_day() -> None:
    days = np.array([100, 99, 365, 400, 700, 700])
    result = incidence_by_arm(arm=categorical(ALL, 6), days=days, cause=np.array([0, 1, 1, 0, 0, 0]))
    figure = curves.incidence(result, cause="relapse", until=730, events=True)
    row = [note["text"] for note in annotations(figure) if note.get("yshift") == -54 and note["xref"] == "x"]
    assert row == ["6 (0)", "5 (1)", "4 (1)", "4 (2)", "2 (2)", "0 (2)"]


def test_the_axis_ends_where_an_arm_has_fewer_than_five_at_risk() -> None:
    """A has days 10, 20, … 100 (the fifth from last is 60), B ten at day 500."""
    days = np.array([value for k in range(1, 11) for value in (10 * k, 500)])
    result = incidence_by_arm(arm=categorical(AB, 20), days=days, cause=np.ones(20, dtype=int))
    assert curves.incidence(result).plot["layout"]["xaxis"]["range"] == [0, 60]


def test_curves_are_right_continuous_steps_in_percent() -> None:
    result = incidence_by_arm(
        arm=categorical(ALL, 5), days=np.array([10, 20, 30, 40, 50]), cause=np.array([1, 0, 0, 0, 0])
    )
    (line,) = lines(curves.incidence(result, cause="relapse", until=50))
    assert (line["x"], line["y"], line["line"]["shape"]) == ([0, 10, 50], [0, 20, 20], "hv")


def test_one_arm_shows_every_cause_named_within_the_plot() -> None:
    figure = incidence(ALL)
    assert [line["name"] for line in lines(figure)] == ["Relapse", "Non-relapse mortality"]
    assert {line["line"]["color"] for line in lines(figure)} == {theme.arm("All participants").colour}
    assert len({line["line"]["dash"] for line in lines(figure)}) == 2


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
    one, two = (curves.incidence(incidence_by_arm(**rows), cause="relapse") for rows in (first, swapped))

    def bare(figure: Figure) -> dict[str, Any]:
        layout = copy.deepcopy(figure.plot["layout"])
        layout.pop("annotations")
        return layout

    assert bare(one) == bare(two)
    assert one.height == two.height
    assert [line["y"] for line in lines(one)] == [line["y"] for line in reversed(lines(two))]
    places = [sorted((n["x"], n.get("yshift")) for n in annotations(f)) for f in (one, two)]
    assert places[0] == places[1]
