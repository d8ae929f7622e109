"""Each calibrated family against R, by hand where a fraction says it, and at the edges of its own parameters."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.rules.beta_binomial import BetaBinomial
from dashboard.stats.stopping.rules.chen_chaloner import ChenChaloner
from dashboard.stats.stopping.rules.maxsprt import MaxSprt
from dashboard.stats.stopping.rules.obrien_fleming import OBrienFleming
from dashboard.stats.stopping.rules.pocock import Pocock
from dashboard.stats.stopping.rules.wang_tsiatis import WangTsiatis

Case = dict[str, Any]
REFERENCE = Path(__file__).parent / "reference"
FAMILIES = ("beta_binomial", "chen_chaloner", "maxsprt", "obrien_fleming", "pocock", "wang_tsiatis")


def cases(name: str) -> list[Case]:
    found: list[Case] = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return found


def made(name: str, case: Case) -> BinaryRule:
    """The rule of a case; R's prior Beta(a, b) is one worth a + b participants with mean a / (a + b)."""
    own: Case = {key: case[key] for key in ("delta", "nu") if key in case}
    if "a" in case:
        own |= {"weight": case["a"] + case["b"], "mean": case["a"] / (case["a"] + case["b"])}
    p1 = case.get("p1", case["p0"] + 0.1)
    return rules.named(name)(case["p0"], p1, case["alpha"], case["looks"][-1], tuple(case["looks"]), **own)


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, case, id=f"{name}-{case['design']}") for name in FAMILIES for case in cases(name)],
)
def test_boundary_and_chances_are_those_of_stoppingrule(name: str, case: Case) -> None:
    rule, looks = made(name, case), np.array(case["looks"])
    boundary, impossible = rule.boundary(looks), looks + 1
    assert np.all(np.minimum(case["loose_boundary"], impossible) <= boundary)
    assert np.all(boundary <= np.minimum(case["strict_boundary"], impossible))
    found = rule.characteristics(*case["rates"])
    np.testing.assert_allclose(found.probability, case["probability"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.events, case["expected_events"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.participants, case["expected_participants"], rtol=0, atol=1e-8)


@pytest.mark.parametrize("case", cases("toxbdry"), ids=[case["design"] for case in cases("toxbdry")])
def test_the_pocock_boundary_is_that_of_clinfun(case: Case) -> None:
    rule = made("pocock", case)
    assert rule.boundary(case["looks"]).tolist() == case["boundary"]
    np.testing.assert_allclose(
        rule.characteristics(*case["rates"]).probability, case["probability"], rtol=0, atol=1e-12
    )


def test_pocock_takes_the_exact_binomial_tail() -> None:
    """Two or three of 3 at one half: 4 of 8 sequences. No event or more: certain."""
    rule = Pocock(0.5, 0.75, 0.3, 4)
    assert rule.statistic(2, 3) == pytest.approx(np.log(2), abs=1e-15)
    assert rule.statistic(0, 3) == 0


def test_a_probability_too_small_for_a_number_is_no_infinity() -> None:
    """0.001^400 = 1e-1200."""
    for rule in (Pocock(0.001, 0.1, 0.1, 400, (400,)), BetaBinomial(0.001, 0.1, 0.1, 400, (400,))):
        assert np.isfinite(rule.statistic(400, 400))
        assert rule.statistic(400, 400) >= rule.statistic(100, 400)


def test_obrien_fleming_takes_the_excess_over_the_deviation_at_the_end() -> None:
    """Three of 4 where 2 are expected, and the deviation of 16 is 2: 1/2, the same for 4 of 6."""
    rule = OBrienFleming(0.5, 0.75, 0.3, 16)
    assert rule.statistic([3, 4], [4, 6]).tolist() == [0.5, 0.5]


def test_wang_tsiatis_lies_between_obrien_fleming_and_a_constant_score() -> None:
    """Four of 4 where 2 +- 1 are expected: score 2; of 16 planned, (1/4)^(1/4) = 1 / sqrt 2 of it."""
    assert WangTsiatis(0.5, 0.75, 0.3, 16).statistic(4, 4) == pytest.approx(np.sqrt(2), abs=1e-15)
    assert WangTsiatis(0.5, 0.75, 0.3, 16, delta=0.5).statistic(4, 4) == pytest.approx(2, abs=1e-15)
    n = np.arange(1, 41)
    strict = WangTsiatis(0.1, 0.3, 0.1, 40, delta=0).boundary(n)
    assert strict.tolist() == OBrienFleming(0.1, 0.3, 0.1, 40).boundary(n).tolist()


def test_maxsprt_takes_the_observed_rate_for_the_alternative() -> None:
    """One of 2 against 1/4: (1/2 x 1/2) / (1/4 x 3/4) = 4/3. One of 4 is the acceptable rate itself."""
    rule = MaxSprt(0.25, 0.5, 0.3, 8)
    assert rule.statistic(1, 2) == pytest.approx(np.log(4 / 3), abs=1e-15)
    assert rule.statistic([1, 0, 1], [4, 4, 8]).tolist() == [0, 0, 0]
    assert rule.statistic(2, 2) == pytest.approx(np.log(16), abs=1e-15)


def test_the_posterior_of_a_flat_prior_after_one_event_is_a_triangle() -> None:
    """Beta(2, 1) below 1/5: 1/25. By default Beta(2, 4): 1 - (4/5)^5 - 5 (1/5) (4/5)^4."""
    assert BetaBinomial(0.2, 0.4, 0.1, 30, weight=2, mean=0.5).statistic(1, 1) == pytest.approx(np.log(25), abs=1e-14)
    below = 1 - 0.8**5 - 0.8**4
    assert BetaBinomial(0.2, 0.4, 0.1, 30).statistic(1, 1) == pytest.approx(-np.log(below), abs=1e-14)


def test_the_inequality_of_chen_and_chaloner_is_strict() -> None:
    """Flat prior, one of 2: Beta(2, 2) has exactly half above 1/2, which is not above one half."""
    rule = ChenChaloner(0.25, 0.5, 0.7, 4, weight=2, mean=0.5, nu=0.5)
    assert rule.statistic(1, 2) == -np.inf
    assert rule.boundary([1, 2, 3, 4]).tolist() == [1, 2, 2, 3]
    assert BetaBinomial(0.25, 0.5, 0.7, 4, weight=2, mean=0.5).boundary([1, 2, 3, 4]).tolist() == [1, 1, 1, 1]
    just_below = ChenChaloner(0.25, 0.5, 0.7, 4, weight=2, mean=0.5, nu=0.499)
    assert just_below.boundary([1, 2]).tolist() == [1, 1]


def test_without_its_second_condition_chen_and_chaloner_is_the_beta_binomial_rule() -> None:
    n = np.arange(1, 41)
    plain = BetaBinomial(0.1, 0.3, 0.1, 40)
    assert ChenChaloner(0.1, 0.3, 0.1, 40, nu=0).boundary(n).tolist() == plain.boundary(n).tolist()
    events, size = np.meshgrid(n, n)
    demanding = ChenChaloner(0.1, 0.3, 0.1, 40, nu=0.6).statistic(events[events <= size], size[events <= size])
    met = np.isfinite(demanding)
    np.testing.assert_array_equal(demanding[met], plain.statistic(events[events <= size], size[events <= size])[met])


@pytest.mark.parametrize(
    ("name", "own", "possible"),
    [
        ("wang_tsiatis", {"delta": -0.1}, "delta = -0.1 is not possible: give a number from 0 to 0.5"),
        ("wang_tsiatis", {"delta": 0.6}, "delta = 0.6 is not possible"),
        ("wang_tsiatis", {"delta": float("nan")}, "delta = nan is not possible"),
        ("beta_binomial", {"weight": 0.0}, "weight = 0 is not possible: give a number of participants above 0"),
        ("beta_binomial", {"weight": float("inf")}, "weight = inf is not possible"),
        ("beta_binomial", {"mean": 1.0}, "mean = 1 is not possible: give a rate above 0 and below 1"),
        ("chen_chaloner", {"weight": -1.0}, "weight = -1 is not possible"),
        ("chen_chaloner", {"nu": 1.0}, "nu = 1 is not possible: give a probability from 0 to below 1"),
        ("chen_chaloner", {"nu": 0.99, "weight": 500.0}, "No number of events among up to 30 participants meets"),
    ],
)
def test_own_parameters_that_make_no_rule_are_answered_with_what_is_possible(
    name: str, own: dict[str, Any], possible: str
) -> None:
    with pytest.raises(ChoiceError) as refused:
        rules.named(name)(0.05, 0.15, 0.1, 30, **own)
    assert possible in str(refused.value)


def test_a_rule_is_named_with_its_own_parameters() -> None:
    assert WangTsiatis(0.1, 0.3, 0.1, 40).words == "Wang–Tsiatis rule (delta 0.25)"
    prior = "(prior mean 10%, worth 5 participants"
    assert BetaBinomial(0.1, 0.3, 0.1, 40).words == f"Bayesian beta-binomial rule {prior})"
    second = "; chance above 0.2 of a rate above 30%)"
    assert ChenChaloner(0.1, 0.3, 0.1, 40).words == f"Bayesian rule of Chen and Chaloner {prior}{second}"
