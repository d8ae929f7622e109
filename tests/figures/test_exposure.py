"""Cycles as tables and as a row for each participant."""

import math

import orjson

from dashboard.figures import exposure as figures
from dashboard.figures.swimmer import swimmer
from dashboard.stats.counts import proportion
from dashboard.stats.exposure import STARTED, Bar, Completion, Exposure, Reached, Spread, Swimmer

NOBODY = Spread(0, *(math.nan,) * 5, 0)
LONG = Swimmer(
    tuple(
        (f"P{i:04d}", "B", (Bar("cycle", 1, 5, 32), Bar("cycle", 2, 90, 100), Bar("death", 0, 100, 100)))
        for i in range(1000)
    ),
    1200,
)


def test_a_cycle_has_who_started_and_each_reason_below() -> None:
    counts = {("A", 1, STARTED): 3, ("A", 1, "RELAPSE"): 1, ("B", 1, STARTED): 0, ("B", 1, "RELAPSE"): 0}
    table = figures.reached(Reached(("A", "B"), (1,), ("RELAPSE",), counts))
    assert table.rows == (
        ("Cycle 1: expected", "4", "0"),
        ("Started", "3 / 4 (75%)", "–"),
        ("Not started: RELAPSE", "1 / 4 (25%)", "–"),
    )


def test_a_measure_of_nobody_is_a_dash_and_the_published_number_stands_below() -> None:
    spreads = {("A", "delay", 1): Spread(4, -3, -1.5, 0, 2.25, 9, 1), ("B", "delay", 1): NOBODY}
    table = figures.exposure(Exposure(("A", "B"), spreads), published="Published: 78 days")
    assert table.rows == (
        ("Cycle 1: days from the due day to the start", "0 (−1.5 to 2.3; −3 to 9), 4", "–"),
        ("Started after the due day", "1 / 4 (25%)", "–"),
    )
    assert table.foot.endswith("· Published: 78 days")


def test_completion_stands_beside_the_published_number() -> None:
    table = figures.completion(Completion({("A", "started"): proportion(0, 0)}, (("Paper", proportion(12, 21)),)))
    assert table.rows == (
        ("A: of these, started cycle 1", "–", "–"),
        ("Published, treated: Paper", "12 / 21 (57%)", "34.0% to 78.2%"),
    )


def test_the_answer_is_completion_of_those_randomised_long_enough_ago() -> None:
    """12 of 21: Clopper and Pearson's 34.0% to 78.2%, as published; who only started is another share."""
    found = {("A", "randomised"): proportion(12, 21), ("A", "started"): proportion(12, 20)}
    both = Completion(found | {("B", "randomised"): proportion(0, 0)}, (("Paper", proportion(12, 21)),))
    assert figures.answer(both, cycles=4).text == (
        "Completed 4 cycles, of those randomised long enough ago: A 12 / 21 (57%), exact 95% interval 34.0% to 78.2%. "
        "Published, of treated: 12 / 21 (57%)."
    )
    early = Completion({("A", "randomised"): proportion(0, 0)}, ())
    assert figures.answer(early, cycles=4).text.startswith("Nobody was randomised long enough ago")


def test_a_thousand_rows_are_tall_enough_to_read_and_say_who_is_left_out() -> None:
    drawn = swimmer(LONG)
    assert drawn.height > 1000 * 12
    assert len(drawn.plot["layout"]["yaxis"]["ticktext"]) == 1000
    assert drawn.foot.startswith("The first 1000 of 1200; the download has all")
    assert "1000 of 1200 participants" in drawn.alt


def test_a_bar_lasts_from_its_first_day_to_its_last() -> None:
    odd, even = swimmer(LONG).plot["data"][:2]
    assert (odd["y"][0], odd["base"][0], odd["x"][0], odd["customdata"][0]) == (0, 5, 28, [1, 5, 32])
    assert (even["y"][0], even["base"][0], even["x"][0], even["customdata"][0]) == (0, 90, 11, [2, 90, 100])
    assert odd["marker"]["color"] != even["marker"]["color"]
    death = next(trace for trace in swimmer(LONG).plot["data"] if trace["name"] == "Death")
    assert death["x"][0] == 100


def test_a_thousand_rows_travel_in_few_bytes() -> None:
    """A bar is six whole numbers, a row its name: 1000 of each with two cycles take less than 200 kB."""
    assert len(orjson.dumps(swimmer(LONG).plot)) < 200_000


def test_nobody_treated_is_said() -> None:
    drawn = swimmer(Swimmer((), 0))
    assert drawn.alt == "Nobody has started treatment."
    assert drawn.plot["data"] == []
