"""Rates of first and of all events."""

from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.rates import (
    CLUSTERED,
    FIRST,
    PER_100_DAYS,
    PER_100_YEARS,
    POISSON,
    all_event_rate,
    all_events,
    all_events_poisson,
    days_at_risk,
    first_event_rate,
    first_events,
)

NEVER = np.nan
Z = 1.959963984540054
COHORT = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 900)), min_size=2, max_size=40)


# participant   end   first onset   days counted
#      1         99        –             100
#      2         49        9              10
#      3         29       29              30      the last day is at risk
#      4          0        0               1      event on the day of randomisation
#      5         58        –              59
ENDS = [99, 49, 29, 0, 58]
ONSETS = [NEVER, 9, 29, 0, NEVER]


def test_days_run_to_the_first_event_or_the_end_and_count_both_days() -> None:
    assert days_at_risk(ENDS, ONSETS).tolist() == [100, 10, 30, 1, 59]


def test_the_first_event_rate_is_participants_over_their_time_to_it() -> None:
    result = first_event_rate(ENDS, ONSETS)
    assert (result.events, result.person_days) == (3, 200)
    assert result.rate == pytest.approx(3 / 200 * 36525)
    # Garwood 1936: 3 events have the exact limits .6187 and 8.7673
    assert (result.lower, result.upper) == pytest.approx((0.6187 * 182.625, 8.7673 * 182.625), rel=1e-4)
    assert result.method == FIRST


def test_infections_are_quoted_per_100_days_too() -> None:
    days, years = first_event_rate(ENDS, ONSETS, PER_100_DAYS), first_event_rate(ENDS, ONSETS, PER_100_YEARS)
    assert days.rate == pytest.approx(1.5)
    assert years.rate / days.rate == pytest.approx(365.25)
    assert "Rate per 100 person-days" in days.table().columns


def test_sums_give_what_participants_give_for_many_terms_at_once() -> None:
    each, summed = first_event_rate(ENDS, ONSETS), first_events([[3, 0]], [[200, 365.25]])
    assert summed.rate.shape == (1, 2)
    assert (summed.rate[0, 0], summed.lower[0, 0], summed.upper[0, 0]) == (each.rate, each.lower, each.upper)
    assert (summed.rate[0, 1], summed.lower[0, 1]) == (0, 0)
    assert summed.upper[0, 1] == pytest.approx(-100 * np.log(0.025))  # no events in one person-year


def test_the_clustered_interval_by_hand() -> None:
    # events 0, 2, 1 over 10, 10, 20 days: 3/40 a day; residuals -3/4, 5/4, -1/2
    # Σ = 9/16 + 25/16 + 4/16 = 38/16; with 3/2 and 3² the variance of the logarithm is 3/2 · 38/16 / 9 = 19/48
    result = all_event_rate([0, 2, 1], [10, 10, 20], PER_100_DAYS)
    assert result.rate == pytest.approx(7.5)
    assert result.lower == pytest.approx(7.5 / exp(Z * sqrt(19 / 48)))
    assert result.upper == pytest.approx(7.5 * exp(Z * sqrt(19 / 48)))
    assert result.method == CLUSTERED


def test_no_variance_in_the_data_is_no_certainty() -> None:
    no_events, one, alike = all_event_rate([0, 0], [5, 6]), all_event_rate([3], [5]), all_event_rate([3, 6], [7, 14])
    assert no_events.rate == 0
    assert alike.rate == pytest.approx(3 / 7 * 36525)
    for result in (no_events, one, alike):
        assert np.isnan([result.lower, result.upper]).all()


def test_the_poisson_interval_says_what_it_is() -> None:
    result = all_events_poisson(3, 200)
    assert result.method == POISSON
    assert result.upper == pytest.approx(first_events(3, 200).upper)
    assert result.table()["Method"].tolist() == [POISSON]


def test_nobody_has_no_rate() -> None:
    for result in (first_event_rate([], []), all_event_rate([], []), first_events(0, 0), all_events_poisson(0, 0)):
        assert result.person_days == 0
        assert np.isnan([result.rate, result.lower, result.upper]).all()
        assert len(result.table()) == 1


@pytest.mark.parametrize("end", [-1, NEVER])
def test_a_missing_or_negative_end_of_risk_is_refused(end: float) -> None:
    with pytest.raises(SourceError, match="end of risk: 1 of 2"):
        days_at_risk([3, end], [NEVER, NEVER])


@pytest.mark.parametrize("onset", [-1, 4])
def test_an_event_outside_the_time_at_risk_is_refused(onset: int) -> None:
    with pytest.raises(SourceError, match="onset: 1 of 2"):
        days_at_risk([3, 3], [onset, NEVER])


def test_sums_that_cannot_be_are_refused() -> None:
    for events, days in ((-1, 5), (1, -5), (1, 0)):
        with pytest.raises(SourceError, match="person-days"):
            first_events(events, days)
        with pytest.raises(SourceError, match="person-days"):
            all_events(3, events, days, 1, 1, 1)
    with pytest.raises(SourceError, match="2 and 1 rows"):
        all_event_rate([1, 2], [3])


@settings(max_examples=40)
@given(cohort=COHORT, longer=st.integers(2, 5))
def test_rates_scale_with_time_and_forget_the_order(cohort: list[tuple[int, int]], longer: int) -> None:
    events, days = map(np.array, zip(*cohort, strict=True))
    result = all_event_rate(events, days)
    stretched, turned = all_event_rate(events, longer * days), all_event_rate(events[::-1], days[::-1])
    np.testing.assert_allclose(stretched.rate * longer, result.rate)
    np.testing.assert_allclose(stretched.upper * longer, result.upper, rtol=1e-6)
    np.testing.assert_allclose(turned.upper, result.upper, rtol=1e-6)
    if not np.isnan(result.lower):
        assert result.lower < result.rate < result.upper


@settings(max_examples=40)
@given(cohort=COHORT, copies=st.integers(2, 6))
def test_repeats_of_the_same_participants_events_widen_the_interval(cohort: list[tuple[int, int]], copies: int) -> None:
    # the same rate in less independent events: the clustered interval stays, Poisson's shrinks
    events, days = map(np.array, zip(*cohort, strict=True))
    once, more = all_event_rate(events, days), all_event_rate(copies * events, days)
    np.testing.assert_allclose(more.upper / more.rate, once.upper / once.rate, rtol=1e-6)
    if events.sum():
        once, more = all_events_poisson(events.sum(), 900), all_events_poisson(copies * events.sum(), 900)
        assert more.upper / more.rate < once.upper / once.rate
