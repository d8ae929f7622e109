"""Each family on exposure against R, by hand where a number says it, and at the edges of its own parameters."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import poisson, rules
from dashboard.stats.stopping.boundary import ranges, reach
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.rules.gamma_poisson import GammaPoisson
from dashboard.stats.stopping.rules.poisson_maxsprt import PoissonMaxSprt
from dashboard.stats.stopping.rules.poisson_obrien_fleming import PoissonOBrienFleming
from dashboard.stats.stopping.rules.poisson_pocock import PoissonPocock
from dashboard.stats.stopping.rules.poisson_sprt import PoissonSprt
from dashboard.stats.stopping.rules.poisson_wang_tsiatis import PoissonWangTsiatis

Case = dict[str, Any]
FILE = Path(__file__).parent / "reference" / "exposure.json"
CASES: list[Case] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
IDS = [f"{case['rule']}-{case['n']}-{case['horizon']}-{number}" for number, case in enumerate(CASES)]
EXPOSURE = [name for name in rules.RULES if rules.named(name).counts == "exposure"]


def made(case: Case) -> Rule:
    """The rule of a case; R's prior of shape a and rate b is one worth b windows with -log(1 - mean) = a / b."""
    own = dict(case.get("param", {}))
    p1 = own.pop("p1", 0.35)
    if "rate" in own:
        own = {"weight": own["rate"] / case["tau"], "mean": 1 - np.exp(-own["shape"] * case["tau"] / own["rate"])}
    if case["horizon"] == "maximum":
        own["horizon"] = case["n"]
    return rules.build(case["rule"], case["p0"], p1, case["alpha"], case["n"], parameters=own)


def constant(rule: Rule) -> float:
    """On R's scale: a posterior probability, not its logarithm."""
    return 1 - np.exp(-rule.constant) if isinstance(rule, GammaPoisson) else rule.constant


def limits(case: Case, until: float) -> np.ndarray:
    """R's own limits for 1, 2, … events in windows, the last one `until`."""
    found = np.array([0.0] * (case["package_first_events"] - 1) + case["package_follow_up"])
    return np.append(found[:-1][found[:-1] < until], until) / case["tau"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_constant_and_boundary_are_those_of_stoppingrule_solved_tightly(case: Case) -> None:
    rule = made(case)
    assert constant(rule) == pytest.approx(case["tight_constant"], rel=1e-7)
    assert constant(rule) == pytest.approx(case["package_constant"], rel=1e-3)
    expected = np.array(case["tight_follow_up"][:-1]) / case["tau"]
    first = case["first_events"]
    ours = reach(rule, case["n"])
    np.testing.assert_allclose(ours[first : first + len(expected)], expected, rtol=1e-6)
    assert not ours[:first].any()
    assert ours[first + len(expected)] >= case["tight_follow_up"][-1] / case["tau"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_chances_of_stoppingrule_s_own_limits_are_its_own(case: Case) -> None:
    """To the largest exposure it is calibrated to, and to n tau, where its operating characteristics end."""
    to_end = poisson.characteristics(limits(case, case["largest_exposure"]), case["rates"])
    np.testing.assert_allclose(to_end.probability, case["probability_to_largest_exposure"], rtol=0, atol=1e-12)
    full = poisson.characteristics(limits(case, case["n"] * case["tau"]), case["rates"])
    np.testing.assert_allclose(full.probability, case["probability_to_n_tau"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(full.events, case["events_to_n_tau"], rtol=0, atol=1e-9)
    if "crossing_to_n_tau_at_p0" in case:
        crossing = full.crossing[0][case["package_first_events"] - 1 :]
        np.testing.assert_allclose(crossing, case["crossing_to_n_tau_at_p0"], rtol=0, atol=1e-12)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_exact_error_is_the_stated_one(case: Case) -> None:
    """R's equation stops at 1.2e-4, so its other chances are near ours only."""
    found = made(case).characteristics(*case["rates"]).probability
    assert case["alpha"] - 1e-10 <= found[0] <= case["alpha"]
    np.testing.assert_allclose(found, case["probability_to_largest_exposure"], rtol=0, atol=3e-4)


def test_every_family_on_exposure_is_held_to_r() -> None:
    assert {case["rule"] for case in CASES} >= {
        *("gamma_poisson", "poisson_maxsprt", "poisson_obrien_fleming"),
        *("poisson_pocock", "poisson_sprt", "poisson_wang_tsiatis"),
    }
    assert len(CASES) == 36


# A rate of one half within the window has log 2 events per window, three quarters twice as many.
LOG2 = np.log(2)


def test_the_statistics_by_hand() -> None:
    """Two events in 1 / log 2 windows, where 1 is expected; horizon 4 / log 2 windows, where 4 are."""
    own = {"horizon": 4 / LOG2}
    at = (2, 1 / LOG2)
    assert PoissonSprt(0.5, 0.75, 0.1, 80, **own).statistic(*at) == pytest.approx(2 * LOG2 - 1)
    assert PoissonMaxSprt(0.5, 0.75, 0.1, 80, **own).statistic(*at) == pytest.approx(2 * LOG2 - 1)
    assert PoissonPocock(0.5, 0.75, 0.1, 80, **own).statistic(*at) == pytest.approx(1)
    assert PoissonOBrienFleming(0.5, 0.75, 0.1, 80, **own).statistic(*at) == pytest.approx(1 / 2)
    assert PoissonWangTsiatis(0.5, 0.75, 0.1, 80, **own).statistic(*at) == pytest.approx(1 / np.sqrt(2))
    assert PoissonMaxSprt(0.5, 0.75, 0.1, 80).statistic(1, 2 / LOG2) == pytest.approx(LOG2 - 1)  # below expected


def test_the_posterior_of_a_gamma_prior_by_hand() -> None:
    """Prior worth 1 / log 2 windows: shape 1. No event more in as much exposure: P(<= log 2) = 1 - exp(-2)."""
    rule = GammaPoisson(0.5, 0.75, 0.1, 80, weight=1 / LOG2)
    assert rule.statistic(0, 1 / LOG2) == pytest.approx(-np.log(1 - np.exp(-2)))
    assert rule.statistic(1, 1 / LOG2) == pytest.approx(-np.log(1 - 3 * np.exp(-2)))


def test_a_horizon_too_short_for_alpha_leaves_one_event_at_any_time() -> None:
    """One participant at 5%: .05 / -log .95 windows expected, a first event within them with 1 - exp(-.05)."""
    for name in EXPOSURE:
        rule = rules.build(name, 0.05, 0.15, 0.10, 1)
        assert rule.characteristics().probability[0] == pytest.approx(1 - np.exp(-0.05), abs=1e-12)
        assert [step.events for step in ranges(rule)] == [1]


def test_wang_and_tsiatis_hold_o_brien_fleming_and_pocock() -> None:
    ends = (reach(PoissonWangTsiatis(0.1, 0.25, 0.1, 60, delta=delta), 60) for delta in (0, 0.5))
    for ours, family in zip(ends, (PoissonOBrienFleming, PoissonPocock), strict=True):
        np.testing.assert_allclose(ours, reach(family(0.1, 0.25, 0.1, 60), 60), rtol=1e-9)


def test_the_boundary_is_read_in_windows_to_one_decimal() -> None:
    """Planned 80 at 5%: 80 x .05 / -log .95 = 77.98 windows."""
    rule = PoissonSprt(0.05, 0.15, 0.10, 80)
    read = [str(step) for step in ranges(rule)]
    assert read[0].startswith("0.0–")
    assert read[0].endswith(": 2")
    assert "–78.0: " in read[-1]
    assert [step.first for step in ranges(rule)[1:]] == [step.last for step in ranges(rule)[:-1]]


def test_before_any_exposure_the_boundary_is_that_of_the_first_moment() -> None:
    assert PoissonPocock(0.05, 0.15, 0.10, 80).boundary([0, 0.01]).tolist() == [1, 1]
    assert PoissonSprt(0.05, 0.15, 0.10, 80).boundary(0) == 2


@pytest.mark.parametrize(
    ("name", "own", "possible"),
    [
        ("poisson_sprt", {"horizon": 0.0}, "horizon = 0 is not possible: give an exposure in windows, above 0 and up"),
        ("poisson_sprt", {"horizon": 31.0}, "up to planned = 30, or leave it out"),
        ("poisson_sprt", {"horizon": float("nan")}, "horizon = nan is not possible"),
        ("poisson_wang_tsiatis", {"delta": 0.6}, "delta = 0.6 is not possible: give a number from 0 to 0.5"),
        ("gamma_poisson", {"weight": 0.0}, "weight = 0 is not possible: give a number of participants above 0"),
        ("gamma_poisson", {"mean": 1.0}, "mean = 1 is not possible: give a rate above 0 and below 1"),
    ],
)
def test_own_parameters_that_make_no_rule_are_answered_with_what_is_possible(
    name: str, own: dict[str, float], possible: str
) -> None:
    with pytest.raises(ChoiceError) as refused:
        rules.build(name, 0.05, 0.15, 0.1, 30, parameters=own)
    assert possible in str(refused.value)


def test_a_rule_is_named_with_its_own_parameters() -> None:
    assert PoissonWangTsiatis(0.1, 0.3, 0.1, 40).words == "Wang–Tsiatis rule on exposure (delta 0.25)"
    prior = "(prior mean 10%, worth 5 participants)"
    assert GammaPoisson(0.1, 0.3, 0.1, 40).words == f"Bayesian gamma-Poisson rule on exposure {prior}"


DESIGNS = st.tuples(
    st.integers(1, 40).map(lambda x: x / 100),
    st.integers(5, 40).map(lambda x: x / 100),
    st.sampled_from([0.02, 0.05, 0.1, 0.2]),
    st.integers(12, 80),
).map(lambda d: (d[0], d[0] + d[1], d[2], d[3]))
Design = tuple[float, float, float, int]


@pytest.mark.parametrize("name", EXPOSURE)
@settings(max_examples=8)
@given(DESIGNS)
def test_the_statistic_rises_with_events_and_falls_with_exposure(name: str, design: Design) -> None:
    rule = rules.build(name, *design)
    exposure, events = np.meshgrid(np.geomspace(1e-3, 200, 60), np.arange(1, 60))
    values = rule.statistic(events, exposure)
    rounding = 1e-12 * np.maximum(1, np.abs(values))
    assert np.all(np.diff(values, axis=0) >= -rounding[1:])
    assert np.all(np.diff(values, axis=1) <= rounding[:, 1:])


@pytest.mark.parametrize("name", EXPOSURE)
@settings(max_examples=8)
@given(DESIGNS)
def test_the_exact_error_is_never_above_the_stated_nor_much_below(name: str, design: Design) -> None:
    """It is alpha wherever one event at any time would err by more."""
    rule = rules.build(name, *design)
    chances = rule.characteristics().probability
    assert chances[0] <= rule.alpha
    attainable = min(rule.alpha, 1 - np.exp(-rule.planned * rule.p0))
    assert chances[0] == pytest.approx(attainable, rel=1e-9)
    assert chances[0] < chances[1]


@pytest.mark.parametrize("name", EXPOSURE)
@settings(max_examples=8)
@given(DESIGNS)
def test_more_exposure_never_needs_fewer_events_and_limits_are_the_boundary_s_steps(name: str, design: Design) -> None:
    rule = rules.build(name, *design)
    furthest = reach(rule, 100)
    assert len(furthest) == 101
    assert np.all(np.diff(furthest) >= 0)
    some = np.flatnonzero(furthest)
    assert np.all(rule.boundary(furthest[some] * (1 - 1e-9)) <= some)
    assert np.all(rule.boundary(furthest[some] * (1 + 1e-9)) > some)
