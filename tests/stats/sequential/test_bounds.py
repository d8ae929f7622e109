"""Boundaries: against R, at the actual information, and their laws."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import Bounds, at, design_drift, planned, projected
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.power import stagewise
from dashboard.stats.sequential.spending import Parameter
from tests.stats.sequential.references import Case, cases, name_of, plan_of
from tests.stats.sequential.test_spending import CHOICES

EFS = Plan(alpha=0.025, looks=(30, 60, 90))


@pytest.mark.parametrize("case", cases("efficacy"), ids=name_of)
def test_efficacy_boundaries_are_those_of_r(case: Case) -> None:
    plan = plan_of(case)
    bounds = planned(plan)
    np.testing.assert_allclose(bounds.upper, case["upper"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(bounds.nominal_p / plan.sides, special.ndtr(-np.array(case["upper"])), rtol=1e-7)
    if plan.sides == 2:
        np.testing.assert_array_equal(bounds.lower, -bounds.upper)
    if "spent_per_side" in case:
        # R subtracts from 2: its smallest values carry 1e-16
        np.testing.assert_allclose(bounds.spent / plan.sides, case["spent_per_side"], rtol=1e-10, atol=2e-16)


@pytest.mark.parametrize("case", cases("futility"), ids=name_of)
def test_futility_boundaries_are_those_of_rpact(case: Case) -> None:
    bounds = planned(plan_of(case))
    # rpact's own root search stops near 1e-7
    np.testing.assert_allclose(bounds.upper, case["upper"], rtol=0, atol=2e-7)
    np.testing.assert_allclose(bounds.lower[:-1], case["lower"], rtol=0, atol=2e-7)
    assert bounds.lower[-1] == bounds.upper[-1]
    # gsDesign's default grid and tolerance: 2.2e-5 from rpact
    np.testing.assert_allclose(bounds.lower, case["gsdesign"]["lower"], rtol=0, atol=3e-5)
    assert design_drift(plan_of(case)) == pytest.approx(case["gsdesign"]["drift"], abs=3e-5)


@pytest.mark.parametrize("case", cases("actual"), ids=lambda case: str(case["events"]))
def test_boundaries_at_actual_information_are_those_of_mvtnorm(case: Case) -> None:
    plan = Plan(alpha=0.025, looks=(case["planned"] / 3, 2 * case["planned"] / 3, case["planned"]))
    *analysed, last = case["events"]
    bounds = at(plan, last, tuple(analysed), final=True)
    np.testing.assert_allclose(bounds.spent, case["spent"], rtol=1e-10)
    np.testing.assert_allclose(bounds.upper, case["upper"], rtol=0, atol=1e-9)


@pytest.mark.parametrize("last", [75.0, 90.0, 104.0])
def test_all_alpha_is_spent_whatever_information_the_final_analysis_has(last: float) -> None:
    bounds = at(EFS, last, (31, 62), final=True)
    assert stagewise(bounds, (0.0,)).probability[0] == pytest.approx(0.025, abs=1e-12)


def test_earlier_boundaries_stay_as_they_were_used() -> None:
    first = at(EFS, 31)
    second = at(EFS, 62, (31,))
    last = at(EFS, 97, (31, 62), final=True)
    assert first.upper[0] == second.upper[0] == last.upper[0]
    assert second.upper[1] == last.upper[1]


def test_at_the_planned_information_the_boundaries_are_the_planned_ones() -> None:
    plan = Plan(alpha=0.025, looks=(30, 60, 90), futility="hwang_shih_decani", futility_parameter=-2.0)
    there = at(plan, 90, (30, 60), final=True)
    np.testing.assert_array_equal(there.upper, planned(plan).upper)
    np.testing.assert_array_equal(there.lower, planned(plan).lower)
    assert at(plan, 60, (30,)).lower[-1] == planned(plan).lower[1]


def test_fractions_and_events_are_one_plan() -> None:
    np.testing.assert_allclose(
        planned(Plan(alpha=0.025, looks=(1 / 3, 2 / 3, 1))).upper, planned(EFS).upper, rtol=1e-12
    )


def test_looks_to_come_stand_after_those_done_unless_overtaken() -> None:
    assert projected(EFS, ()).information.tolist() == [30, 60, 90]
    assert projected(EFS, (31,)).information.tolist() == [31, 60, 90]
    assert projected(EFS, (64,)).information.tolist() == [64, 90]
    assert projected(EFS, (31, 62, 75)).information.tolist() == [31, 62, 75, 90]
    assert projected(EFS, (59.95,)).information.tolist() == [59.95, 90]
    assert projected(EFS, (31,)).upper[0] == at(EFS, 31).upper[0]


def test_an_interim_that_reaches_the_maximum_is_the_last() -> None:
    assert at(EFS, 90, (31, 62)).upper.tolist() == at(EFS, 90, (31, 62), final=True).upper.tolist()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: at(EFS, 91, (31, 62)), "An interim analysis at information 91 is not possible: the plan ends at 90"),
        (lambda: at(EFS, 120, (31, 95), final=True), "An interim analysis at information 95 is not possible"),
        (lambda: at(EFS, 31, (31,)), "A look at 31 after one at 31 is not possible"),
        (lambda: at(EFS, 0), "positive amounts of information"),
        (lambda: at(EFS, 95, (31, 90), final=True), "No alpha is left"),
        (lambda: projected(EFS, (31, 90)), "A look at 90 after one at 90"),
        (
            lambda: at(Plan(0.025, (0.2, 0.4, 0.6, 0.8, 1), "pocock", futility="pocock"), 1, (0.98,), final=True),
            "meet at information 0.98, look 1 of 2",
        ),
        (
            lambda: planned(Plan(0.025, (0.5, 1), futility="user_defined", futility_parameter=(0.2, 0.2))),
            "meet at information 0.5, look 1 of 2",
        ),
    ],
)
def test_an_analysis_that_cannot_be_is_refused_with_what_can(call: Callable[[], Bounds], says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        call()


def test_a_list_of_alpha_by_look_is_spent_by_look() -> None:
    plan = Plan(alpha=0.05, sides=2, looks=(0.5, 1), spending="user_defined", parameter=(0.01, 0.05))
    first = -special.ndtri(0.005)
    assert planned(plan).upper[0] == pytest.approx(first, abs=1e-12)
    assert at(plan, 0.7).upper[0] == pytest.approx(first, abs=1e-12)
    assert planned(plan).spent.tolist() == [0.01, 0.05]


def test_a_look_at_which_nothing_is_spent_has_no_boundary() -> None:
    plan = Plan(alpha=0.025, looks=(0.5, 1), spending="user_defined", parameter=(0.0, 0.025))
    bounds = planned(plan)
    assert bounds.upper[0] == np.inf
    assert bounds.nominal_p[0] == 0
    assert bounds.upper[1] == pytest.approx(-special.ndtri(0.025), abs=1e-11)


def test_spending_far_below_any_p_value_still_has_its_boundary() -> None:
    """O'Brien-Fleming at 2% and 4% of the information: 2Φ(-2.2414 / √.02) = 1.4e-56 alone is the first boundary."""
    bounds = planned(Plan(alpha=0.025, looks=(0.02, 0.04, 1)))
    assert bounds.upper[0] == pytest.approx(-special.ndtri(bounds.spent[0]), rel=1e-12)
    assert bounds.spent[0] < 1e-55
    assert 11 < bounds.upper[1] < 11.3
    assert bounds.upper[2] == pytest.approx(-special.ndtri(0.025), abs=1e-9)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of up to five looks at random information, any family, one- or two-sided."""
    name, parameter = draw(st.sampled_from(CHOICES))
    steps = np.cumsum(draw(st.lists(st.floats(0.05, 1), min_size=1, max_size=5)))
    sides = draw(st.sampled_from([1, 2]))
    return Plan(draw(st.floats(0.001, 0.2)), tuple((steps / steps[-1]).tolist()), name, parameter, sides, beta=0.1)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_what_is_crossed_without_effect_is_alpha_look_by_look(plan: Plan) -> None:
    bounds = planned(plan)
    null = stagewise(bounds, (0.0,))
    np.testing.assert_allclose(plan.sides * np.cumsum(null.upper[0]), bounds.spent, rtol=1e-8, atol=1e-13)
    if plan.sides == 2:
        np.testing.assert_allclose(null.upper, null.lower, rtol=1e-8, atol=1e-13)


@given(plans(), st.sampled_from(["pocock", "obrien_fleming"]), st.booleans())
@settings(max_examples=30, deadline=None)
def test_beta_is_spent_at_the_design_effect_and_never_more_alpha_than_there_is(
    plan: Plan, futility: str, binding: bool
) -> None:
    one_sided = Plan(plan.alpha, plan.looks, plan.spending, plan.parameter, 1, 0.1, futility, binding=binding)
    bounds = planned(one_sided)
    under = stagewise(bounds, (0.0, design_drift(one_sided)))
    assert under.probability[1] == pytest.approx(0.9, abs=1e-9)
    assert under.lower[1].sum() == pytest.approx(0.1, abs=1e-9)
    assert under.probability[0] <= plan.alpha + 1e-10
    if binding:
        assert under.probability[0] == pytest.approx(plan.alpha, abs=1e-10)
    else:
        assert stagewise(bounds, (0.0,), futility=False).probability[0] == pytest.approx(plan.alpha, abs=1e-10)


@pytest.mark.parametrize(("name", "parameter"), CHOICES)
def test_the_boundary_of_a_side_does_not_depend_on_the_other_for_small_alpha(name: str, parameter: Parameter) -> None:
    one, two = (planned(Plan(a, (0.3, 0.7, 1), name, parameter, s)).upper for a, s in ((0.001, 1), (0.002, 2)))
    np.testing.assert_allclose(one, two, rtol=0, atol=1e-8)


def test_the_table_has_a_row_a_look_and_says_nothing_of_arms() -> None:
    table = planned(EFS).table()
    assert table["Information"].tolist() == [30, 60, 90]
    assert table["Alpha spent here"].sum() == pytest.approx(0.025)
    assert "Futility Z" not in table
    assert "Futility Z" in planned(Plan(alpha=0.025, looks=(30, 60, 90), futility="pocock")).table()
