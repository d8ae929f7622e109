"""A continuous rule for 116 participants: calibrated, with operating characteristics at 5 rates, under 50 ms."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.stats.stopping import operating
from dashboard.stats.stopping.rules.sprt import Sprt

RATES = (0.2, 0.25, 0.3, 0.35, 0.4)


def designed() -> operating.Characteristics:
    rule = Sprt(0.2, 0.3, 0.05, 116)
    return operating.characteristics(rule.looks, rule.boundary(rule.looks), RATES)


@pytest.mark.benchmark(group="stopping")
def test_a_rule_for_116_participants_is_designed_in_50_ms(benchmark: BenchmarkFixture) -> None:
    found = benchmark(designed)
    assert found.probability[0] <= 0.05
    assert benchmark.stats.stats.median < 0.05
