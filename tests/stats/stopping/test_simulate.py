"""Simulated chances: against the published table, the exact recursion and `monitor`, group by group."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.counting import Cohort
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.paths import first_met
from dashboard.stats.stopping.rules.sprt import Sprt
from dashboard.stats.stopping.simulate import MONTH, drawn, entries, simulate

NRM = Sprt(0.05, 0.15, 0.10, 80)
GVHD = Sprt(0.10, 0.25, 0.10, 80)
SMALL = Sprt(0.1, 0.3, 0.2, 30)
PEOPLE = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 50), st.sampled_from([0, 1, 1, 2])), min_size=6)


@pytest.mark.parametrize(
    ("rule", "window", "per_month", "tite", "waiting"),
    [
        pytest.param(NRM, 100, 2.5, 0.09, 0.10, id="NRM 2.5"),
        pytest.param(NRM, 100, 4, 0.08, 0.10, id="NRM 4"),
        pytest.param(NRM, 100, 8, 0.09, 0.10, id="NRM 8"),
        pytest.param(GVHD, 180, 2.5, 0.09, 0.10, id="aGVHD 2.5"),
        pytest.param(GVHD, 180, 4, 0.09, 0.11, id="aGVHD 4"),
        pytest.param(GVHD, 180, 8, 0.08, 0.11, id="aGVHD 8"),
    ],
)
def test_the_error_is_that_of_the_disease_model_s_table(
    rule: Sprt, window: int, per_month: float, tite: float, waiting: float
) -> None:
    """Section 7: two decimals of a simulation with 10% competing events; held to .015 with 60,000 draws each."""
    found = {
        counting: simulate(
            *(rule, window), rate=rule.p0, per_month=per_month, competing=0.1, counting=counting, draws=60_000
        ).met
        for counting in ("tite", "complete_window")
    }
    assert found == pytest.approx({"tite": tite, "complete_window": waiting}, abs=0.015)


@pytest.mark.parametrize("rate", [0.05, 0.10, 0.15])
def test_with_complete_windows_the_chance_is_the_exact_one(rate: float) -> None:
    """One entry a month, since events of one day are one look; four standard errors. So are the participants."""
    found = simulate(NRM, 1, rate=rate, per_month=1, counting="complete_window", draws=20_000)
    exact = NRM.characteristics(rate)
    assert abs(found.met - exact.probability[0]) < 4 * found.error
    assert found.participants == pytest.approx(exact.participants[0], abs=1)


@pytest.mark.parametrize("rate", [0.03, 0.05])
def test_exposure_without_competing_events_is_near_the_exact_chance_of_the_poisson_model(rate: float) -> None:
    """Events uniform over a window are not quite a Poisson process, and the plan ends with the participants."""
    rule = rules.twin(NRM)
    found = simulate(rule, 100, rate=rate, per_month=4, counting="exposure", draws=20_000)
    assert found.met == pytest.approx(rule.characteristics(rate).probability[0], abs=0.012)


def test_exposure_with_many_competing_events_is_met_more_often_than_stated() -> None:
    """aGVHD at p0 with 25% competing events, at which exposure ends: well above the nominal .10."""
    found = simulate(rules.twin(GVHD), 180, rate=0.1, per_month=4, competing=0.25, counting="exposure", draws=20_000)
    assert found.met - 4 * found.error > 0.12


def test_who_never_has_an_event_is_followed_to_the_end() -> None:
    """Nobody meets it: all 80 are randomised, and 80 arrivals at 4 a month and the last 100 days are 23.3 months."""
    found = simulate(NRM, 100, rate=0, per_month=4, competing=1)
    assert (found.met, found.error, found.participants) == (0, 0, 80)
    assert found.months == pytest.approx(80 / 4 + 100 / MONTH, abs=0.15)


def test_when_everybody_has_the_event_it_is_met_by_the_first_two() -> None:
    """2 events among 2-5: met at the second event, unless more than 5 have entered by then."""
    found = simulate(NRM, 1, rate=1, per_month=1)
    assert found.met == 1
    assert found.participants == pytest.approx(2, abs=0.1)


def test_the_same_seed_draws_the_same_trials() -> None:
    twice = [simulate(NRM, 100, rate=0.1, per_month=4, draws=500, seed=3) for _ in range(2)]
    assert twice[0] == twice[1]
    assert twice[0] != simulate(NRM, 100, rate=0.1, per_month=4, draws=500, seed=4)


def test_arrivals_are_whole_days_at_the_stated_pace() -> None:
    days = entries(np.random.default_rng(1), (2000, 30), 5)
    assert days.dtype == np.int64
    assert np.all(np.diff(days, axis=1) >= 0)
    assert days[:, -1].mean() == pytest.approx(30 * MONTH / 5, rel=0.02)


def test_events_are_uniform_over_the_window() -> None:
    groups = drawn(np.random.default_rng(1), (500, 80), 10, 0.3, 4, 0.2)
    for cause, share in ((1, 0.3), (2, 0.2), (0, 0.5)):
        assert np.mean(groups.cause == cause) == pytest.approx(share, abs=0.01)
    happened = groups.days[groups.cause > 0]
    assert np.bincount(happened) / happened.size == pytest.approx(np.full(10, 0.1), abs=0.01)
    assert set(groups.days[groups.cause == 0]) == {10}


def test_progress_is_said_and_may_end_it() -> None:
    heard: list[tuple[int, int]] = []
    simulate(NRM, 100, rate=0.1, per_month=4, draws=3000, said=lambda done, of: heard.append((done, of)))
    assert heard[-1] == (3000, 3000)
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})

    def cancel(done: int, of: int) -> None:
        raise InterruptedError(f"{done} of {of}")

    with pytest.raises(InterruptedError, match="1250 of 4000"):
        simulate(NRM, 100, rate=0.1, per_month=4, said=cancel)


def test_the_table_says_what_was_assumed() -> None:
    found = simulate(NRM, 100, rate=0.1, per_month=4, competing=0.2, draws=400, seed=9)
    row = found.table().iloc[0]
    assert row["Chance that it is met"] == found.met
    assert row["Monte Carlo standard error"] == pytest.approx(np.sqrt(found.met * (1 - found.met) / 400))
    said = row[["Randomised per month", "Competing events", "Draws", "Seed", "Counting"]].tolist()
    assert said == [4, 0.2, 400, 9, "time-to-event weights"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"rate": 1.2}, "rate = 1.2 is not possible: give a number from 0 to 1"),
        ({"competing": 0.95}, "competing = 0.95 is not possible: give 0 to 0.9"),
        ({"per_month": 0}, "give a number of participants above 0"),
        ({"draws": 0}, "draws = 0 is not possible"),
        ({"window": 0}, "give at least 1 day"),
        ({"counting": "early"}, "choose one of tite, complete_window"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: dict[str, float], says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        simulate(NRM, **{"window": 100, "rate": 0.1, "per_month": 4, **wrong})  # type: ignore[arg-type]


@settings(max_examples=60)
@given(PEOPLE, st.sampled_from(["tite", "complete_window", "exposure"]))
def test_of_every_group_it_says_what_monitor_says(rows: list[tuple[int, int, int]], counting: str) -> None:
    """Two groups at once: the rows, and the rows a day later."""
    entered, days, cause = np.array(rows, dtype=np.int64).T
    both = Cohort(np.stack([entered, entered + 1]), np.stack([days] * 2), np.stack([cause] * 2), 40)
    rule = rules.twin(SMALL) if counting == "exposure" else SMALL
    first = first_met(both, reach(rule, len(rows)), counting)
    expected = monitor(
        *(entered, days, cause, np.full(len(rows), 500)), rule=rule, window=40, counting=counting
    ).count.met_on
    assert first.tolist() == [-1, -1] if expected is None else [expected, expected + 1]
