"""Rules are found by the names of their files, and each holds the laws of its kind."""

import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.pages.shared.guidelines import described
from dashboard.stats.stopping import operating, rules
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.rule import Rule
from dashboard.trial.guidelines import Guideline

BINARY = [name for name in rules.RULES if rules.named(name).counts == "participants"]
CALIBRATED = [name for name in BINARY if rules.named(name).calibrated]


def made(name: str) -> Rule:
    return rules.build(name, p0=0.05, p1=0.15, alpha=0.10, planned=40)


def test_the_rules_are_the_files_of_the_folder() -> None:
    files = {path.stem for path in Path(rules.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(rules.RULES) == files
    assert "sprt" in rules.RULES


def test_an_unknown_rule_is_answered_with_those_there_are() -> None:
    with pytest.raises(ChoiceError, match=r"no stopping rule 'sprrt'; choose one of .*sprt"):
        rules.named("sprrt")


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_is_a_frozen_dataclass_that_says_what_it_is(name: str) -> None:
    rule = made(name)
    assert is_dataclass(rule)
    assert rule.words.startswith(rule.family)
    assert hash(rule) == hash(made(name))
    assert rule.counts in ("participants", "exposure")
    assert 0 < rule.characteristics().probability[0] < rule.characteristics().probability[1]
    assert np.all(np.diff(rule.boundary(np.arange(1, 60))) >= 0)


@pytest.mark.parametrize("name", [name for name in rules.RULES if rules.named(name).calibrated])
def test_every_calibrated_rule_holds_its_error(name: str) -> None:
    assert made(name).characteristics().probability[0] <= 0.10


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_has_a_twin_that_counts_the_other_amount(name: str) -> None:
    rule = made(name)
    twin = rules.twin(rule)
    assert twin.counts != rule.counts
    assert (twin.p0, twin.p1, twin.planned) == (0.05, 0.15, 40)
    error = 0.10 if rule.calibrated else rule.characteristics().probability[0]
    assert twin.alpha == error


def test_a_twin_has_the_rule_s_own_parameters_where_it_has_them_too() -> None:
    mild = rules.build("wang_tsiatis", 0.05, 0.15, 0.1, 40, parameters={"delta": 0.4})
    assert rules.twin(mild) == rules.build("poisson_wang_tsiatis", 0.05, 0.15, 0.1, 40, parameters={"delta": 0.4})
    strict = rules.build("gamma_poisson", 0.05, 0.15, 0.1, 40, parameters={"weight": 8, "horizon": 20})
    assert rules.twin(strict) == rules.build("beta_binomial", 0.05, 0.15, 0.1, 40, parameters={"weight": 8})


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_names_its_paper(name: str) -> None:
    assert re.search(r"\b(19|20)\d\d;\d+:\d+", rules.named(name).__doc__ or "")


@pytest.mark.parametrize("name", rules.RULES)
def test_the_boundary_is_the_first_number_of_events_that_reaches_the_constant(name: str) -> None:
    """Found by halving; here by trying every number: as many as participants, or 60 in exposure."""
    rule = made(name)
    for amount in range(1, 90):
        most = amount if rule.counts == "participants" else 60
        reached = [y for y in range(1, most + 1) if rule.statistic(y, amount) >= rule.constant - 1e-9]
        assert rule.boundary(amount) == min(reached, default=most + 1)


@pytest.mark.parametrize("name", rules.RULES)
@pytest.mark.parametrize("participants", [0, 10, 60])
def test_reach_is_the_boundary_read_by_events_as_far_as_participants_or_the_plan_go(
    name: str, participants: int
) -> None:
    rule = made(name)
    furthest = reach(rule, participants)
    assert len(furthest) == max(participants, 40) + 1
    assert furthest[0] == 0
    assert np.all(np.diff(furthest) >= 0)
    step = 1 if rule.counts == "participants" else 1e-6
    for events in np.flatnonzero(furthest):
        assert rule.boundary(furthest[events] - 1e-9 * (step < 1)) <= events
        if furthest[events] < max(participants, 40):
            assert rule.boundary(furthest[events] + step) > events


DESIGNS = st.tuples(
    st.integers(1, 40).map(lambda x: x / 100),
    st.integers(5, 40).map(lambda x: x / 100),
    st.sampled_from([0.02, 0.05, 0.1, 0.2]),
    st.integers(12, 40),
).map(lambda d: (d[0], d[0] + d[1], d[2], d[3]))
Design = tuple[float, float, float, int]


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=8)
@given(DESIGNS)
def test_the_statistic_does_not_fall_with_more_events_nor_rise_with_more_participants(
    name: str, design: Design
) -> None:
    rule = rules.build(name, *design)
    n = np.arange(1, 81)
    events, size = np.meshgrid(np.arange(81), n)
    events = np.minimum(events, size)
    values = np.maximum(rule.statistic(events, size), -1e300)  # minus infinity as a number
    assert not np.isnan(values).any()
    rounding = 1e-12 * np.maximum(1, np.abs(values))
    assert np.all(np.diff(values, axis=1) >= -rounding[:, 1:])
    for y in (1, 3, 10):
        assert np.all(np.diff(values[y - 1 :, y]) <= rounding[y:, y])


@pytest.mark.parametrize("name", CALIBRATED)
@settings(max_examples=8)
@given(DESIGNS)
def test_the_exact_error_is_never_above_the_stated_and_the_boundary_never_falls(name: str, design: Design) -> None:
    """Nor does it rise by more than one: a further participant with an event is never safer."""
    rule = rules.build(name, *design)
    boundary = rule.boundary(np.arange(1, rule.planned + 1))
    chances = rule.characteristics().probability
    assert chances[0] <= rule.alpha
    assert chances[0] < chances[1]
    assert np.all(np.isin(np.diff(boundary), (0, 1)))
    assert np.all(boundary >= 1)


@pytest.mark.parametrize("name", CALIBRATED)
@settings(max_examples=6)
@given(DESIGNS)
def test_the_next_smaller_constant_would_err_too_much(name: str, design: Design) -> None:
    """Loosen by the nearest value of the statistic below the constant: the error passes alpha."""
    rule = rules.build(name, *design)
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
    family = rules.named(name)
    guideline = Guideline(
        name="deaths", title="Deaths", endpoint="nrm", cause="nrm", window_days=100, rule=name, p0=0.05, p1=0.15,
        alpha=0.1, planned=40, counting="exposure" if family.counts == "exposure" else "tite",
    )  # fmt: skip
    words = described(guideline)
    assert words.startswith(family.family)
    error = "type I error 0.1" if family.calibrated else "not calibrated: its exact type I error is 0."
    assert f"5% against 15%, {error}" in words


def test_own_parameters_are_listed_with_their_defaults() -> None:
    assert rules.parameters("sprt") == {}
    assert rules.parameters("chen_chaloner") == {"weight": 5.0, "mean": None, "nu": 0.2}
    assert rules.parameters("poisson_wang_tsiatis") == {"horizon": None, "delta": 0.25}


def test_a_rule_is_made_with_its_looks_and_its_own_parameters() -> None:
    rule = rules.build("wang_tsiatis", 0.1, 0.3, 0.1, 40, looks=[20, 40], parameters={"delta": 0.4})
    assert rule == rules.named("wang_tsiatis")(0.1, 0.3, 0.1, 40, (20, 40), 0.4)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("name", "given", "possible"),
    [
        ("wang_tsiatis", {"parameters": {"nu": 0.4}}, "'nu' is not possible with wang_tsiatis: choose from delta (d"),
        ("beta_binomial", {"parameters": {"p0": 0.4}}, "from weight (default 5), mean (default from the design)."),
        ("sprt", {"parameters": {"delta": 0.4}}, "'delta' is not possible with sprt: it has none of its own; leave"),
        ("poisson_sprt", {"looks": (10, 40)}, "exposure is looked at after each event; leave it out"),
        ("sprt", {"looks": (10, 50)}, "the last one equal to planned = 40"),
        ("sprrt", {}, "There is no stopping rule 'sprrt'; choose one of"),
    ],
)
def test_what_makes_no_rule_is_answered_with_what_is_possible(name: str, given: dict[str, Any], possible: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        rules.build(name, 0.05, 0.15, 0.1, 40, **given)
    assert possible in str(refused.value)


@pytest.mark.parametrize("name", rules.RULES)
@pytest.mark.parametrize(
    ("design", "possible"),
    [
        ((0.05, 0.15, 0.0, 40), "alpha = 0 is not possible: give a number above 0 and below 1"),
        ((0.05, 0.15, 1.0, 40), "alpha = 1 is not possible"),
        ((0.05, 0.15, float("nan"), 40), "alpha = nan is not possible"),
        ((0.15, 0.15, 0.1, 40), "give a rate above p0 = 0.15"),
        ((0.05, 0.15, 0.1, 0), "give 1 to 2,000 participants"),
        ((0.05, 0.15, 0.1, 10**9), "give 1 to 2,000 participants"),
    ],
)
def test_no_family_takes_a_design_that_is_not_possible(name: str, design: tuple[Any, ...], possible: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        rules.build(name, *design)
    assert possible in str(refused.value)


@pytest.mark.parametrize("name", rules.RULES)
def test_a_rate_that_is_none_has_no_characteristics(name: str) -> None:
    with pytest.raises(ChoiceError, match=r"rate = 1\.2 is not possible: give a number above 0 and below 1"):
        made(name).characteristics(0.1, 1.2)
