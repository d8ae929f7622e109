"""Baseline counts on a handful of participants."""

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import SourceError
from dashboard.stats.baseline import Baseline, Item, baseline

ITEMS = (Item("sex", "Sex", levels=("Female", "Male")), Item("age", "Age", "years"))
RARE = ("Other", "Not recorded")
NONE = (np.nan,) * 5
# A: Female, Male, Male, not recorded; ages 20, 30, 50. B: nobody.
ROWS = [
    ("A", "sex", "Female", 4, 1, *NONE),
    ("A", "sex", "Male", 4, 2, *NONE),
    ("A", "sex", "Other", 4, 0, *NONE),
    ("A", "sex", "Not recorded", 4, 1, *NONE),
    ("A", "age", "", 4, 3, 20, 25, 30, 40, 50),
    *(("B", "sex", level, 0, 0, *NONE) for level in ("Female", "Male", *RARE)),
    ("B", "age", "", 0, 0, *NONE),
]
NAMES = ("characteristic", "level", "n", "participants", "least", "lower", "middle", "upper", "most")


def asked(rows: list[tuple[object, ...]] = ROWS, items: tuple[Item, ...] = ITEMS) -> Baseline:
    arm = pd.Categorical([str(row[0]) for row in rows], categories=["A", "B"])
    columns = {name: np.array([row[at] for row in rows]) for at, name in enumerate(NAMES, start=1)}
    return baseline(arm, **columns, items=items, rare=RARE)


def test_the_levels_stand_in_the_order_of_the_definition_and_rare_ones_only_if_somebody_has_them() -> None:
    found = asked()
    assert [row.level for row in found.rows if row.item.name == "sex"] == ["Female", "Male", "Not recorded"]
    assert [row.counts for row in found.rows][:3] == [{"A": 1, "B": 0}, {"A": 2, "B": 0}, {"A": 1, "B": 0}]
    assert found.n == {"A": 4, "B": 0}


def test_who_has_no_number_stands_in_a_row_of_their_own() -> None:
    number, missing = (row for row in asked().rows if row.item.name == "age")
    each = number.numbers["A"]
    assert (each.known, each.middle, each.lower, each.upper) == (3, 30, 25, 40)
    assert (missing.level, missing.counts) == ("Not recorded", {"A": 1, "B": 0})


def test_percentages_are_of_everybody_randomised_and_of_nobody_there_is_none() -> None:
    table = asked().table()
    assert table["A: %"].tolist() == [25.0, 50.0, 25.0, 75.0, 25.0]
    assert table["B: %"].isna().all()
    assert table["A: of"].tolist() == [4] * 5


def test_levels_that_do_not_add_up_to_the_randomised_are_refused() -> None:
    wrong = [("A", "sex", "Male", 4, 3, *NONE) if row[:3] == ("A", "sex", "Male") else row for row in ROWS]
    with pytest.raises(SourceError, match="5 of 4 randomised"):
        asked(wrong)


def test_a_trial_without_characteristics_has_an_empty_table() -> None:
    assert len(asked(items=()).table()) == 0
