from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures import listing, participant, theme
from dashboard.figures import timeline as drawn
from dashboard.figures.kinds import Lead
from dashboard.stats.facts import Facts
from dashboard.stats.participant import Labs, Rule, Series, Towards
from dashboard.stats.people import Events, Sums
from dashboard.stats.stopping.ledger import Line
from dashboard.stats.timeline import Moment, Timeline

ROWS = pd.DataFrame({"Participant": ["1", "2"], "Arm": ["A", "A"], "Grade": ["Grade 3", "Not graded"]})
SUMS = Sums({"A": 42, "B": 41}, {"A": 2, "B": 0}, {"A": 2, "B": 0}, "Sepsis")
TWO = Events(SUMS, ROWS)


def timed(*moments: Moment) -> Timeline:
    return Timeline("1", moments, 57)


def test_each_row_of_a_listing_leads_to_its_participant() -> None:
    table = listing.events(TWO, leads_to="participant")
    assert table.leads == (Lead("participant", {"person": "1"}), Lead("participant", {"person": "2"}))
    assert table.foot == "2 events, by participant"


def test_a_listing_that_is_cut_short_says_of_how_many_it_is() -> None:
    few = Events(replace(SUMS, events={"A": 1200, "B": 34}), ROWS)
    foot = listing.events(few, leads_to="participant").foot
    assert foot == "The first 2 of 1234 events, by participant; the download has all"


def test_the_sentence_above_a_listing_gives_every_arm_its_denominator() -> None:
    assert listing.answer(SUMS, every="Serious").text == "Sepsis: A: 2 / 42 (5%), 2 events; B: 0 / 41 (0%), no events."


def test_where_nobody_had_it_or_nothing_is_chosen_words_say_so() -> None:
    nobody = Sums({"A": 42, "B": 41}, {"A": 0, "B": 0}, {"A": 0, "B": 0}, "Sepsis")
    assert listing.events(Events(nobody, ROWS.head(0)), leads_to="participant").empty == "No such event so far among 83"
    unchosen = Sums({"A": 42}, {"A": 0}, {"A": 0}, chosen=False)
    assert "Choose a term" in listing.events(Events(unchosen, ROWS.head(0)), leads_to="participant").empty
    assert listing.answer(unchosen, every="Serious").text == "No term is chosen yet."


def bars(plot: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in plot["data"] if trace["type"] == "bar"]


def test_a_bar_has_its_grade_and_seriousness_in_words_and_an_open_end_runs_to_the_last_day() -> None:
    event = Moment("event", "敗血症", 60, 69, "Infections", 4, "Grade 4", "yes", "ended")
    figure = drawn.timeline(timed(event, Moment("event", "Rash", 61), Moment("death", "", 100)))
    first, second = bars(figure.plot)
    assert (first["base"], first["x"], first["text"]) == ([60], [10], ["4S"])
    assert (second["base"], second["x"], second["text"]) == ([61], [40], [" →"])
    assert first["hovertext"] == ["敗血症, grade 4, serious, day 60 to 69"]
    assert second["hovertext"] == ["Rash, not graded, day 61"]
    assert "✕ Death, day 100" in figure.foot
    assert figure.alt.endswith("2 adverse events, 1 serious.")


def test_grades_of_bars_that_touch_stand_together_in_order_of_onset() -> None:
    """Day 10 to 40 holds the second; the third is far enough from both."""
    given = [(10, 40, 2, ""), (12, 15, 3, "yes"), (80, 85, 1, "")]
    events = [Moment("event", "Rash", start, end, grade=grade, serious=s) for start, end, grade, s in given]
    found = bars(drawn.timeline(timed(*events, Moment("contact", "", 100))).plot)
    assert [bar["text"] for bar in found] == [["2, 3S"], [""], ["1"]]
    twice = bars(drawn.timeline(timed(events[0], replace(events[0]))).plot)
    assert [bar["text"] for bar in twice if bar["text"] != [""]] == [["2, 2"]]


def test_what_has_no_day_is_said_and_not_placed() -> None:
    figure = drawn.timeline(timed(Moment("event", "Rash", None), Moment("death", "", 9)))
    assert bars(figure.plot) == []
    assert "1 entry without a day in no place" in figure.foot


def test_nobody_has_an_empty_drawing_that_says_so() -> None:
    figure = drawn.timeline(Timeline("", (), None))
    assert figure.plot["data"] == []
    assert drawn.NOBODY in figure.alt
    assert drawn.listed(Timeline("", (), None)).empty == drawn.NOBODY


def test_facts_end_with_the_way_to_the_page_behind_the_notice() -> None:
    table = participant.who(Facts((("Arm", "A"),)), person="1", leads_to="participant-in-full")
    assert table.leads == (None, Lead("participant-in-full", {"person": "1"}))
    assert participant.who(Facts((("Arm", "A"),)), person="1").leads == (None,)
    assert participant.who(Facts(())).rows == ()
    assert participant.towards(Towards(())).empty == f"{drawn.NOBODY}."
    assert participant.towards(Towards(()), person="1").empty == "The trial definition has no guideline."


def test_reasons_of_a_participant_have_dates_in_words() -> None:
    line = Line("P1", "pending", 50, 50, 0, None, "Documented to day 50 of 100; the window ends on 2026-04-11.")
    table = participant.towards(Towards(((Rule("nrm", "NRM", 100, "tite", ""), line),)), person="P1")
    assert table.rows[0][4] == "Documented to day 50 of 100; the window ends on 11 Apr 2026."
    assert table.leads == (Lead("nrm"),)


def test_a_laboratory_lane_holds_its_values_and_limits_and_one_value_is_drawn() -> None:
    series = (Series("ALT", "U/L", (57, 88), (20.0, 50.0), 5.0, 45.0), Series("IgG", "g/L", (57,), (3.2,), None, None))
    figure = participant.labs(Labs(series, True))
    lines = [trace["y"] for trace in figure.plot["data"]]
    assert all(lane - 0.5 <= y <= lane + 0.5 for lane, line in enumerate(lines) for y in line)
    assert lines[0][1] < lines[0][0], "a higher value stands higher"
    assert len(figure.plot["layout"]["shapes"]) == 1
    assert "IgG 3.2 on day 57" in figure.alt
    assert participant.labs(Labs((), False)).alt == "No laboratory results."


def test_a_single_day_of_laboratory_results_has_days_around_it() -> None:
    one = participant.labs(Labs((Series("ALT", "U/L", (75,), (20.0,), None, None),), True), person="1")
    assert one.plot["layout"]["xaxis"]["range"] == [68, 82]


def test_only_the_colours_of_the_theme_and_tints_of_them_are_used() -> None:
    figure = drawn.timeline(timed(Moment("event", "Rash", 1, 2, serious="yes"), Moment("endpoint", "Relapse", 5)))
    (bar,) = bars(figure.plot)
    assert bar["marker"]["line"]["color"] in theme.COLOURS
    assert bar["marker"]["color"] in {theme.tint(theme.RULE, shade) for shade in np.array([0.12])}
