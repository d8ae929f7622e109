"""Results as tables."""

import pandas as pd
import pytest
from drawn import AB, ALL, adverse, followed, incidence_by_arm

from dashboard.figures import tables
from dashboard.stats import arms, counts

TABLE = {("Infections", "Pneumonia"): (5, 2), ("Infections", "Sepsis"): (1, 0), ("Blood", "Anaemia"): (0, 1)}


class Framed:
    """A result with any table."""

    def __init__(self, **columns: object) -> None:
        self.columns = columns

    def table(self) -> pd.DataFrame:
        return pd.DataFrame(self.columns)


def test_adverse_events_are_nested_with_n_in_the_heads() -> None:
    table = tables.adverse_events(adverse(AB, TABLE, n=40))
    assert [column.title for column in table.columns[1:]] == ["A, N = 40", "B, N = 40"]
    assert [column.arm for column in table.columns] == ["", "A", "B"]
    assert [(row[0], level) for row, level in zip(table.rows, table.levels, strict=True)] == [
        ("Any event", 0),
        ("Infections", 1),
        ("Pneumonia", 2),
        ("Sepsis", 2),
        ("Blood", 1),
        ("Anaemia", 2),
    ]


def test_a_cell_says_participants_percentage_and_events() -> None:
    """5 of 40 is 12.5%, with 6 events; nobody of 40 has sepsis in B, with the one event the builder adds."""
    table = tables.adverse_events(adverse(AB, TABLE, n=40))
    assert table.rows[2][1:] == ("5 (12.5%) [6]", "2 (5.0%) [3]")
    assert table.rows[3][2] == "0 (0.0%) [1]"


def test_every_arm_has_every_row() -> None:
    table = tables.adverse_events(adverse(("A", "B", "C"), {("Blood", "Anaemia"): (0, 0, 1)}))
    assert all(len(row) == 4 for row in table.rows)


def test_worst_grades_have_a_column_per_arm_and_grade() -> None:
    table = tables.worst_grade(adverse(AB, TABLE), labels=("Grade 1", "Grade 2", "Grade 3"))
    assert [column.title for column in table.columns[1:]] == ["A: grade 3", "B: grade 3"]
    assert table.rows[2] == ("Pneumonia", "5", "2")
    assert table.foot.endswith("A n = 40, B n = 40")


def test_ungraded_events_stand_last() -> None:
    arm = pd.Categorical(["All participants"] * 2)
    result = counts.adverse_events(arm, ["S", "S"], ["T", "T"], ["term", "term"], [0, 4], [1, 2], [1, 2], [9, 9])
    table = tables.worst_grade(result)
    assert [column.title for column in table.columns[1:]] == ["All: grade 4", "All: not graded"]
    assert table.rows[1][1:] == ("2", "1")


def test_proportions_by_hand() -> None:
    """12 of 21: exact limits 34.0 to 78.2 (Clopper-Pearson, as the demo trial's benchmark states)."""
    result = arms.ByArm({"A": counts.proportion(12, 21), "B": counts.proportion(0, 0)})
    table = tables.proportions(result, title="Completed four cycles")
    assert table.rows[0] == ("● A", "12 / 21", "57.1%", "(34.0 to 78.2)")
    assert table.rows[1] == ("□ B", "0 / 0", "–", "–")


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
