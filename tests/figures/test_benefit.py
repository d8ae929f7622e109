"""Benefit against harm as dots and as a table."""

import pytest

from dashboard.figures import benefit as figures
from tests.figures.drawn import annotations, boxes, foreign_colours, is_plotly, overlapping
from tests.stats.test_benefit import FIRST, read

NONE: dict[str, list[tuple[int, int]]] = {"A": [], "B": []}


def test_every_number_of_the_words_by_hand() -> None:
    """12.5 and 25.0; 12.5 and 0; 12.5 and 0 per 100; 1.96 sqrt(19/512) = 0.3776 about 0.125."""
    alt = figures.dots(read()).alt
    assert alt.startswith(
        "Per 100 randomised at day 100 after randomisation: relapse A 12.5, B 25.0, B − A 12.5 (−25.3 to 50.3);"
    )
    assert alt.endswith("The outcomes overlap and are not summed.")


def test_dots_stand_at_the_estimates_in_the_given_order() -> None:
    a, b, between = figures.dots(read()).plot["data"]
    assert a["x"] == [12.5, 12.5, 12.5]
    assert b["x"] == [25.0, 0.0, 0.0]
    assert between["x"] == [12.5, -12.5, -12.5]
    assert sorted(a["y"]) == a["y"]


def test_an_estimate_of_nothing_has_no_interval_drawn() -> None:
    b = figures.dots(read()).plot["data"][1]
    assert b["error_x"]["array"][1] == b["error_x"]["arrayminus"][1] == 0


def test_the_foot_says_landmark_and_that_parts_overlap() -> None:
    foot = figures.dots(read()).foot
    assert foot.startswith("A n = 8, B n = 8 · Day 100 after randomisation · The outcomes overlap and are not summed")
    assert "not every curve has 5 at risk there in every arm" in figures.dots(read(landmarks=(365,))).foot


def test_what_no_curve_reaches_is_not_drawn_and_says_so() -> None:
    figure = figures.dots(read(landmarks=(365,)))
    assert all(trace["x"] == [] for trace in figure.plot["data"])
    assert sum(note["text"] == "beyond follow-up" for note in annotations(figure)) == 3
    assert "relapse A –, B –, B − A –" in figure.alt


@pytest.mark.parametrize("arms", ["A", "AB"])
@pytest.mark.parametrize("first", [FIRST, NONE])
def test_any_number_of_arms_and_participants_can_be_drawn(arms: str, first: dict[str, list[tuple[int, int]]]) -> None:
    figure = figures.dots(read(first=first, died={"A": [(3, 0)], "B": []}, arms=arms))
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_names_and_differences_do_not_cover_each_other_on_a_narrow_screen() -> None:
    """Each row's name begins at the left and its difference ends at the right of 334 pixels."""
    figure = figures.dots(read())
    rows: dict[float, list[dict[str, object]]] = {}
    for note in annotations(figure):
        if note["yref"] == "y":
            rows.setdefault(note["y"], []).append(note | {"yshift": 0})
    assert [len(row) for row in rows.values()] == [2, 2, 2]
    for row in rows.values():
        assert not overlapping(boxes(figure, 334, row))


def test_the_table_has_counts_beside_every_estimate() -> None:
    """1/8 to the powers exp(±0.8817), 0.8817 = 1.96 sqrt(7/512) / (log(8)/8): 0.7 to 42.3 per 100."""
    table = figures.numbers(read())
    assert table.columns[0].title == "Per 100 randomised at day 100"
    assert table.rows[0][1:3] == ("benefit", "12.5 (0.7 to 42.3) · 1 event of 8, 6 at risk")
    assert table.rows[1][3] == "0.0 · no events of 8, 6 at risk"


def test_an_interval_that_is_one_arms_alone_is_marked_in_drawing_and_table() -> None:
    """Of the second outcome B has none of 8."""
    figure, table = figures.dots(read()), figures.numbers(read())
    assert [row[-1].endswith(" ‡") for row in table.rows] == [False, True, True]
    assert [text.endswith(" ‡") for text in figure.plot["data"][2]["text"]] == [False, True, True]
    assert "‡ nobody, or everybody, of one arm had the event" in figure.foot
    assert "‡ nobody, or everybody, of one arm had the event" in table.foot
    assert ["B − A: nobody" in note for note in read().table()["Note"]] == [False, True, True]
