"""Results as tables."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.figures import tables
from dashboard.stats import counts
from tests.figures.drawn import AB, ALL, adverse, followed, incidence_by_arm

TABLE = {("Infections", "Pneumonia"): (5, 2), ("Infections", "Sepsis"): (1, 0), ("Blood", "Anaemia"): (0, 1)}


class Framed:
    """A result with any table."""

    def __init__(self, **columns: object) -> None:
        self.columns = columns

    def table(self) -> pd.DataFrame:
        return pd.DataFrame(self.columns)


def test_adverse_events_are_nested_with_n_in_the_heads() -> None:
    table = tables.adverse_events(adverse(AB, TABLE, n=40))
    assert [column.title for column in table.columns[1:3]] == ["A, N = 40", "B, N = 40"]
    assert [column.arm for column in table.columns] == ["", "A", "B", ""]
    assert [(row[0], level) for row, level in zip(table.rows, table.levels, strict=True)] == [
        ("Any event", 0),
        ("Infections", 1),
        ("Pneumonia", 2),
        ("Sepsis", 2),
        ("Blood", 1),
        ("Anaemia", 2),
    ]


def test_the_answer_says_who_had_any_of_the_chosen_events_of_how_many() -> None:
    """18 of 41 and 22 of 42 over grades; rows of terms are not added. 22/42 − 18/41 is 8.5 points."""
    rows = {
        "arm": pd.Categorical(["A", "A", "A", "B", "B"]),
        "level": ["overall", "overall", "term", "overall", "term"],
        "soc": ["", "", "Infections", "", "Infections"],
        "term": ["", "", "Sepsis", "", "Sepsis"],
        "grade": [2, 3, 3, 3, 3],
        "participants": [8, 10, 10, 22, 22],
        "events": [20, 15, 15, 29, 29],
        "n": [41, 41, 41, 42, 42],
    }
    said = tables.any_event(counts.any_event(**rows), titles={"serious": "Serious"}, subset="serious").text
    assert said.startswith("Serious: A: 18 / 41 (44%), 35 events; B: 22 / 42 (52%), 29 events. B − A in points: 8.5 (")
    alone = counts.any_event(**rows | {"arm": pd.Categorical([ALL[0]] * 5), "n": [83] * 5})
    assert (
        tables.any_event(alone, titles={"any": "Any event"}, subset="any").text
        == "Any event: 40 / 83 (48%), 64 events."
    )


def test_a_table_cut_short_says_of_how_many_rows_and_a_whole_one_says_nothing() -> None:
    result = Framed(Days=[1, 2, 3])
    few = tables.frame(result, shown=2)
    assert (few.rows, few.foot) == ((("1",), ("2",)), "The first 2 of 3 rows; the download has all")
    assert [tables.frame(result, shown=n).foot for n in (None, 3)] == ["", ""]


def test_a_cell_says_participants_percentage_and_events() -> None:
    """5 of 40 is 12.5%, with 6 events; nobody of 40 has sepsis in B, with the one event the builder adds."""
    table = tables.adverse_events(adverse(AB, TABLE, n=40))
    assert table.rows[2][1:3] == ("5 (12.5%) [6]", "2 (5.0%) [3]")
    assert table.rows[3][2] == "0 (0.0%) [1]"


def test_every_arm_has_every_row() -> None:
    table = tables.adverse_events(adverse(("A", "B", "C"), {("Blood", "Anaemia"): (0, 0, 1)}))
    assert all(len(row) == len(table.columns) == 1 + 3 + 3 for row in table.rows)


def test_a_difference_is_later_minus_earlier_in_points_with_its_interval() -> None:
    """0 of 29 and 5 of 56: 5/56 is 8.9 points more; an arm of nobody differs from none."""
    rows = ["term"] * 2, [1, 1], [0, 5], [0, 5]
    arm = pd.Categorical(["A", "B"], categories=["A", "B"])
    table = tables.adverse_events(counts.adverse_events(arm, ["S"] * 2, ["T"] * 2, *rows, [29, 56]))
    assert table.columns[3].title == "B − A, points (95% interval)"
    assert table.rows[1][3].startswith("8.9 (−")
    nobody = tables.adverse_events(adverse(AB, {("S", "T"): (0, 0)}, n=0))
    assert {row[3] for row in nobody.rows} == {"–"}


def test_one_arm_has_no_differences() -> None:
    table = tables.adverse_events(adverse(ALL, {key: people[:1] for key, people in TABLE.items()}))
    assert [column.title for column in table.columns[1:]] == ["All, N = 40"]


def test_three_arms_have_a_column_for_each_two() -> None:
    table = tables.adverse_events(adverse(("A", "B", "C"), {("S", "T"): (1, 2, 3)}))
    assert [column.title[:5] for column in table.columns[4:]] == ["B − A", "C − A", "C − B"]


def test_worst_grades_have_a_column_per_arm_and_grade() -> None:
    table = tables.worst_grade(adverse(AB, TABLE), labels=("Grade 1", "Grade 2", "Grade 3"))
    assert [column.title for column in table.columns[1:]] == ["A: grade 3", "B: grade 3"]
    assert table.rows[2] == ("Pneumonia", "5 (12.5%)", "2 (5.0%)")
    assert table.foot.endswith("A n = 40, B n = 40")


def test_rare_terms_left_out_are_counted_in_the_foot() -> None:
    few = replace(adverse(AB, TABLE), left_out=1)
    assert tables.adverse_events(few).foot.endswith("[events] · 1 rarer term not shown")
    assert tables.worst_grade(few).foot.endswith("· 1 rarer term not shown")


def test_ungraded_events_stand_last() -> None:
    arm = pd.Categorical(["All participants"] * 2)
    result = counts.adverse_events(arm, ["S", "S"], ["T", "T"], ["term", "term"], [0, 4], [1, 2], [1, 2], [9, 9])
    table = tables.worst_grade(result)
    assert [column.title for column in table.columns[1:]] == ["All: grade 4", "All: not graded"]
    assert table.rows[1][1:] == ("2 (22.2%)", "1 (11.1%)")
    assert table.rows[0][1:] == ("0", "0")


def test_any_table_is_shown_in_a_reader_s_numbers() -> None:
    result = Framed(
        Arm=["A", "B"],
        Participants=[40, 41],
        Counted=[3.0, float("nan")],
        Days=[36.44, 12.0],
        Since=pd.to_datetime(["2026-01-15", None]),
        Rate=[0.05, 0.1254],
        Share=[100.0, 50.0],
    )
    table = tables.frame(result)
    assert table.rows[0] == ("A", "40", "3", "36.4", "15 Jan 2026", "0.050", "100")
    assert table.rows[1] == ("B", "41", "–", "12.0", "–", "0.125", "50")
    assert [column.align for column in table.columns[:3]] == ["left", "right", "right"]


def test_percentages_keep_their_decimal_even_when_whole() -> None:
    assert tables.frame(Framed(**{"Documented %": [100.0, 50.0]})).rows == (("100.0",), ("50.0",))


def test_landmarks_are_percentages() -> None:
    table = tables.frame(incidence_by_arm(**followed(ALL)))
    place = [column.title for column in table.columns].index("Estimate")
    assert all(row[place].endswith("%") or row[place] == "–" for row in table.rows)


def test_medians_among_landmarks_are_days() -> None:
    result = Framed(Measure=["Survival", "Median (days)"], Day=[365.0, float("nan")], Estimate=[0.731, 412.0])
    assert [row[2] for row in tables.frame(result).rows] == ["73.1%", "412"]


@pytest.mark.parametrize("columns", [{}, {"Arm": []}])
def test_an_empty_table_has_its_heads(columns: dict[str, object]) -> None:
    table = tables.frame(Framed(**columns))
    assert (len(table.columns), table.rows) == (len(columns), ())
