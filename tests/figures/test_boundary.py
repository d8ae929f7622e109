"""A guideline's picture."""

import copy
import re
from functools import partial

import numpy as np
import pytest

from dashboard.figures import boundary, guideline, theme
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import by_arm
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rules.poisson_sprt import PoissonSprt
from dashboard.stats.stopping.rules.sprt import Sprt
from tests.figures.drawn import (
    AB,
    ALL,
    annotations,
    boxes,
    foreign_colours,
    guideline_by_arm,
    is_plotly,
    overlapping,
    strings,
    watched,
)

ABC = ("A", "B", "C")
VERDICT = r"(?i)\b(stop|halt|danger|alarm|warn|cross|exceed|breach|violat|unsafe|unaccept|fail)"


def draw(names: tuple[str, ...] = AB, rows: int = 60, seed: int = 1, rate: float = 0.1) -> Figure:
    return boundary.guideline(guideline_by_arm(**watched(names, rows, seed, rate)))


def hand(events: int, days: int = 300, names: tuple[str, ...] = ("A",)) -> Figure:
    """Ten participants, all followed for some days of the window of 100, some with an event on day 50."""
    entered = np.full(10, 500 - days)
    cause = np.array([1] * events + [0] * (10 - events))
    rows = watched(names, 10) | {"entered": entered, "cause": cause, "days": np.where(cause == 1, 50, days)}
    return boundary.guideline(guideline_by_arm(**rows))


@pytest.mark.parametrize("names", [AB, ALL, ABC])
@pytest.mark.parametrize("rows", [0, 1, 5, 60])
def test_any_number_of_participants_and_arms_can_be_drawn(names: tuple[str, ...], rows: int) -> None:
    figure = draw(names, rows)
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_the_sentence_by_hand() -> None:
    """One event among ten complete: 10 evaluable."""
    figure = hand(1)
    assert figure.alt.startswith("A: Guideline not met: 1 event among 10.0 evaluable; met at ")
    assert figure.foot.split("\n")[:2] == ["A: nobody pending", "Complete window: A 1 event among 10"]
    label = next(note["text"] for note in annotations(figure) if note["text"].startswith("<b>A</b>"))
    assert label.startswith("<b>A</b>  1 / 10.0, met at ")


def test_a_guideline_that_is_met_is_said_in_neutral_words() -> None:
    figure = hand(8)
    assert "A: Guideline met on day 250 of the trial" in figure.alt
    everything = f"{figure.alt}{annotations(figure)}".lower()
    assert not {"stop", "danger", "alarm", "warning", "crossed"} & {*everything.replace(":", " ").split()}


def test_the_region_says_what_it_is_in_plum() -> None:
    (words,) = [note for note in annotations(draw()) if note["text"] == "guideline met"]
    assert words["font"]["color"] == theme.RULE
    region = next(trace for trace in draw().plot["data"] if trace.get("fill") == "toself")
    assert region["fillcolor"] == "rgba(122,31,79,0.07)"


def test_the_staircase_is_the_rule() -> None:
    """The picture's step at n is the fewest events that meet the guideline among n, for every whole n."""
    result = guideline_by_arm(**watched(AB))
    rule = result.results["A"].rule
    stairs = boundary.guideline(result).plot["data"][1]
    x, y = np.array(stairs["x"]), np.array(stairs["y"])
    assert len(x) == len(y)
    for n in range(int(x[0]), rule.planned + 1):
        drawn = min(y[1:][(x[:-1] <= n) & (n <= x[1:])])
        assert drawn == int(rule.boundary(n))


def test_events_that_meet_it_at_the_next_look_meet_it_before() -> None:
    """Looks after 20 and 40: so many events as meet it among 20 meet it among fewer, as the status says."""
    rule = Sprt(0.05, 0.15, 0.10, 40, looks=(20, 40))
    result = by_arm(partial(monitor, rule=rule, window=100))(**watched(AB, 20))
    stairs = boundary.guideline(result).plot["data"][1]
    first = int(rule.boundary(20))
    assert (stairs["x"][:2], stairs["y"][:2]) == ([first, 20.0], [first, first])
    assert {arm.count.needed for arm in result.results.values()} == {first}


def test_axes_begin_at_zero_and_x_runs_to_the_planned_number() -> None:
    layout = draw().plot["layout"]
    assert layout["xaxis"]["range"] == [0, 40]
    assert layout["yaxis"]["range"][0] == 0
    assert layout["yaxis"]["dtick"] == int(layout["yaxis"]["dtick"])


def test_an_arm_beyond_the_planned_number_stays_in_the_picture() -> None:
    figure = draw(("A",), 90)
    assert figure.plot["layout"]["xaxis"]["range"][1] > 40


def test_nobody_evaluable_is_said_within_the_axes() -> None:
    assert any(note["text"] == "No evaluable participants so far" for note in annotations(draw(rows=0)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5])
def test_labels_do_not_cover_each_other_or_the_words_of_the_region(seed: int, rate: float) -> None:
    for names in (AB, ABC, ALL):
        figure = draw(names, 60, seed, rate)
        marks = [note for note in annotations(figure) if " / " in note["text"]]
        assert len(marks) == len(names)
        assert not overlapping(boxes(figure, 544, marks))
        (region,) = [note for note in annotations(figure) if note["text"] == "guideline met"]
        top = boundary.PLOT + region["yshift"]
        assert all(note["yshift"] + 8 <= top - 14 for note in marks)


def test_the_room_left_is_a_dotted_line_up_by_the_further_events_that_would_meet_it() -> None:
    """Ten at 60 of 100 days are 6.0 evaluable; two events would make it 6.8, where it takes 3, three make it 7.2."""
    figure = hand(0, 60)
    (line,) = [trace for trace in figure.plot["data"] if trace.get("line", {}).get("dash") == "dot"]
    assert (line["x"], line["y"]) == ([6.0, 6.0], [0, 3])
    assert any(note["text"].endswith("0 / 6.0, 3 more events") for note in annotations(figure))


def test_one_more_event_is_said_as_one() -> None:
    """One event and three at 60 of 100 days are 2.8 evaluable, where 2 meet it."""
    rows = watched(("A",), 4) | {"entered": np.full(4, 440), "cause": np.array([1, 0, 0, 0])}
    figure = boundary.guideline(guideline_by_arm(**rows | {"days": np.array([50, 60, 60, 60])}))
    assert any(note["text"].endswith("1 / 2.8, 1 more event") for note in annotations(figure))


@pytest.mark.parametrize("events", [1, 8])
def test_no_room_is_drawn_where_it_is_met_or_out_of_reach(events: int) -> None:
    assert not [trace for trace in hand(events).plot["data"] if trace.get("line", {}).get("dash") == "dot"]


def test_exposure_is_drawn_over_person_time() -> None:
    """Ten followed for 60 of 100 days without event: 6.0 windows."""
    rows = watched(("A",), 10) | {"entered": np.full(10, 440), "cause": np.zeros(10, dtype=int)}
    stat = by_arm(partial(monitor, rule=PoissonSprt(0.05, 0.15, 0.10, 40), window=100, counting="exposure"))
    figure = boundary.guideline(stat(**rows | {"days": np.full(10, 60)}))
    said = [note["text"] for note in annotations(figure)]
    assert "Person-time (windows followed)" in said
    assert any(text.startswith("<b>A</b>  0 / 6.0, ") for text in said)
    assert "0 events in 6.0 windows of follow-up" in figure.alt
    assert "exact for a constant rate of events" in figure.foot


def test_relabelling_the_arms_changes_letters_and_colours_only() -> None:
    first = watched(AB, 60, 3, 0.15)
    swapped = dict(first, arm=first["arm"].rename_categories({"A": "B", "B": "A"}).reorder_categories(["A", "B"]))
    layouts, paths = [], []
    for rows in (first, swapped):
        figure = boundary.guideline(guideline_by_arm(**rows))
        layout = copy.deepcopy(figure.plot["layout"])
        layout.pop("annotations")
        layouts.append(layout)
        paths.append(sorted((trace["x"], trace["y"]) for trace in figure.plot["data"][2:]))
    assert layouts[0] == layouts[1]
    assert paths[0] == paths[1]


@pytest.mark.parametrize(
    ("events", "days", "phrase"),
    [
        (0, 300, "A: nobody pending"),
        (0, 60, "A: 3 further events would meet it"),
        (8, 60, "A: at or beyond the boundary now"),
    ],
)
def test_the_foot_says_how_far_the_boundary_is(events: int, days: int, phrase: str) -> None:
    """Ten at 60 of 100 days are 6.0 evaluable; each event makes one count in full: among 6.4 to 7.2, 3 meet it."""
    assert hand(events, days).foot.split("\n")[0] == phrase


def test_each_arm_has_its_own_outlook() -> None:
    assert hand(0, 300, AB).foot.split("\n")[0] == "A: nobody pending · B: nobody pending"
    assert hand(0, 300, ALL).foot.split("\n")[0] == "Nobody pending"
    assert draw(rows=0).foot.split("\n")[0] == "A: nobody evaluable so far · B: nobody evaluable so far"


def test_two_participants_cannot_have_three_events() -> None:
    """Of ten, eight are complete without event: among 8 or more it takes 3, and two are pending."""
    entered = np.array([0] * 8 + [440] * 2)
    rows = watched(("A",), 10) | {"entered": entered, "cause": np.zeros(10, dtype=int), "days": 500 - entered}
    said = boundary.guideline(guideline_by_arm(**rows)).foot
    assert said.startswith("A: events in all 2 pending would not meet it\n")


def test_the_rule_s_exact_properties_are_said_once() -> None:
    """Of the simulated properties a protocol states, the exact ones: alpha 0.10 is not exceeded."""
    arms = guideline_by_arm(**watched(AB)).results
    error, power = arms["A"].rule.characteristics(0.05, 0.15).probability
    last = draw().foot.split("\n")[-1].split(". Beyond")[0]
    assert last == f"Type I error {error:.3f}, power {power:.2f} at 15%, exact for complete windows"
    assert error <= 0.10


def test_beyond_the_plan_the_foot_says_that_the_error_does_not_hold() -> None:
    """The rule is planned for 40; 200 of one arm are far more evaluable, 20 are not."""
    assert "Beyond" not in draw(rows=20).foot
    ending = ": the boundary goes on, this error does not hold"
    assert draw(AB, 200).foot.endswith(f". Beyond the 40 planned in A and B{ending}")
    assert draw(ALL, 200).foot.endswith(f". Beyond the 40 planned{ending}")


def colours(figure: Figure) -> set[str]:
    return set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", " ".join(strings(figure.plot))))


def test_a_guideline_that_is_met_has_the_colours_of_one_that_is_not_and_no_word_of_a_verdict_anywhere() -> None:
    rows = watched(("A",), 10) | {"entered": np.full(10, 200), "cause": np.array([1] * 8 + [0] * 2)}
    lead = guideline.answer(guideline_by_arm(**rows | {"days": np.array([50] * 8 + [300] * 2)})).text
    met = hand(8)
    assert "Guideline met" in lead
    assert colours(met) == colours(hand(8)) & colours(hand(1))
    assert not re.findall(VERDICT, " ".join([lead, met.alt, met.foot, *strings(met.plot)]))
