"""Designs beside one another, against numbers derived by hand."""

import tomllib
from dataclasses import replace

import pytest

from dashboard.stats.stopping import design, rules
from dashboard.stats.stopping.design import Design
from dashboard.stats.stopping.simulate import MONTH, simulate
from dashboard.trial.guidelines import Guideline

TWO = Design("Rule 1", "sprt", 0.1, 0.5, 0.02, 2, window=30, per_month=2)
"""Two participants; only two events among two meet it: error 1/100 at p0. At p1: 1/4, always after both."""


def test_the_smallest_design_by_hand() -> None:
    told = design.own([TWO])
    assert told.at(0, 0.1) == pytest.approx((1 / 100, 2, 2 / 2 + 30 / MONTH))
    assert told.at(0, 0.5) == pytest.approx((1 / 4, 2, 1 + 30 / MONTH))
    assert design.boundaries([TWO]).table().to_dict("list") == {"Events": [2], "Rule 1: among participants": ["2"]}


def test_a_rule_that_may_end_at_once_by_hand() -> None:
    """One event among one meets it (1/10 at p0); or the first without and, among two, one event does not (needs 2)."""
    first = replace(TWO, alpha=0.1)
    chance, participants, _ = design.own([first]).at(0, 0.1)
    assert chance == pytest.approx(1 / 10)
    assert participants == pytest.approx(1 * (1 / 10) + 2 * (9 / 10))


def test_months_of_complete_windows_are_what_simulation_finds() -> None:
    """Met at the end of the window of the participant who meets it; both stop at the last window if not met."""
    made = replace(TWO, planned=40, p0=0.05, p1=0.15, alpha=0.1, window=100, per_month=4)
    months = design.own([made]).at(0, 0.15)[2]
    drawn = simulate(made.rule, 100, rate=0.15, per_month=4, counting="complete_window", draws=4000)
    assert months == pytest.approx(drawn.months, rel=0.03)  # a look waits only for windows, in order of entry or not


@pytest.mark.parametrize(("exposure", "windows"), [(0.5, 0.5**0.5), (1, 1.0), (2, 1.5), (10, 5.5)])
def test_time_until_so_much_exposure_at_two_entering_per_window(exposure: float, windows: float) -> None:
    """t²: 1 at t = 1; afterwards 2 (t − 1/2): 2 at 3/2, 10 at 11/2."""
    assert design._until(exposure, 2) == pytest.approx(windows)  # type: ignore[arg-type]


def test_rates_include_each_ones_own_and_lie_between_0_and_1() -> None:
    high = replace(TWO, p0=0.6, p1=0.9, alpha=0.5)
    for made in ([TWO], [TWO, high], [high]):
        for told in (design.own(made), design.operating(made), design.curve(made)):
            assert all(0 < rate < 1 for rate in told.rates)
            assert list(told.rates) == sorted(told.rates)
        assert {rate for each in made for rate in (each.p0, each.p1)} <= set(design.operating(made).rates)


@pytest.mark.parametrize("family", rules.RULES)
def test_a_block_is_the_guideline_of_a_trial_definition(family: str) -> None:
    own = (("weight", 4.0),) if "weight" in rules.parameters(family) else ()
    looks = (20, 40) if rules.named(family).counts == "participants" else ()
    made = Design("Rule 1", family, 0.05, 0.15, 0.1, 40, looks, own, window=180, competing=0.2)
    (block,) = tomllib.loads("\n".join(design.blocks([made]).table()["TOML"]))["guidelines"]
    read = Guideline(**{**block, "endpoint": "relapse-nrm", "cause": "nrm"})
    assert (read.rule, read.window_days, read.looks, read.competing) == (family, 180, looks, 0.2)
    assert read.parameters == dict(own)
    assert rules.build(read.rule, read.p0, read.p1, read.alpha, read.planned, read.looks, read.parameters) == made.rule


@pytest.mark.parametrize("family", rules.RULES)
def test_methods_name_the_papers_of_the_family(family: str) -> None:
    row = design.methods([Design("Rule 1", family, 0.05, 0.15, 0.1, 40)]).table().iloc[0]
    assert made_of(family) in row["Methods"]
    assert len(row["References"]) > 60
    assert "Raises" not in row["References"]


def made_of(family: str) -> str:
    return rules.named(family).family


def test_a_methods_sentence() -> None:
    (sentence,) = design.methods([TWO]).table()["Methods"]
    assert sentence == (
        "The event within 30 days will be monitored with a truncated sequential probability ratio test, looking after "
        "each participant, calibrated to a type I error of at most 0.02 at an acceptable rate of 10% over up to 2 "
        "participants. The exact chance that the guideline is met is 1.0% at a true rate of 10% and 25.0% at 50%, "
        "where it is expected to end after 2.0 participants."
    )


def test_a_methods_sentence_has_the_article_of_its_family() -> None:
    (sentence,) = design.methods([replace(TWO, family="obrien_fleming", planned=40)]).table()["Methods"]
    assert "monitored with an O'Brien–Fleming rule, looking after each" in sentence


def test_designs_of_both_kinds_stand_in_one_table() -> None:
    made = [replace(TWO, planned=40, p1=0.3), replace(TWO, name="Rule 2", family="poisson_sprt", planned=40, p1=0.3)]
    table = design.operating(made).table()
    assert list(table["Rule"].unique()) == ["Rule 1", "Rule 2"]
    assert table["Expected participants"].notna().sum() == table["Expected exposure (windows)"].notna().sum()
