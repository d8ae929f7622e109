"""Rules are found by the names of their files."""

import re
from dataclasses import is_dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.pages.shared.guidelines import described
from dashboard.stats.stopping import operating, rules
from dashboard.stats.stopping.binary import BinaryRule
from dashboard.trial.parts import Guideline


def test_the_rules_are_the_files_of_the_folder() -> None:
    files = {path.stem for path in Path(rules.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(rules.RULES) == files
    assert "sprt" in rules.RULES


def test_an_unknown_rule_is_answered_with_those_there_are() -> None:
    with pytest.raises(ChoiceError, match=r"no stopping rule 'sprrt'; choose one of .*sprt"):
        rules.named("sprrt")


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_is_a_frozen_dataclass_that_holds_its_error(name: str) -> None:
    rule = rules.named(name)(p0=0.05, p1=0.15, alpha=0.10, planned=40)
    assert isinstance(rule, BinaryRule)
    assert is_dataclass(rule)
    assert rule.family in rule.words
    assert hash(rule) == hash(rules.named(name)(p0=0.05, p1=0.15, alpha=0.10, planned=40))
    assert rule.characteristics().probability[0] <= 0.10
    assert np.all(np.diff(rule.boundary(np.arange(1, 60))) >= 0)


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_names_its_paper(name: str) -> None:
    assert re.search(r"\b(19|20)\d\d;\d+:\d+", rules.named(name).__doc__ or "")


@pytest.mark.parametrize("name", rules.RULES)
def test_the_boundary_is_the_first_number_of_events_that_reaches_the_constant(name: str) -> None:
    """Found by halving; here by trying every number."""
    rule = rules.named(name)(p0=0.05, p1=0.15, alpha=0.10, planned=40)
    for n in range(1, 90):
        reached = [y for y in range(1, n + 1) if rule.statistic(y, n) >= rule.constant - 1e-9]
        assert rule.boundary(n) == min(reached, default=n + 1)


DESIGNS = st.tuples(
    st.integers(1, 40).map(lambda x: x / 100),
    st.integers(5, 40).map(lambda x: x / 100),
    st.sampled_from([0.02, 0.05, 0.1, 0.2]),
    st.integers(12, 40),
).map(lambda d: (d[0], d[0] + d[1], d[2], d[3]))
Design = tuple[float, float, float, int]


@pytest.mark.parametrize("name", rules.RULES)
@settings(max_examples=8)
@given(DESIGNS)
def test_the_statistic_does_not_fall_with_more_events_nor_rise_with_more_participants(
    name: str, design: Design
) -> None:
    rule = rules.named(name)(*design)
    n = np.arange(1, 81)
    events, size = np.meshgrid(np.arange(81), n)
    events = np.minimum(events, size)
    values = np.maximum(rule.statistic(events, size), -1e300)  # minus infinity as a number
    assert not np.isnan(values).any()
    rounding = 1e-12 * np.maximum(1, np.abs(values))
    assert np.all(np.diff(values, axis=1) >= -rounding[:, 1:])
    for y in (1, 3, 10):
        assert np.all(np.diff(values[y - 1 :, y]) <= rounding[y:, y])


@pytest.mark.parametrize("name", rules.RULES)
@settings(max_examples=8)
@given(DESIGNS)
def test_the_exact_error_is_never_above_the_stated_and_the_boundary_never_falls(name: str, design: Design) -> None:
    """Nor does it rise by more than one: a further participant with an event is never safer."""
    rule = rules.named(name)(*design)
    boundary = rule.boundary(np.arange(1, rule.planned + 1))
    chances = rule.characteristics().probability
    assert chances[0] <= rule.alpha
    assert chances[0] < chances[1]
    assert np.all(np.isin(np.diff(boundary), (0, 1)))
    assert np.all(boundary >= 1)


@pytest.mark.parametrize("name", rules.RULES)
@settings(max_examples=6)
@given(DESIGNS)
def test_the_next_smaller_constant_would_err_too_much(name: str, design: Design) -> None:
    """Loosen by the nearest value of the statistic below the constant: the error passes alpha."""
    rule = rules.named(name)(*design)
    looks = np.arange(1, rule.planned + 1)
    events, n = np.meshgrid(looks, looks)
    values = rule.statistic(events, np.maximum(events, n))
    lower = values[(events <= n) & np.isfinite(values) & (values < rule.constant - 1e-7)]
    if lower.size:
        reached = (values >= lower.max() - 1e-9) & (events <= n)
        looser = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, looks + 1)
        assert operating.probability(looks, looser, rule.p0) > rule.alpha


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_goes_into_a_guideline_of_a_trial_definition_and_is_described_there(name: str) -> None:
    guideline = Guideline(
        name="deaths", title="Deaths", endpoint="nrm", cause="nrm", window_days=100, rule=name, p0=0.05, p1=0.15,
        alpha=0.1, planned=40,
    )  # fmt: skip
    words = described(guideline)
    assert words.startswith(rules.named(name).family)
    assert words.endswith("5% against 15%, type I error 0.1")
