"""Safety statistics: a table of 1,000 terms within what a reader does not notice, screening within a second."""

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.stats.arms import ByArm
from dashboard.stats.contrast import newcombe, risk_difference
from dashboard.stats.disagreement import disagreements
from dashboard.stats.false_discovery import double_false_discovery
from dashboard.stats.fisher import fisher_p
from dashboard.stats.mean_cumulative import mean_cumulative_count
from dashboard.stats.occurrence import Occurrences, occurrences
from dashboard.stats.rate_ratio import rate_ratio
from dashboard.stats.rates import all_event_rate, first_event_rate
from dashboard.stats.shrinkage import shrunken_ratios

TERMS, ARM, PARTICIPANTS = 1000, 80, 100_000
Table = tuple[np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture
def table() -> Table:
    """Class, and participants with each of 1,000 terms in two arms of 80."""
    random = np.random.default_rng(1)
    return random.integers(0, 26, TERMS).astype(str), random.integers(0, 40, TERMS), random.integers(0, 40, TERMS)


@pytest.mark.parametrize("method", [risk_difference, newcombe])
@pytest.mark.benchmark(group="rates")
def test_differences_of_1000_terms_within_50_ms(benchmark: BenchmarkFixture, table: Table, method) -> None:
    """R 4.2.2 on one thread: ratesci's score interval 42 ms for one."""
    assert len(benchmark(method, table[1], ARM, table[2], ARM).lower) == TERMS
    assert benchmark.stats.stats.median < 0.05


@pytest.mark.benchmark(group="rates")
def test_exact_tests_of_1000_terms_within_100_ms(benchmark: BenchmarkFixture, table: Table) -> None:
    """R 4.2.2 on one thread: fisher.test 0.33 ms and poisson.test 0.10 ms for one."""

    def both() -> int:
        return len(fisher_p(table[1], ARM, table[2], ARM)) + len(rate_ratio(table[1], ARM, table[2], ARM).ratio)

    assert benchmark(both) == 2 * TERMS
    assert benchmark.stats.stats.median < 0.1


@pytest.mark.benchmark(group="rates")
def test_three_measures_of_1000_terms_in_two_arms_within_50_ms(benchmark: BenchmarkFixture, table: Table) -> None:
    random = np.random.default_rng(2)

    def arm(had: np.ndarray) -> Occurrences:
        days = random.integers(5_000, 30_000, TERMS)
        term, share = np.arange(TERMS).astype(str), had / 90
        at_day = (share, share / 10, [365] * TERMS, ARM - had)
        return occurrences(["term"] * TERMS, table[0], term, had, [ARM] * TERMS, days, *at_day)

    assert len(benchmark(lambda: disagreements(ByArm({"A": arm(table[1]), "B": arm(table[2])}))).rows) > 0
    assert benchmark.stats.stats.median < 0.05


@pytest.mark.benchmark(group="rates")
def test_screening_of_1000_terms_within_a_second(benchmark: BenchmarkFixture, table: Table) -> None:
    """R 4.2.2 on one thread: Berry & Berry by simulation 3.3 s for 45 terms."""
    soc, earlier, later = table

    def both() -> int:
        p = fisher_p(earlier, ARM, later, ARM)
        flags = double_false_discovery(soc, soc, p).flagged
        return len(flags) + len(shrunken_ratios(soc, soc, earlier, later, ARM, ARM).ratio)

    assert benchmark.pedantic(both, rounds=3, warmup_rounds=1) == 2 * TERMS
    assert benchmark.stats.stats.median < 1


@pytest.mark.benchmark(group="rates")
def test_rates_and_counts_of_100_000_participants_within_100_ms(benchmark: BenchmarkFixture) -> None:
    """With 300,000 events; the mean count at four landmarks, each with its robust limits."""
    random = np.random.default_rng(3)
    end, died = random.integers(0, 1461, PARTICIPANTS), random.random(PARTICIPANTS) < 0.3
    who = random.integers(0, PARTICIPANTS, 3 * PARTICIPANTS)
    day = (random.random(len(who)) * (end[who] + 1)).astype(int)
    onset = np.full(PARTICIPANTS, np.inf)
    np.minimum.at(onset, who, day)
    onset[np.isinf(onset)] = np.nan
    events = np.bincount(who, minlength=PARTICIPANTS)

    def all_three() -> float:
        first, every = first_event_rate(end, onset), all_event_rate(events, end + 1)
        return float(first.rate + every.rate) + mean_cumulative_count(end, died, who, day).landmarks[-1].mean

    assert benchmark(all_three) > 0
    assert benchmark.stats.stats.median < 0.1
