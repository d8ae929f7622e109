"""Enrolment, completeness and cycles."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import enrolment, funnel, shares, tiles
from dashboard.figures.kinds import Figure
from dashboard.stats import delivery
from dashboard.stats.enrolment import against_plan
from tests.figures.drawn import AB, ALL, annotations, foreign_colours, is_plotly, visits

MONTHS = np.array(pd.date_range("2024-01-01", periods=24, freq="MS"), dtype="datetime64[D]")


def accrual(monthly: list[int], plan: tuple[int, ...] = (2, 5, 9)) -> Figure:
    return enrolment.accrual(against_plan(MONTHS[: len(monthly)], np.array(monthly, dtype=int), plan=plan, planned=160))


def cycles(started: list[float], completed: list[float] | None = None, names: tuple[str, ...] = ALL) -> Figure:
    many = len(started)
    arm = pd.Categorical([name for name in names for _ in range(many)], categories=list(names))
    tiled = [np.tile(np.array(part), len(names)) for part in (range(1, many + 1), [38.5] * many, started)]
    done = None if completed is None else np.tile(np.array(completed), len(names))
    return funnel.cycles(delivery.cycles(arm, *tiled, done))


@pytest.mark.parametrize(
    "figure",
    [
        accrual([]),
        accrual([0]),
        accrual([1, 2, 0]),
        accrual([3] * 24),
        accrual([1], plan=()),
        shares.share(visits(ALL, [], [])),
        shares.share(visits(AB, [9, 0], [10, 0])),
        cycles([30.0, np.nan]),
        cycles([30.0, 20.0], [18.0, 9.0], AB),
        cycles([]),
    ],
)
def test_each_can_be_drawn_in_the_theme_s_colours(figure: Figure) -> None:
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert figure.alt
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_enrolment_by_hand() -> None:
    """1 + 2 + 3 = 6 randomised; the plan has 9 at the end of the third month."""
    figure = accrual([1, 2, 3])
    plan, actual = figure.plot["data"]
    assert (plan["y"], actual["y"]) == ([2, 5, 9], [1, 3, 6])
    assert figure.alt == "6 of 160 participants randomised by the end of Mar 2024; the plan has 9 by then."
    assert figure.foot == "6 of 160 planned participants (4%)"
    assert figure.plot["layout"]["yaxis"]["range"] == [0, 10]


def test_the_ends_of_enrolment_and_plan_are_named_apart() -> None:
    ends = [n["yshift"] for n in annotations(accrual([2, 3, 4])) if n["text"].endswith(("planned", "</b>"))]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) >= 17


def test_months_are_named_at_most_seven_times() -> None:
    for many in (1, 6, 7, 18, 24):
        assert 1 <= len(accrual([1] * many).plot["layout"]["xaxis"]["tickvals"]) <= 7


def test_completeness_by_hand() -> None:
    figure = shares.share(visits(ALL, [9, 3], [10, 4]))
    (marks,) = figure.plot["data"]
    assert (marks["x"], marks["y"]) == ([90, 75], [0, 1])
    assert figure.alt == "Visits documented of those due: 12 / 14 (86%)."
    assert {"9 / 10", "3 / 4"} <= {note["text"] for note in annotations(figure)}


def test_a_visit_not_yet_due_says_so_and_has_no_mark() -> None:
    figure = shares.share(visits(AB, [9, 0], [10, 0]))
    assert [note["text"] for note in annotations(figure)].count("not due") == 2
    assert all(len(trace["x"]) == 1 for trace in figure.plot["data"])


def test_arms_share_the_axis_of_completeness() -> None:
    assert shares.share(visits(AB, [9], [10])).plot["layout"]["xaxis"]["range"] == [0, 100]


def test_a_masked_count_is_a_dash_without_a_bar() -> None:
    figure = cycles([30.0, np.nan])
    started = figure.plot["data"][1]
    assert (started["text"], started["y"]) == (["30", "–"], [30, 0])
    assert "not shown" in figure.foot


def test_every_bar_carries_its_count_and_arms_share_the_axis() -> None:
    figure = cycles([30.0, 20.0], [18.0, 9.0], AB)
    assert [trace["text"] for trace in figure.plot["data"][:3]] == [["38.5", "38.5"], ["30", "20"], ["18", "9"]]
    layout = figure.plot["layout"]
    assert {key for key in layout if key.startswith("yaxis")} == {"yaxis"}
    assert layout["xaxis"]["domain"][1] < layout["xaxis2"]["domain"][0]


def test_the_key_of_cycles_fits_a_narrow_screen() -> None:
    """Two lines of at most 48 letters, about 6.5 px each, in the 334 px of a panel on a telephone."""
    heading = annotations(cycles([30.0], [18.0]))[0]["text"].split("<br>")
    assert heading[0] == "Participants"
    assert len(heading[1]) <= 48


def test_cycles_in_words() -> None:
    assert cycles([30.0, 20.0]).alt == ("Participants per cycle, from cycle 1 on: 38.5, 38.5 expected; 30, 20 started.")


def test_no_figure_speaks_of_letters_where_there_is_one_arm() -> None:
    figures: tuple[Any, ...] = (shares.share(visits(ALL, [9], [10])), cycles([30.0], [20.0]))
    for figure in figures:
        assert not any("● A" in note["text"] for note in annotations(figure))


def test_tiles() -> None:
    assert tiles.of("Visits", 9, 10).value == "90%"
    assert tiles.of("Visits", 9, 10, "more").detail == ("9 / 10", "more")
    assert tiles.of("Visits", 0, 0).detail == ("none due so far",)
    deaths = tiles.by_arm("Deaths", {"A": (3, 42), "B": (4, 43)})
    assert (deaths.value, deaths.detail) == ("7", ("● A 3 / 42   □ B 4 / 43",))
    assert tiles.by_arm("Deaths", {"All participants": (7, 85)}).detail == ("7 participants of 85",)


@pytest.mark.parametrize(
    ("now", "before", "value"), [(7, 5, "+2 deaths"), (6, 5, "+1 death"), (5, 5, "0 deaths"), (4, 5, "−1 death")]
)
def test_what_is_new_has_its_sign(now: int, before: int, value: str) -> None:
    assert tiles.since("New", now, before, "death").value == value


def test_without_an_earlier_extract_the_count_is_shown() -> None:
    assert tiles.since("New", 3, None, "death").value == "3 deaths"
