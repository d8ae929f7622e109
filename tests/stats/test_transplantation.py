"""Arms on the clock of transplantation start together, and count as the statistic of one arm does."""

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.late_entry import late_entry
from dashboard.stats.transplantation import from_transplantation

CAUSES = ("relapse", "nrm")


def late(arm: list[str], entry: list[int], days: list[int], cause: list[int]) -> dict:
    made = pd.Categorical(arm, categories=["A", "B"])
    return from_transplantation(made, np.array(entry), np.array(days), np.array(cause), CAUSES, (100, 200)).results


def test_all_arms_start_on_the_first_day_with_ten_at_risk_in_each() -> None:
    """A has eleven at risk after day 30, B ten after day 50. A's event on day 40 is before that day and not counted;
    of the ten left in A one has the event on day 60, of B's ten one on day 80: 1/10 each."""
    a = [("A", 30, 300, 0)] * 9 + [("A", 30, 40, 1), ("A", 30, 60, 1)]
    b = [("B", 50, 300, 0)] * 9 + [("B", 50, 80, 1)]
    results = late(*map(list, zip(*a, *b, strict=True)))
    assert {name: (each.start, each.n, each.left_out) for name, each in results.items()} == {
        "A": (50, 10, 1),
        "B": (50, 10, 0),
    }
    assert [each.landmarks[0].estimate for each in results.values()] == pytest.approx([1 / 10, 1 / 10])


def test_without_a_day_on_which_both_have_ten_all_is_blank() -> None:
    results = late(["A"] * 10 + ["B"] * 10, [10] * 10 + [50] * 10, [40] * 10 + [90] * 10, [1] * 20)
    assert all(np.isnan(each.start) and each.left_out == 10 for each in results.values())


def test_one_arm_is_as_by_itself() -> None:
    draw = np.random.default_rng(6)
    entry = draw.integers(20, 90, 60)
    days, cause = entry + draw.integers(1, 400, 60), draw.integers(0, 3, 60)
    (one,) = from_transplantation(pd.Categorical(["A"] * 60), entry, days, cause, CAUSES).results.values()
    alone = late_entry(entry, days, cause, CAUSES)
    assert (one.start, one.n, one.left_out) == (alone.start, alone.n, alone.left_out)
    assert [mark.estimate for mark in one.landmarks] == pytest.approx(
        [mark.estimate for mark in alone.landmarks], nan_ok=True
    )


def test_too_few_for_a_start_are_blank_and_stop_nobody_else() -> None:
    results = late(["A"] * 12 + ["B"] * 3, [10] * 15, [150] * 15, [1] * 6 + [0] * 9)
    assert np.isnan(results["B"].start)
    assert results["B"].table()["Estimate"].isna().all()
    assert results["A"].landmarks[0].at_risk == 12


def test_nobody_is_no_error() -> None:
    assert {name: each.n for name, each in late([], [], [], []).items()} == {"A": 0, "B": 0}
