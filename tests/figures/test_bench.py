"""Designs drawn beside one another."""

from dashboard.figures import bench, theme
from dashboard.stats.stopping import design
from dashboard.stats.stopping.boundary import Range
from dashboard.stats.stopping.design import Design

ONE = Design("Rule 1", "sprt", 0.05, 0.15, 0.1, 80)
TWO = Design("Rule 2", "pocock", 0.05, 0.15, 0.1, 80, looks=(20, 40, 80))
THREE = Design("Rule 3", "poisson_sprt", 0.05, 0.15, 0.1, 80)


def test_the_line_goes_up_where_so_many_events_no_longer_meet_it() -> None:
    x, y = bench._staircase((Range(2, 5, 2), Range(6, 15, 3)))
    assert (x, y) == ([2, 5, 5, 15], [2, 2, 3, 3])
    assert bench._staircase(()) == ([], [])


def test_looks_at_stated_numbers_are_marks_and_no_line() -> None:
    first, second, _ = bench.boundaries(design.boundaries([ONE, TWO, THREE])).plot["data"]
    assert (first["mode"], second["mode"]) == ("lines", "markers")
    assert second["x"] == [20, 40, 80]


def test_designs_differ_in_colour_dash_and_mark_and_none_is_an_arms() -> None:
    for parts in zip(*bench._LINES, strict=True):
        assert len(set(parts)) == 3
    arms = {theme.arm(letter).colour for letter in "ABCDEF"}
    assert not arms & {line[0] for line in bench._LINES}


def test_the_result_is_said_for_those_who_do_not_see_it() -> None:
    drawn = bench.boundaries(design.boundaries([ONE, TWO]))
    assert drawn.alt == "Rule 1: from 2 among 2–5 to 9 among 71–80. Rule 2: from 4 among 20 to 8 among 80."
    curve = bench.curve(design.curve([ONE]))
    assert curve.alt.startswith("Chance that the guideline is met at a true rate of 30.0%: Rule 1 100.0%")


def test_the_lead_says_what_each_rule_does() -> None:
    said = bench.answer(design.own([ONE, THREE])).text
    assert said.startswith("Rule 1 is met with a chance of 9.9% at a true rate of 5% and of 92.1% at 15%")
    assert "windows of exposure" in said
    assert "STOP" not in said


def test_a_rate_with_decimals_keeps_them() -> None:
    assert "true rate of 2.5%" in bench.answer(design.own([Design("Rule 1", "sprt", 0.025, 0.1, 0.1, 40)])).text


def test_chances_stand_in_percent_and_counts_as_they_are() -> None:
    table = bench.operating(design.operating([Design("Rule 1", "sprt", 0.025, 0.1, 0.1, 40)]))
    assert [column.title for column in table.columns][:3] == ["True rate", "Rule", "Chance that it is met"]
    assert [row[0] for row in table.rows] == ["1.25%", "2.5%", "6.25%", "10%", "15%"]
    assert all(row[2].endswith("%") for row in table.rows)
