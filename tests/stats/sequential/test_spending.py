"""Spending functions: closed forms, laws, and refusals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.spending import SPENDING, Parameter, spent, words

CHOICES: list[tuple[str, Parameter]] = [
    ("obrien_fleming", None),
    ("pocock", None),
    ("hwang_shih_decani", -4.0),
    ("hwang_shih_decani", 0.0),
    ("hwang_shih_decani", 2.5),
    ("power", 1.0),
    ("power", 3.0),
]


def test_each_family_at_half_the_information_is_its_formula() -> None:
    alpha = 0.025
    assert spent("pocock", [0.5], alpha)[0] == pytest.approx(alpha * math.log(1 + (math.e - 1) / 2), rel=1e-14)
    gamma = alpha * (1 - math.exp(2)) / (1 - math.exp(4))
    assert spent("hwang_shih_decani", [0.5], alpha, -4.0)[0] == pytest.approx(gamma, rel=1e-14)
    assert spent("power", [0.5], alpha, 3.0)[0] == pytest.approx(alpha / 8, rel=1e-14)
    # 2 - 2Φ(2.241403 / √.5) = 2Φ(-3.169822)
    tail = math.erfc(2.2414027276049464 / math.sqrt(0.5) / math.sqrt(2))
    assert spent("obrien_fleming", [0.5], alpha)[0] == pytest.approx(tail, rel=1e-12)


def test_gamma_zero_is_linear_and_its_neighbours_go_over_into_it() -> None:
    at = [0.2, 0.7]
    np.testing.assert_allclose(spent("hwang_shih_decani", at, 0.05, 0.0), [0.01, 0.035], rtol=1e-15)
    np.testing.assert_allclose(spent("hwang_shih_decani", at, 0.05, 1e-9), [0.01, 0.035], rtol=1e-8)


@given(st.sampled_from(CHOICES), st.lists(st.floats(0, 2), min_size=2, max_size=8), st.floats(1e-6, 0.5))
@settings(max_examples=60)
def test_spending_never_falls_stays_within_the_total_and_ends_with_it(
    choice: tuple[str, Parameter], fractions: list[float], total: float
) -> None:
    name, parameter = choice
    found = spent(name, sorted(fractions), total, parameter)
    assert np.all(np.diff(found) >= 0)
    assert np.all((found >= 0) & (found <= total * (1 + 1e-12)))
    assert spent(name, [1.0, 1.3], total, parameter).tolist() == [total, total]


def test_a_list_goes_by_look_and_is_scaled_to_the_side() -> None:
    listed = (0.001, 0.01, 0.05)
    np.testing.assert_allclose(spent("user_defined", [0.4, 0.5], 0.025, listed), [0.0005, 0.005])
    np.testing.assert_allclose(spent("user_defined", [0.1, 0.2, 0.3, 0.4], 0.05, listed), [0.001, 0.01, 0.05, 0.05])


@pytest.mark.parametrize(
    ("name", "parameter", "says"),
    [
        ("haybittle", None, "Possible: obrien_fleming, pocock, hwang_shih_decani, power, user_defined"),
        ("pocock", 1.0, "takes no parameter"),
        ("power", None, "needs a parameter ρ from 0.1 to 50, not None"),
        ("power", -1.0, "needs a parameter ρ"),
        ("hwang_shih_decani", float("nan"), "needs a parameter γ from -40 to 40"),
        ("user_defined", None, "needs the cumulative amounts by look"),
        ("user_defined", (0.02, 0.01), "not falling"),
        ("user_defined", (-0.01, 0.01), "not falling"),
        ("user_defined", (0.0,), "ending with the whole"),
    ],
)
def test_what_cannot_be_spent_is_refused_with_what_can(name: str, parameter: Parameter, says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        spent(name, [0.5, 1.0], 0.025, parameter)


def test_every_family_has_words_with_its_parameter() -> None:
    assert words("hwang_shih_decani", -4.0) == "Hwang–Shih–DeCani spending (γ = -4)"
    assert words("user_defined", (0.01, 0.025)) == "spending listed by look"
    assert all(words(name, 1.0 if family.symbol else None) for name, family in SPENDING.items())
