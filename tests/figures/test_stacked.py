"""One arm's causes stacked to the whole."""

from typing import Any

import numpy as np
import pytest

from dashboard.figures import risk
from dashboard.figures.kinds import Figure
from dashboard.figures.stacked import stacked
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
)


def areas(figure: Figure) -> list[dict[str, Any]]:
    return [trace for trace in figure.plot["data"] if "fill" in trace]


def ten() -> Any:
    """Of ten, 1 relapses on day 50 and 2 die on day 60, the others are followed to day 700."""
    days, cause = np.full(10, 700), np.zeros(10, dtype=int)
    days[:3], cause[:3] = (50, 60, 60), (1, 2, 2)
    return incidence_by_arm(arm=categorical(ALL, 10), days=days, cause=cause)


def test_areas_end_at_the_sum_of_their_causes() -> None:
    """Relapse 1/10; with the deaths 3/10."""
    figure = stacked(ten(), which=0)
    assert [trace["y"][-1] for trace in areas(figure)] == [10, 30]
    assert figure.plot["layout"]["yaxis"]["range"] == [0, 100]
    assert figure.alt == ("day 700 after randomisation: relapse 10.0%, non-relapse mortality 20.0%, event-free 70.0%.")


def test_names_and_shares_stand_within_the_areas_and_add_up() -> None:
    words = [note["text"] for note in annotations(stacked(ten(), which=0))]
    assert words[-3:] == ["Relapse 10.0%", "Non-relapse mortality 20.0%", "Event-free 70.0%"]


def test_dotted_limits_are_those_of_the_first_cause_and_of_any_event() -> None:
    result = ten()
    (arm,) = result.results.values()
    dotted = [trace for trace in stacked(result, which=0).plot["data"] if trace["line"].get("dash") == "dot"]
    ends = [trace["y"][-1] / 100 for trace in dotted]
    first, free = arm.curves["Relapse"], arm.free
    wanted = [first.lower[-1], first.upper[-1], 1 - free.lower[-1], 1 - free.upper[-1]]
    assert ends == pytest.approx(wanted, abs=1e-5)


def test_every_arm_ends_on_the_same_day_and_has_its_own_counts() -> None:
    result = incidence_by_arm(**followed(AB, 60))
    drawn = [stacked(result, which=which) for which in (0, 1)]
    ends = {tuple(figure.plot["layout"]["xaxis"]["range"]) for figure in drawn}
    assert ends == {(0, risk.axis_end(list(result.results.values())))}
    assert [figure.alt[:3] for figure in drawn] == ["A: ", "B: "]
    events = sum(result.results["B"].events.values())
    row = [note["text"] for note in annotations(drawn[1]) if note.get("yshift") == -90 and note["xref"] == "x"]
    assert int(row[-1]) <= events


@pytest.mark.parametrize("rows", [0, 1, 2, 40])
def test_any_number_of_participants_can_be_drawn(rows: int) -> None:
    figure = stacked(incidence_by_arm(**followed(AB, rows)), which=1, lag="30")
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"
    assert "Everybody censored 30 days before the cut-off" in figure.foot


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("width", [308, 544])
def test_labels_do_not_cover_each_other(width: float, seed: int) -> None:
    figure = stacked(incidence_by_arm(**followed(AB, 60, seed)), which=0)
    named = [note for note in annotations(figure) if "bgcolor" in note]
    assert len(named) == 3
    assert not overlapping(boxes(figure, width, named))
