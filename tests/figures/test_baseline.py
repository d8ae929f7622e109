"""Baseline characteristics as a table to read."""

import math

from dashboard.figures import baseline as figures
from dashboard.stats.baseline import Baseline, Item, Number, Row

NAN = math.nan
AGE, SEX = Item("age", "Age", "years"), Item("sex", "Sex", levels=("Female",))
RESULT = Baseline(
    {"A": 4, "B": 0},
    (
        Row(AGE, "", {"A": 3, "B": 0}, {"A": Number(3, 20, 25, 30.25, 40, 50), "B": Number(0, *(NAN,) * 5)}),
        Row(AGE, "Not recorded", {"A": 1, "B": 0}, {}),
        Row(SEX, "Female", {"A": 4, "B": 0}, {}),
    ),
)


def test_a_number_is_told_by_its_median_quartiles_and_range_and_nobody_by_a_dash() -> None:
    table = figures.baseline(RESULT)
    assert table.rows == (
        ("Age, years", "", ""),
        ("Median (quartiles)", "30.3 (25 to 40)", "–"),
        ("Range", "20 to 50", "–"),
        ("Not recorded", "1 / 4 (25%)", "0 / 0 (–)"),
        ("Sex", "", ""),
        ("Female", "4 / 4 (100%)", "0 / 0 (–)"),
    )
    assert table.levels == (0, 1, 1, 1, 0, 1)
    assert [column.title for column in table.columns] == ["Characteristic", "A, N = 4", "B, N = 0"]
