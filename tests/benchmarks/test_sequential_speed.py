"""A design's whole answer, boundaries, power, inflation and stage-wise crossing, under 200 ms, computed afresh."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.stats.sequential.bounds import design_drift, planned
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.power import Crossing, inflation, stagewise

PLANS = {
    "demonstration": Plan(0.025, (30, 60, 90), futility="hwang_shih_decani", futility_parameter=-2.0),
    "five-looks-binding": Plan(0.025, (0.2, 0.45, 0.6, 0.85, 1), futility="pocock", binding=True),
    "close-looks": Plan(0.025, (0.6, 0.61, 1), "pocock", futility="pocock"),
    "ten-looks-two-sided": Plan(0.05, tuple(range(1, 11)), "pocock", sides=2),
}


def answered(plan: Plan) -> tuple[float, Crossing]:
    planned.cache_clear()
    design_drift.cache_clear()
    return inflation(plan), stagewise(planned(plan))


@pytest.mark.benchmark(group="sequential")
@pytest.mark.parametrize("name", PLANS)
def test_a_design_is_answered_in_200_ms(benchmark: BenchmarkFixture, name: str) -> None:
    more, crossing = benchmark(answered, PLANS[name])
    assert more > 1
    assert crossing.probability[-1] == pytest.approx(0.8)
    assert benchmark.stats.stats.median < 0.2
