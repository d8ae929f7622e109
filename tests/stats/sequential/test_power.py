"""Crossing, power and inflation: against R, and their laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.sequential.bounds import design_drift, planned
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.power import inflation, stagewise
from tests.stats.sequential.references import Case, cases, name_of, plan_of, with_boundaries
from tests.stats.sequential.test_bounds import plans


@pytest.mark.parametrize("case", cases("crossing"), ids=name_of)
def test_chances_to_cross_are_those_of_gsdesign(case: Case) -> None:
    found = stagewise(with_boundaries(plan_of(case), case["upper"]), case["drifts"])
    np.testing.assert_allclose(found.upper.T, case["crossing"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.probability, case["total"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.expected_fraction, case["expected_fraction"], rtol=0, atol=1e-8)


@pytest.mark.parametrize("case", [c for c in cases("efficacy") if "inflation" in c], ids=name_of)
def test_inflation_and_expected_information_are_those_of_r(case: Case) -> None:
    plan = plan_of(case)
    # for two sides and looks .01 apart there is only R's coarse default grid, 3e-6 off
    close = plan.sides == 2 and 0.61 in plan.looks
    assert inflation(plan) == pytest.approx(case["inflation"], abs=1e-5 if close else 2e-7)
    expected = stagewise(planned(plan)).expected_fraction[[0, 2]] * inflation(plan)
    # R's are of its default grid, with the inflation that belongs to it
    np.testing.assert_allclose(expected, case["expected_over_fixed"], rtol=0, atol=2e-5)


@pytest.mark.parametrize("case", cases("futility"), ids=name_of)
def test_inflation_with_futility_is_that_of_rpact(case: Case) -> None:
    assert inflation(plan_of(case)) == pytest.approx(case["inflation"], abs=1e-7)


@pytest.mark.parametrize("case", cases("futility"), ids=name_of)
def test_chances_with_futility_are_those_of_gsdesign_for_its_boundaries(case: Case) -> None:
    theirs = case["gsdesign"]
    bounds = with_boundaries(plan_of(case), theirs["upper"], theirs["lower"])
    found = stagewise(bounds, (0.0, theirs["drift"] / 2, theirs["drift"]))
    for at, name in ((0, "none"), (2, "design")):
        np.testing.assert_allclose(found.upper[at], theirs[f"upper_{name}"], rtol=0, atol=1e-8)
        np.testing.assert_allclose(found.lower[at], theirs[f"lower_{name}"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.expected_fraction * theirs["inflation"], theirs["expected"], rtol=0, atol=1e-8)
    if not case["binding"]:
        ignoring = stagewise(bounds, (0.0,), futility=False).probability[0]
        assert ignoring == pytest.approx(theirs["ignoring_futility"], abs=1e-8)


def test_one_look_is_the_fixed_test() -> None:
    plan = Plan(alpha=0.025, looks=(90,), beta=0.1)
    assert inflation(plan) == pytest.approx(1, abs=1e-11)
    found = stagewise(planned(plan))
    np.testing.assert_allclose(found.probability[[0, 2]], [0.025, 0.9], rtol=1e-10)
    assert found.expected_fraction.tolist() == [1, 1, 1]


@given(plans())
@settings(max_examples=40, deadline=None)
def test_no_plan_is_cheaper_than_one_look(plan: Plan) -> None:
    """Neyman and Pearson: no test of the same information has more power."""
    assert inflation(plan) >= 1 - 1e-9


@given(plans(), st.data())
@settings(max_examples=40, deadline=None)
def test_another_look_never_saves_maximum_information(plan: Plan, data: st.DataObject) -> None:
    if len(plan.looks) == 1:
        return
    left_out = data.draw(st.integers(0, len(plan.looks) - 2))
    fewer = Plan(
        plan.alpha,
        tuple(look for k, look in enumerate(plan.looks) if k != left_out),
        plan.spending,
        plan.parameter,
        plan.sides,
        plan.beta,
    )
    assert inflation(fewer) <= inflation(plan) + 1e-9


@given(plans(), st.floats(0, 4), st.floats(0.1, 2))
@settings(max_examples=40, deadline=None)
def test_a_larger_effect_is_found_more_often_and_its_mirror_image_below(plan: Plan, drift: float, more: float) -> None:
    found = stagewise(planned(plan), (drift, drift + more, -drift))
    assert found.probability[1] >= found.probability[0] - 1e-12
    assert np.all((found.expected_fraction > 0) & (found.expected_fraction <= 1 + 1e-12))
    if plan.sides == 2:
        np.testing.assert_allclose(found.upper[2], found.lower[0], rtol=1e-8, atol=1e-13)


def test_the_table_has_a_row_a_drift() -> None:
    plan = Plan(alpha=0.025, looks=(30, 60, 90))
    table = stagewise(planned(plan)).table()
    assert table["Drift"].tolist() == pytest.approx([0, design_drift(plan) / 2, design_drift(plan)])
    assert table["Above at any look"].iloc[-1] == pytest.approx(0.8)
    assert list(table.filter(like="Above at look")) == ["Above at look 1", "Above at look 2", "Above at look 3"]
