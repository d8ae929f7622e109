"""Exposure by cycle: what the query counted, arms without anybody, and exact intervals."""

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import QueryError
from dashboard.stats.exposure import STARTED, completion, exposure, reached, swimmer

AB = ["A", "B"]


def arm(*letters: str) -> pd.Categorical:
    return pd.Categorical(letters, categories=AB)


def test_the_started_and_the_reasons_add_up_to_the_expected() -> None:
    found = reached(
        arm("A", "A", "A", "B", "B", "B"),
        np.array([1] * 6),
        np.array(["", "DEATH", "RELAPSE"] * 2),
        np.array([5, 1, 2, 0, 0, 0]),
    )
    assert found.outcomes == ("RELAPSE", "DEATH")
    assert (found.expected("A", 1), found.expected("B", 1)) == (8, 0)
    assert found.counts["A", 1, STARTED] == 5
    table = found.table()
    assert table["%"].tolist()[:3] == [62.5, 25.0, 12.5]
    assert table["%"].isna().tolist()[3:] == [True] * 3


def test_twelve_of_twenty_one_has_the_exact_interval_of_the_benchmark() -> None:
    """0.340 to 0.782: Clopper-Pearson, as data/trial.toml has it beside the published 12/21."""
    found = completion(
        arm("A", "A"),
        np.array(["randomised", "started"]),
        np.array([0, 0]),
        np.array([3, 0]),
        published=[("X", 12, 21)],
    )
    ((_, point),) = found.published
    assert (round(point.lower, 3), round(point.upper, 3)) == (0.340, 0.782)
    assert found.found["A", "randomised"].upper == pytest.approx(1 - 0.025 ** (1 / 3), rel=1e-12)
    assert np.isnan(found.found["A", "started"].lower)
    assert found.table()["Of"].tolist() == [3, 0, 21]


def spreads(measure: str) -> dict[str, np.ndarray]:
    numbers = {"n": 3, "least": 1, "lower": 1.5, "middle": 2, "upper": 2.5, "most": 3, "hits": 1}
    return {"measure": np.array([measure]), "cycle": np.array([1])} | {k: np.array([v]) for k, v in numbers.items()}


def test_a_measure_keeps_its_cycle_and_what_was_counted_of_it() -> None:
    found = exposure(arm("A"), **spreads("delay"))
    assert found.cycles("delay") == (1,)
    assert found.spreads["A", "delay", 1].middle == 2
    assert found.table()[["Counted", "n", "%"]].to_numpy().tolist() == [["Started after the due day", 1, 33.3]]


def test_a_measure_nobody_knows_is_refused() -> None:
    with pytest.raises(QueryError, match="'speed' is none of"):
        exposure(arm("A"), **spreads("speed"))


def test_the_swimmer_keeps_the_order_of_places_and_not_of_rows() -> None:
    columns = {"participant": ["P2", "P1", "P1"], "place": [2, 1, 1], "of": [5, 5, 5], "kind": ["cycle"] * 3}
    columns |= {"cycle": [1, 1, 2], "start_day": [3, 1, 40], "end_day": [9, 28, 60]}
    found = swimmer(arm("A", "A", "A"), **{name: np.array(each) for name, each in columns.items()})
    assert [(who, len(bars)) for who, _, bars in found.rows] == [("P1", 2), ("P2", 1)]
    assert found.total == 5
    nobody = swimmer(arm(), *(np.array([]) for _ in range(7)))
    assert (nobody.rows, nobody.total, len(nobody.table())) == ((), 0, 0)
