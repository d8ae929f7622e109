"""Mean cumulative counts drawn by arm."""

from typing import Any

import numpy as np
import pytest

from dashboard.figures import mean_count
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import ByArm
from dashboard.stats.mean_counts import OfGroups
from dashboard.stats.mean_cumulative import MeanCumulative, mean_cumulative_count
from tests.figures.drawn import foreign_colours, is_plotly

TITLES = {"infections": "Infections", "cytopenia": "Cytopenia"}


def arm(people: int, events: int, last: int = 300) -> MeanCumulative:
    """People followed to one day, each of the first `events` with an event on day 20."""
    return mean_cumulative_count([last] * people, [0] * people, np.arange(events), [20] * events)


def draw(*given: MeanCumulative, **choices: str) -> Figure:
    return mean_count.curve(ByArm(dict(zip("AB", given, strict=False))), titles=TITLES, **choices)


def lines(figure: Figure) -> list[dict[str, Any]]:
    return [trace for trace in figure.plot["data"] if "hovertemplate" in trace]


def test_the_curve_is_in_events_per_participant_from_day_0() -> None:
    """10 of 40 had one event each on day 20: a quarter of an event per participant, as far as both arms go."""
    figure = draw(arm(40, 10), arm(20, 10))
    first, second = lines(figure)
    assert (first["x"], first["y"]) == ([0, 20, 300], [0, 0.25, 0.25])
    assert second["y"][-1] == 0.5
    assert figure.plot["layout"]["yaxis"]["ticksuffix"] == ""
    assert figure.foot == "A: 10 events among 40 · B: 10 events among 20"
    assert "A 0.25 (0.15 to 0.43)" in figure.alt
    assert is_plotly(figure)
    assert not foreign_colours(figure)


def test_the_band_holds_the_axis() -> None:
    figure = draw(arm(40, 10), arm(20, 10))
    most = max(max(trace["y"]) for trace in figure.plot["data"])
    assert most <= figure.plot["layout"]["yaxis"]["range"][1] == 1.0


@pytest.mark.parametrize(("people", "events"), [(0, 0), (1, 0), (1, 1), (6, 6)])
def test_any_number_of_participants_can_be_drawn(people: int, events: int) -> None:
    figure = draw(arm(people, events), arm(3, 0))
    assert is_plotly(figure)
    assert figure.alt
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_an_empty_figure_says_among_how_many() -> None:
    figure = draw(arm(4, 0), arm(5, 0), interest="cytopenia")
    assert figure.alt == "Cytopenia: no events so far among 9."
    assert "Cytopenia, mean number per participant" in str(figure.plot)


def test_counts_below_the_axis_are_at_risk_and_events_so_far() -> None:
    words = [note["text"] for note in draw(arm(40, 10), arm(20, 10, last=100)).plot["layout"]["annotations"]]
    assert {"At risk", "Events", "40", "20", "10"} <= {*words}


def test_landmarks_stand_side_by_side_with_a_dash_beyond_the_follow_up_and_few_at_risk_marked() -> None:
    of_a = OfGroups({"Infections": arm(40, 10), "Cytopenia": arm(40, 0)})
    of_b = OfGroups({"Infections": arm(3, 3, last=150), "Cytopenia": arm(3, 0, last=150)})
    table = mean_count.at_landmarks(ByArm({"A": of_a, "B": of_b}))
    assert [column.title for column in table.columns[1:3]] == ["A: by day 100", "A: by day 180"]
    assert [row[0] for row in table.rows] == ["Infections", "Cytopenia"]
    first, second = (dict(zip([column.title for column in table.columns], row, strict=True)) for row in table.rows)
    assert first["A: by day 180"].startswith("0.25 (")
    assert (second["A: by day 100"], first["B: by day 100"], first["B: by day 180"]) == ("0.00", "1.00 †", "–")
    assert "A n = 40, B n = 3 · † fewer than 5 at risk" in table.foot
