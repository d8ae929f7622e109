"""Rates and their exact comparison counted again: in dates and fractions, participant by participant."""

from datetime import date
from fractions import Fraction
from math import comb, exp, factorial, sqrt

import pytest

from dashboard.stats.rate_ratio import rate_ratio
from dashboard.stats.rates import all_event_rate, first_event_rate

RANDOMISED = date(2025, 3, 1)
# last day at risk, days of the events
COHORT = [
    (date(2025, 3, 1), [date(2025, 3, 1)]),
    (date(2025, 12, 31), []),
    (date(2026, 2, 28), [date(2025, 3, 20), date(2025, 3, 20), date(2026, 2, 28)]),
    (date(2025, 7, 4), [date(2025, 7, 4)]),
    (date(2025, 5, 5), []),
]


def days(until: date) -> int:
    return (until - RANDOMISED).days


def test_the_first_event_rate_counts_calendar_days_with_both_ends() -> None:
    time = Fraction(0)
    for end, events in COHORT:
        last = min([*events, end])
        time += sum(1 for day in range(RANDOMISED.toordinal(), last.toordinal() + 1)) / Fraction("365.25")
    onset = [days(min(events)) if events else float("nan") for _, events in COHORT]
    result = first_event_rate([days(end) for end, _ in COHORT], onset)
    assert result.rate == pytest.approx(float(100 * 3 / time), rel=1e-14)


def test_limits_of_the_first_event_rate_are_where_poisson_tails_are_a_fortieth() -> None:
    onset = [days(min(events)) if events else float("nan") for _, events in COHORT]
    result = first_event_rate([days(end) for end, _ in COHORT], onset)
    for limit, at_most in ((result.upper, 3), (result.lower, 2)):
        mean = float(limit / result.rate) * 3
        tail = sum(exp(-mean) * mean**k / factorial(k) for k in range(at_most + 1))
        assert (tail if at_most == 3 else 1 - tail) == pytest.approx(0.025, abs=1e-12)


def test_the_clustered_interval_is_the_sandwich_of_the_score() -> None:
    # Poisson model with log(rate): score x - R t, information R Σt; sandwich Σ(x - R t)²/(R Σt)², times n/(n - 1)
    counts = [len(events) for _, events in COHORT]
    times = [days(end) + 1 for end, _ in COHORT]
    rate = Fraction(sum(counts), sum(times))
    score = sum((count - rate * time) ** 2 for count, time in zip(counts, times, strict=True))
    variance = score / (rate * sum(times)) ** 2 * Fraction(len(counts), len(counts) - 1)
    result = all_event_rate(counts, times)
    assert result.upper / result.rate == pytest.approx(exp(1.959963984540054 * sqrt(variance)), rel=1e-12)


@pytest.mark.parametrize(("x1", "t1", "x2", "t2"), [(8, 111, 19, 122), (0, 40, 3, 45), (5, 10, 2, 90), (1, 1, 1, 1)])
def test_both_p_of_the_rate_ratio_are_sums_of_binomial_fractions(x1: int, t1: int, x2: int, t2: int) -> None:
    n, share = x1 + x2, Fraction(t2, t1 + t2)
    chance = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    result = rate_ratio(x1, t1, x2, t2)
    assert result.p_likelihood == pytest.approx(float(sum(p for p in chance if p <= chance[x2])), abs=1e-13)
    central = min(1, 2 * min(sum(chance[: x2 + 1]), sum(chance[x2:])))
    assert result.p_central == pytest.approx(float(central), abs=1e-13)
