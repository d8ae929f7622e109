"""Places of seven participants against a reference range of 10 to 40, counted by hand.

arm  baseline  lowest  highest after   place at baseline   place after
A    20        12      40              normal              normal: at its limit is within
A    20        9       30              normal              low
A    20        9       41              normal              low and high
A    10        20      20              normal: at its limit  normal
A    9         20      50              low                 high
B    50        none    none            high                not known
B    none      15      30              not known           normal
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.figures import lab_ranges as figures
from dashboard.stats.lab_ranges import PLACES, Ranges, ranges

NAN = np.nan
ROWS = [(20, 12, 40), (20, 9, 30), (20, 9, 41), (10, 20, 20), (9, 20, 50), (50, NAN, NAN), (NAN, 15, 30)]


def placed(rows: list[tuple[float, float, float]], arms: str, lower: float = 10, upper: float = 40) -> Ranges:
    before, lowest, highest = (np.array(each, dtype=float) for each in zip(*rows, strict=True))
    return ranges(
        pd.Categorical(list(arms), categories=["A", "B"]),
        **{"baseline": before, "baseline_of_lower": before / lower, "baseline_of_upper": before / upper},
        **{"lowest": lowest, "lowest_of_lower": lowest / lower},
        **{"highest": highest, "highest_of_upper": highest / upper},
    )


def test_everybody_stands_at_one_place_before_and_at_one_after() -> None:
    found = placed(ROWS, "AAAAABB")
    assert {key: n for key, n in found.counts.items() if n} == {
        ("A", "Normal", "Normal"): 2,
        ("A", "Normal", "Low"): 1,
        ("A", "Normal", "Low and high"): 1,
        ("A", "Low", "High"): 1,
        ("B", "High", "Not known"): 1,
        ("B", "Not known", "Normal"): 1,
    }
    assert found.n == {"A": 5, "B": 2}
    table = found.table()
    assert len(table) == 2 * len(PLACES) ** 2
    assert table.groupby("Arm", observed=True)["Participants"].sum().tolist() == [5, 2]
    assert table["%"].max() == 50.0


def test_a_limit_that_is_not_known_is_passed_by_nobody() -> None:
    found = placed([(50, 1, 1)], "A", lower=NAN).counts
    assert found["A", "High", "Normal"] == 1
    assert placed([(50, 1, 50)], "A", NAN, NAN).counts["A", "Not known", "Not known"] == 1


def test_a_value_at_its_limit_in_decimals_is_within_though_binary_fractions_are_not() -> None:
    """0.1 * 3 is above 0.3 in binary fractions."""
    assert placed([(0.1 * 3, 0.1 * 3, 0.1 * 3)], "A", 0.3, 0.3).counts["A", "Normal", "Normal"] == 1


def test_a_row_without_an_arm_is_refused() -> None:
    with pytest.raises(SourceError):
        placed([(20, 20, 20)], "?")


def test_the_table_has_the_places_where_somebody_stood() -> None:
    table = figures.ranges(placed(ROWS[4:], "ABB"), titles={"K": "Potassium"}, test="K")
    heads = [f"{arm}: {place}" for arm in "AB" for place in ("normal", "high", "not known")]
    assert [column.title for column in table.columns] == ["Baseline", *heads]
    assert table.rows == (
        ("Low at baseline", "0", "1", "0", "0", "0", "0"),
        ("High at baseline", "0", "0", "0", "0", "0", "1"),
        ("Not known at baseline", "0", "0", "0", "1", "0", "0"),
    )
    assert table.foot == "Potassium, lowest and highest value after baseline · participants, A n = 1, B n = 2"


VALUES = st.one_of(st.just(NAN), st.floats(1, 100))


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=12), st.floats(0.01, 100))
@settings(max_examples=40)
def test_a_change_of_unit_moves_nobody(rows: list[tuple[float, float, float]], factor: float) -> None:
    ordered = [(before, *sorted((one, other))) for before, one, other in rows]
    other_unit = [(factor * a, factor * b, factor * c) for a, b, c in ordered]
    arms = "A" * len(rows)
    assert placed(ordered, arms).counts == placed(other_unit, arms, 10 * factor, 40 * factor).counts
