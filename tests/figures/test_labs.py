"""Laboratory values drawn: grades nobody has are left out, everybody beyond a limit is drawn."""

import numpy as np

from dashboard.figures import labs as figures
from dashboard.figures import theme
from dashboard.stats.labs import GRADES, Beyond, Course, Liver, Shift

NAN = np.nan
NAMED = {"titles": {"ALT": "Alanine aminotransferase"}, "units": {"ALT": "U/L"}}
COUNTS = {(arm, b, w): 0 for arm in "AB" for b in GRADES for w in GRADES}


def test_a_shift_has_the_grades_that_somebody_has() -> None:
    table = figures.shift(Shift("Too much", {"A": 3, "B": 0}, COUNTS | {("A", 0, 2): 2, ("A", 1, 0): 1}))
    heads = ["Baseline", "A: grade 0", "A: grade 2", "B: grade 0", "B: grade 2"]
    assert [column.title for column in table.columns] == heads
    assert table.rows == (("Grade 0 at baseline", "0", "2", "0", "0"), ("Grade 1 at baseline", "1", "0", "0", "0"))
    assert figures.shift(Shift("", {"A": 3}, {})).empty == "This test has no grades."


def liver(many: int) -> Liver:
    transaminase = np.r_[np.full(many, 0.5), 4.0, 4.0, NAN]
    return Liver(("A", "B"), np.zeros(many + 3, dtype=int), transaminase, np.r_[np.full(many, 0.5), 3, 1, 1], 3.0, 2.0)


def test_everybody_beyond_a_limit_is_drawn_and_who_is_not_drawn_is_counted() -> None:
    drawn = figures.liver(liver(10_000))
    points = drawn.plot["data"][0]
    assert points["x"].count(4.0) == 2
    assert len(points["x"]) <= figures.MOST + 2
    assert f"{10_002 - len(points['x'])} within both limits are counted and not drawn" in drawn.foot
    assert "A n = 10003, B n = 0" in drawn.foot
    assert "Possible Hy's law: A 1 / 10003 (0%), B 0 / 0 (–); Cholestasis: A 0 / 10003 (0%)" in drawn.alt
    assert "not both measured: A 1 / 10003 (0%)" in drawn.foot


def test_the_answer_counts_those_beyond_both_limits() -> None:
    assert figures.answer(liver(1)).text == "Possible Hy's law: A 1 / 4 (25%), B 0 / 0 (–)."


def test_who_is_beyond_a_limit_leads_to_the_participant_and_does_not_look_like_at_it() -> None:
    rows = (("P4", "B", "Possible Hy's law", 3.04, 2.5), ("P6", "B", "Not both measured", 9.0, NAN))
    table = figures.beyond(Beyond(rows), leads_to="participant")
    assert table.rows[0] == ("P4", "B", "Possible Hy's law", "3.04", "2.50")
    assert table.rows[1][-1] == "–"
    assert [lead.values for lead in table.leads if lead] == [{"person": "P4"}, {"person": "P6"}]
    assert figures.beyond(Beyond(()), leads_to="participant").empty == "Nobody is beyond a limit."
    many = figures.beyond(Beyond(rows * 300), leads_to="participant")
    assert (len(many.rows), len(many.leads)) == (500, 500)
    assert many.foot == "The first 500 of 600 participants; the download has all"


def test_the_quadrants_are_named_with_their_counts() -> None:
    """Each line of counts begins with the arm's mark in its colour: the plane has no other key."""
    texts = [note["text"] for note in figures.liver(liver(1)).plot["layout"]["annotations"]]
    one, other = (f'<span style="color:{theme.arm(arm).colour}">{theme.arm(arm).mark}</span>' for arm in "AB")
    counts = f"{one} 1 / 4 (25%)<br>{other} 0 / 0 (–)"
    assert {f"Possible Hy's law<br>{counts}", f"Neither<br>{counts}"} <= {*texts}


def test_nobody_measured_is_said() -> None:
    none = np.array([NAN, NAN])
    empty = Course(("A", "B"), ("Baseline",) * 2, np.array([0, 0]), np.array([0, 0]), none, none, none)
    drawn = figures.course(empty, **NAMED, test="ALT")
    assert drawn.alt == "Alanine aminotransferase, median in U/L: not measured so far."
    assert figures.liver(Liver(("A",), np.array([], int), np.array([]), np.array([]), 3, 2)).plot["data"][0]["x"] == []


def test_a_course_says_its_first_and_last_median() -> None:
    rows = np.array([1.0, 2.0])
    found = Course(("A", "A"), ("Baseline", "Day 30"), np.array([0, 30]), np.array([4, 3]), rows, rows + 1, rows + 2)
    drawn = figures.course(found, **NAMED, test="ALT")
    assert drawn.alt == "Alanine aminotransferase, median in U/L: A 2 at baseline, 3 at day 30."
    assert drawn.plot["data"][0]["error_y"]["array"] == [1.0, 1.0]


def test_how_many_were_measured_stands_below_each_visit() -> None:
    rows = np.array([1.0, 2.0])
    found = Course(("A", "A"), ("Baseline", "Day 30"), np.array([0, 30]), np.array([41, 33]), rows, rows, rows)
    notes = figures.course(found, **NAMED, test="ALT").plot["layout"]["annotations"]
    assert {(note["x"], note["text"]) for note in notes if note.get("xref") == "x"} == {(0, "41"), (30, "33")}


def test_no_mark_lies_under_the_name_of_a_quadrant() -> None:
    drawn = figures.liver(Liver(("A", "B"), np.zeros(2, int), np.array([0.1, 50]), np.array([0.1, 40]), 3, 2))
    low, high = drawn.plot["layout"]["yaxis"]["range"]
    plane = drawn.height - drawn.plot["layout"]["margin"]["t"] - drawn.plot["layout"]["margin"]["b"]
    for value in (np.log10(0.1) - low, high - np.log10(40)):
        assert plane * value / (high - low) > 3 * 14, "three lines of text"
