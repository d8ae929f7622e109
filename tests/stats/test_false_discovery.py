"""The double false discovery rate."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.false_discovery import double_false_discovery

REFERENCE = Path(__file__).resolve().parent / "reference" / "double_false_discovery.json"
CASES: list[dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]
EVENTS = st.lists(st.tuples(st.sampled_from("ABC"), st.floats(0, 1)), min_size=1, max_size=20)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["dataset"])
def test_flagged_events_are_those_of_r(case: dict[str, Any]) -> None:
    result = double_false_discovery(case["soc"], case["term"], case["p"], case["alpha"])
    assert set(result.table()["Event"]) == set(case["flagged"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["dataset"])
def test_with_every_event_in_one_class_it_is_the_single_rate_of_r(case: dict[str, Any]) -> None:
    result = double_false_discovery(["all"] * len(case["p"]), case["term"], case["p"], case["alpha"])
    np.testing.assert_allclose(result.adjusted, case["adjusted_over_all"], rtol=1e-12)


def test_a_class_is_looked_into_by_its_least_adjusted_value() -> None:
    # infections: .01 of two is .02 adjusted; skin: .03 of two is .06. Of two classes: .04 and .06
    # infections alone at .05: .01 of two is .02, .9 stays; skin's .03 is not looked at
    result = double_false_discovery(["i", "i", "s", "s"], ["1", "2", "3", "4"], [0.01, 0.9, 0.03, 0.8])
    assert result.flagged.tolist() == [True, False, False, False]
    np.testing.assert_allclose(result.adjusted, [0.02, 0.9, np.nan, np.nan])


def test_the_table_names_the_flagged_events_without_p() -> None:
    table = double_false_discovery(["皮膚", "皮膚"], ["発疹", "痒み"], [0.001, 0.9]).table()
    assert table.to_dict("list") == {"System organ class": ["皮膚"], "Event": ["発疹"]}


def test_no_events_flag_nothing() -> None:
    assert len(double_false_discovery([], [], []).table()) == 0


@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan])
def test_what_is_no_p_value_is_refused(p: float) -> None:
    with pytest.raises(SourceError, match="p: 1 of 2"):
        double_false_discovery(["i", "i"], ["1", "2"], [0.5, p])


@pytest.mark.parametrize("alpha", [0, 1, 5])
def test_what_is_no_rate_is_refused(alpha: float) -> None:
    with pytest.raises(ChoiceError, match="between 0 and 1"):
        double_false_discovery(["i"], ["1"], [0.5], alpha)


@settings(max_examples=40)
@given(events=EVENTS)
def test_what_is_flagged_has_a_p_of_at_most_alpha_and_does_not_depend_on_the_order(
    events: list[tuple[str, float]],
) -> None:
    soc, p = zip(*events, strict=True)
    result, turned = (double_false_discovery(soc[::s], p[::s], p[::s]) for s in (1, -1))
    assert result.flagged.tolist() == turned.flagged.tolist()[::-1]
    assert (np.array(p)[result.flagged] <= 0.05).all()
