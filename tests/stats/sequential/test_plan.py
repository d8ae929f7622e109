"""A plan that cannot be is refused, with what can."""

from typing import Any

import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.plan import Plan

GOOD: dict[str, Any] = {"alpha": 0.025, "looks": (30, 60, 90)}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"alpha": 0.0}, "alpha = 0 is not possible: give a number above 0 and below 1"),
        ({"alpha": 1.0}, "alpha = 1 is not possible"),
        ({"alpha": float("nan")}, "alpha = nan is not possible"),
        ({"beta": 1.2}, "beta = 1.2 is not possible"),
        ({"beta": 0.98}, "the power, 1 - beta, must be above the type I error, 0.025"),
        ({"sides": 3}, "give 1 or 2"),
        ({"looks": ()}, "one or more positive amounts"),
        ({"looks": (0, 1)}, "one or more positive amounts"),
        ({"looks": (0.5, float("inf"))}, "one or more positive amounts"),
        ({"looks": (30, 30, 90)}, "A look at 30 after one at 30 is not possible: information must rise"),
        ({"looks": (60, 30, 90)}, "A look at 30 after one at 60"),
        ({"looks": (0.5, 0.5001, 1.0)}, "by at least 0.001 of the maximum, 1"),
        ({"spending": "haybittle"}, "There is no spending 'haybittle'"),
        ({"spending": "power"}, "needs a parameter"),
        ({"spending": "user_defined", "parameter": (0.01, 0.025)}, "one amount for each of the 3 looks"),
        ({"spending": "user_defined", "parameter": (0.01, 0.02, 0.03)}, "the last one alpha = 0.025"),
        ({"futility": "user_defined", "futility_parameter": (0.1, 0.15, 0.3)}, "the last one beta = 0.2"),
        ({"futility": "pocock", "sides": 2}, "Futility boundaries are for one-sided plans"),
        ({"futility": "haybittle"}, "There is no spending 'haybittle'"),
        ({"binding": True}, "Without futility nothing is binding"),
    ],
)
def test_bad_input_says_what_is_possible_instead(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        Plan(**GOOD | change)


def test_a_plan_says_how_it_spends() -> None:
    plan = Plan(**GOOD, futility="hwang_shih_decani", futility_parameter=-2.0)
    assert plan.words == (
        "Lan–DeMets spending of O'Brien–Fleming type; non-binding futility, Hwang–Shih–DeCani spending (γ = -2)"
    )
    assert Plan(**GOOD).words == "Lan–DeMets spending of O'Brien–Fleming type"


def test_alpha_is_of_all_sides() -> None:
    assert Plan(**GOOD | {"alpha": 0.05, "sides": 2}).alpha_per_side == 0.025
    assert Plan(**GOOD).maximum == 90
