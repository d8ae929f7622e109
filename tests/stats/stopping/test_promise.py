"""What a rule promises: exact beside simulated, at p0, halfway and p1."""

from dataclasses import replace

import pytest

from dashboard.stats.stopping.promise import promise
from dashboard.stats.stopping.rules.poisson_sprt import PoissonSprt
from dashboard.stats.stopping.rules.sprt import Sprt
from dashboard.stats.stopping.simulate import simulate

RULE = Sprt(0.05, 0.15, 0.10, 20)


def test_the_rates_are_p0_halfway_and_p1() -> None:
    assert promise(rule=RULE, window=100).exact.rates.tolist() == pytest.approx([0.05, 0.10, 0.15])


def test_the_exact_part_is_the_rule_s_own_and_its_error_at_most_alpha() -> None:
    found = promise(rule=RULE, window=100, per_month=2.0)
    assert found.exact.probability.tolist() == RULE.characteristics(0.05, 0.10, 0.15).probability.tolist()
    assert found.exact.probability[0] <= 0.10


@pytest.mark.parametrize("counting", ["tite", "exposure"])
def test_the_simulated_part_counts_as_the_guideline_does(counting: str) -> None:
    rule = RULE if counting == "tite" else PoissonSprt(0.05, 0.15, 0.10, 20)
    found = promise(rule=rule, window=100, counting=counting, per_month=2.0, competing=0.1)
    settings = {"rate": 0.15, "per_month": 2.0, "competing": 0.1, "counting": counting}
    assert found.simulated[-1] == simulate(rule, 100, **settings)  # type: ignore[arg-type]  # by their names
    assert "Monte Carlo standard error" in found.table().columns


@pytest.mark.parametrize(("counting", "per_month"), [("complete_window", 2.0), ("tite", None)])
def test_nothing_is_simulated_where_exact_is_all_or_accrual_is_not_planned(
    counting: str, per_month: float | None
) -> None:
    found = promise(rule=RULE, window=100, counting=counting, per_month=per_month)
    assert found.simulated == ()
    assert list(found.table().columns) == list(found.exact.table().columns)


def test_complete_windows_drawn_agree_with_the_exact_chance() -> None:
    """The simulation of the exact counting is within 4 standard errors, at each rate."""
    for rate, exact in zip((0.05, 0.10, 0.15), promise(rule=RULE, window=100).exact.probability, strict=True):
        drawn = simulate(RULE, 100, rate=rate, per_month=2.0, counting="complete_window")
        assert abs(drawn.met - exact) < 4 * drawn.error


def test_an_answer_is_kept() -> None:
    assert promise(rule=RULE, window=100) is promise(rule=replace(RULE), window=100)
