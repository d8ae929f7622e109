"""Adverse events as dots and differences."""

import copy
import itertools
from typing import Any

import pytest

from dashboard.figures import dots, words
from dashboard.figures.kinds import Figure
from tests.figures.drawn import AB, ALL, adverse, annotations, boxes, foreign_colours, is_plotly, overlapping

ABC = ("A", "B", "C")
TABLE = {
    ("Infections", "Pneumonia"): (6, 2, 1),
    ("Infections", "Sepsis"): (1, 8, 4),
    ("Blood", "Neutropenia"): (10, 10, 3),
    ("Blood", "Anaemia of a chronic disease that nobody has looked at"): (0, 1, 2),
}


def draw(names: tuple[str, ...] = AB, **keywords: Any) -> Figure:
    table = {key: people[: len(names)] for key, people in TABLE.items()}
    return dots.adverse_events(adverse(names, table), **keywords)


def dotted(figure: Figure) -> list[dict[str, Any]]:
    return [trace for trace in figure.plot["data"] if "error_x" not in trace]


def named(figure: Figure) -> list[dict[str, Any]]:
    """The names of the rows, which stand at the left."""
    return [note for note in annotations(figure) if note["yref"] == "y" and note["xanchor"] == "left"]


@pytest.mark.parametrize("names", [AB, ALL, ABC])
@pytest.mark.parametrize("n", [0, 1, 40])
def test_any_number_of_participants_and_arms_can_be_drawn(names: tuple[str, ...], n: int) -> None:
    few = {key: tuple(min(count, n) for count in people[: len(names)]) for key, people in TABLE.items()}
    figure = dots.adverse_events(adverse(names, few, n))
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_rows_stand_by_participants_over_all_arms() -> None:
    names = [note["text"] for note in annotations(draw()) if note["yref"] == "y"]
    assert names[:3] == ["Neutropenia", "Sepsis", "Pneumonia"]
    assert names[3].endswith("…")
    assert len(names[3]) <= 38


def test_given_rows_are_drawn_in_their_order_nobody_s_too() -> None:
    result = adverse(AB, {("Infections", "Viral"): (1, 2), ("Infections", "Fungal"): (0, 0)})
    rows = [row for name in ("Fungal", "Viral") for row in result.rows if row.term == name]
    figure = dots.drawn(result, rows, 2)
    texts = [note["text"] for note in annotations(figure) if note["yref"] == "y"]
    assert texts == ["Fungal", "Viral", "A 0, B 0", "A 1, B 2"]
    assert figure.foot.startswith("Participants at the right, of A n = 40, B n = 40")
    assert [trace["x"] for trace in dotted(figure)] == [[0, 2.5], [0, 5]]
    assert "not shown" not in figure.foot
    assert figure.alt.startswith("2 rows; most participants: viral, A 1 / 40 (3%); B 2 / 40 (5%)")


def test_shares_by_hand() -> None:
    """Of 40: neutropenia 10 and 10 (25%), sepsis 1 and 8 (2.5% and 20%)."""
    a, b = dotted(draw())
    assert a["x"][:2] == [25, 2.5]
    assert b["x"][:2] == [25, 20]


def test_equal_shares_of_two_arms_are_both_seen() -> None:
    a, b = dotted(draw())
    assert a["x"][0] == b["x"][0]
    assert a["y"][0] != b["y"][0]


def test_the_difference_is_later_minus_earlier_with_its_interval() -> None:
    (between,) = [trace for trace in draw().plot["data"] if "error_x" in trace]
    assert between["name"] == "B − A"
    assert between["x"][:2] == [0, 17.5]
    assert between["error_x"]["arrayminus"][0] == pytest.approx(between["error_x"]["array"][0])
    assert any(note["text"] == "B − A, points" for note in annotations(draw()))


def test_one_arm_has_no_differences() -> None:
    figure = draw(ALL)
    assert "xaxis2" not in figure.plot["layout"]
    assert "−" not in "".join(note["text"] for note in annotations(figure))


def test_three_arms_have_every_pair_on_one_scale() -> None:
    between = draw(ABC).plot["data"][3:]
    assert [trace["name"] for trace in between] == ["B − A", "C − A", "C − B"]
    assert {trace["xaxis"] for trace in between} == {"x2"}
    assert len({trace["marker"]["symbol"] for trace in between}) == 3
    assert len({trace["y"][0] for trace in between}) == 3
    (key,) = [note["text"] for note in annotations(draw(ABC)) if "■" in note["text"]]
    assert all(trace["name"] in key for trace in between)


@pytest.mark.parametrize("names", [AB, ABC])
def test_headings_do_not_cover_each_other_on_a_narrow_screen(names: tuple[str, ...]) -> None:
    """A panel is 334 px wide on a telephone of 390 px; what stands above the axes has two lines."""
    figure = draw(names)
    above = [note | {"text": note["text"].replace("&nbsp;", "")} for note in annotations(figure) if note["y"] == 1]
    places = boxes(figure, 334, above)
    assert not overlapping(places)
    assert all(left > -figure.plot["layout"]["margin"]["l"] for left, _, _, _ in places)


def test_names_and_dots_of_one_row_stand_apart_from_the_next() -> None:
    figure = draw(ABC)
    names = [note["y"] for note in named(figure)]
    for place, (name, following) in enumerate(itertools.pairwise(names)):
        marks = [trace["y"][place] for trace in dotted(figure)]
        assert name + 7 < min(marks) < max(marks) < following - 7


def test_axes_begin_at_zero_and_differences_are_symmetric() -> None:
    layout = draw().plot["layout"]
    assert layout["xaxis"]["range"] == [0, 30]
    assert layout["xaxis2"]["range"][0] == -layout["xaxis2"]["range"][1]


def test_rows_left_out_are_counted_in_the_foot() -> None:
    assert draw(most=3).foot.startswith("Participants at the right, of A n = 40, B n = 40 · 1 not shown")
    assert "not shown" not in draw().foot


def test_nothing_so_far_is_said_within_the_axes() -> None:
    figure = dots.adverse_events(adverse(AB, {}))
    assert figure.alt == "No events so far among 80."
    assert any(note["text"] == "No events so far among 80" for note in annotations(figure))


def test_the_words_state_the_first_row() -> None:
    assert draw(level="soc").alt.startswith("2 rows; most participants: blood, A 10 / 40 (25%)")
    assert f"A {words.part(10, 40)}; B {words.part(10, 40)}; B − A, points: 0.0 (" in draw().alt


def test_relabelling_the_arms_mirrors_the_differences_and_changes_nothing_else() -> None:
    one = draw()
    two = dots.adverse_events(adverse(AB, {key: (b, a) for key, (a, b, _) in TABLE.items()}))
    layouts = [copy.deepcopy(figure.plot["layout"]) for figure in (one, two)]
    for layout in layouts:  # beside each row stand the arms' participants
        layout["annotations"] = [note for note in layout["annotations"] if not note["text"].startswith("A ")]
    assert layouts[0] == layouts[1]
    assert [trace["x"] for trace in dotted(one)] == [trace["x"] for trace in reversed(dotted(two))]
    assert one.plot["data"][2]["x"] == [-value for value in two.plot["data"][2]["x"]]
