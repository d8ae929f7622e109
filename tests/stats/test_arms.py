"""The same statistic by arm, and between arms."""

import inspect
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import QueryError, SourceError
from dashboard.stats.arms import EVERYONE, between_arms, by_arm, of_two_arms, pairs, together, with_differences
from dashboard.stats.competing import aalen_johansen, landmark_difference
from dashboard.stats.survival import kaplan_meier


@dataclass(frozen=True)
class Total:
    total: float
    scale: float
    measure: str

    def table(self) -> pd.DataFrame:
        return pd.DataFrame({"Total": [self.total * self.scale], "Measure": [self.measure]})


def total(x: Any, scale: float = 1.0, measure: str = "sum") -> Total:
    return Total(float(np.sum(x)), scale, measure)


def minus(earlier: Total, later: Total) -> Total:
    return Total(later.total - earlier.total, 1.0, "difference")


ARM = pd.Categorical(["C", "A", "A"], categories=["A", "B", "C"])


def test_every_arm_has_a_result_in_the_order_of_the_categories_even_without_rows() -> None:
    results = by_arm(total)(ARM, x=np.array([5.0, 1.0, 2.0])).results
    assert {name: result.total for name, result in results.items()} == {"A": 3.0, "B": 0.0, "C": 5.0}
    assert list(results) == ["A", "B", "C"]


def test_the_table_starts_with_the_arm() -> None:
    table = by_arm(total)(ARM, x=np.array([5.0, 1.0, 2.0])).table()
    assert list(table.columns) == ["Arm", "Total", "Measure"]
    assert table["Arm"].tolist() == ["A", "B", "C"]


def test_what_is_no_column_is_handed_on_whole() -> None:
    stat = by_arm(partial(total, scale=2.0))
    result = partial(stat, measure="twice")(ARM, x=np.array([5.0, 1.0, 2.0])).results["A"]
    assert (result.scale, result.measure) == (2.0, "twice")


def test_categorical_columns_keep_their_categories() -> None:
    seen = {}

    def keep(x: pd.Categorical) -> Total:
        seen[len(seen)] = list(x.categories)
        return Total(0, 1, "")

    by_arm(keep)(ARM, x=pd.Categorical(["p", "q", "q"], categories=["p", "q", "r"]))
    assert list(seen.values()) == [["p", "q", "r"]] * 3


def test_filters_find_the_inner_keywords() -> None:
    for stat in (by_arm(total), by_arm(partial(total, scale=2.0)), between_arms(total, minus)):
        assert list(inspect.signature(stat).parameters) == ["arm", "x", "scale", "measure"]


def test_pairs_are_later_minus_earlier() -> None:
    assert pairs(("A", "B", "C")) == (("B − A", "A", "B"), ("C − A", "A", "C"), ("C − B", "B", "C"))
    result = between_arms(total, minus)(ARM, x=np.array([5.0, 1.0, 2.0]))
    assert {pair: each.total for pair, each in result.results.items()} == {
        "B − A": -3.0,
        "C − A": 2.0,
        "C − B": 5.0,
    }
    assert result.table()["Arms"].tolist() == ["B − A", "C − A", "C − B"]


def test_together_takes_all_rows_as_one_arm() -> None:
    results = together(total)(ARM, x=np.array([5.0, 1.0, 2.0])).results
    assert {name: result.total for name, result in results.items()} == {EVERYONE: 8.0}
    assert list(inspect.signature(together(total)).parameters) == ["arm", "x", "scale", "measure"]


def test_one_arm_has_no_comparison() -> None:
    result = between_arms(total, minus)(pd.Categorical(["All participants"]), x=np.array([1.0]))
    assert result.results == {}
    assert result.table().empty


def test_an_arm_that_is_no_categorical_is_refused() -> None:
    with pytest.raises(QueryError, match="Ask through the door"):
        by_arm(total)(np.array(["A"]), x=np.array([1.0]))


def test_a_row_without_an_arm_is_refused_not_dropped() -> None:
    with pytest.raises(SourceError, match="1 of 2 rows have no arm"):
        by_arm(total)(pd.Categorical(["A", None], categories=["A"]), x=np.array([1.0, 2.0]))


def test_curves_of_empty_arms_have_tables_without_warnings() -> None:
    arm = pd.Categorical(["A"] * 6, categories=["A", "B"])
    days, cause = np.array([1, 2, 3, 4, 5, 6]), np.array([1, 0, 2, 1, 0, 1])
    survival = by_arm(kaplan_meier)(arm, days=days, event=cause == 1)
    incidence = by_arm(partial(aalen_johansen, landmarks=(3,)))(arm, days=days, cause=cause)
    difference = between_arms(aalen_johansen, landmark_difference)(arm, days=days, cause=cause)
    assert survival.table()["Arm"].tolist() == ["A"] * 5 + ["B"] * 5
    assert incidence.table()["Participants"].tolist() == [6] * 3 + [0] * 3
    assert difference.table()["Estimate"].isna().all()
    both = with_differences(aalen_johansen, landmark_difference)(arm, days=days, cause=cause).table()
    assert both["Arm"].drop_duplicates().tolist() == ["A", "B", "B − A"]


def test_arms_and_their_differences_are_those_of_either_alone() -> None:
    x = np.array([5.0, 1.0, 2.0])
    both = with_differences(total, minus)(ARM, x=x)
    assert both.arms.table().equals(by_arm(total)(ARM, x=x).table())
    assert both.between.table().equals(between_arms(total, minus)(ARM, x=x).table())


def test_counts_stay_whole_beside_medians_and_differences() -> None:
    both = with_differences(partial(kaplan_meier, landmarks=(2,)), landmark_difference)
    text = both(pd.Categorical(["A", "B", "B"]), days=np.array([3, 3, 4]), event=np.array([1, 0, 1])).table()
    lines = text[["Arm", "Measure", "At risk", "Events by then", "Participants"]].to_csv(index=False).splitlines()
    assert lines[1:3] == ["A,Survival,1,0,1", "A,Median (days),,1,1"]
    assert lines[-1] == "B − A,Survival,1,,"


def test_one_arm_alone_has_its_result_and_no_differences() -> None:
    result = with_differences(total, minus)(pd.Categorical(["All participants"]), x=np.array([1.0]))
    assert result.table()["Arm"].tolist() == ["All participants"]


def test_two_arms_together_get_their_rows_and_their_labels() -> None:
    seen = {}

    def keep(x: np.ndarray, group: pd.Categorical, scale: float = 1.0) -> Total:
        seen[tuple(group.categories)] = (list(group), list(x))
        return Total(0, len(x), "")

    stat = of_two_arms(keep)
    assert list(inspect.signature(stat).parameters) == ["arm", "x", "scale"]
    stat(pd.Categorical(["C", "A", "C"], categories=["A", "B", "C"]), x=np.array([1.0, 2.0, 3.0]))
    assert seen == {
        ("A", "B"): (["A"], [2.0]),
        ("A", "C"): (["C", "A", "C"], [1.0, 2.0, 3.0]),
        ("B", "C"): (["C", "C"], [1.0, 3.0]),
    }
    assert of_two_arms(keep)(pd.Categorical(["All"]), x=np.array([1.0])).results == {}
