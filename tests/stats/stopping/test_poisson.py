"""Exact operating characteristics on exposure, by hand and by law."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.stopping import poisson

HALF = 0.5  # a rate of one half within the window: log 2 events per window


def test_events_per_window_are_those_that_leave_the_rate_within_it() -> None:
    """One half free of an event after a window, one quarter after two: log 2 per window."""
    assert poisson.hazard(HALF) == pytest.approx(np.log(2), abs=1e-15)
    assert poisson.hazard([0.75]).tolist() == pytest.approx([2 * np.log(2)])


def test_one_event_up_to_one_limit_by_hand() -> None:
    """
    exposure  0 ---------- 2 windows
    met       1 event       |
    No event with chance 1/4: met 3/4. Expected events 3/4; windows 3/4 / log 2.
    """
    found = poisson.characteristics([2.0], HALF)
    assert found.probability[0] == pytest.approx(3 / 4, abs=1e-15)
    assert found.events[0] == pytest.approx(3 / 4, abs=1e-15)
    assert found.exposure[0] == pytest.approx(3 / 4 / np.log(2), abs=1e-15)


def test_two_limits_by_hand() -> None:
    """
    exposure  0 -- 1 ---------- 2 windows
    met       1    | 2 events   |
    No event in the first window, 1/2; in the second window none, 1/2, or one, log 2 / 2, and it is not met.
    Expected events: 1 with chance 1/2, then 1/2 (1 x log 2 / 2 + 2 x (1/2 - log 2 / 2)) = 1/2 - log 2 / 4.
    """
    found = poisson.characteristics([1.0, 2.0], HALF)
    second = (1 - (1 + np.log(2)) / 2) / 2
    assert found.crossing[0].tolist() == pytest.approx([1 / 2, second], abs=1e-15)
    assert found.probability[0] == pytest.approx(1 / 2 + second, abs=1e-15)
    assert found.events[0] == pytest.approx(1 - np.log(2) / 4, abs=1e-15)


def test_a_number_of_events_with_no_exposure_never_meets_it() -> None:
    """A first event never does, two do up to a window: 1 - 1/2 - log 2 / 2."""
    found = poisson.characteristics([0.0, 1.0], HALF)
    assert found.crossing[0].tolist() == pytest.approx([0, (1 - np.log(2)) / 2], abs=1e-15)


def test_the_table_has_one_row_a_rate() -> None:
    table = poisson.characteristics([2.0], [HALF, 0.75]).table()
    assert list(table.columns) == [
        *("True rate", "Chance that it is met"),
        *("Expected exposure (windows)", "Expected events"),
    ]
    assert table["Chance that it is met"].tolist() == pytest.approx([3 / 4, 15 / 16])


STEPS = st.lists(st.floats(0, 5), min_size=1, max_size=12).map(lambda steps: np.cumsum([*steps, 0.5]))


@settings(max_examples=40)
@given(STEPS, st.floats(0.01, 0.9))
def test_a_higher_rate_or_longer_limits_never_make_it_rarer(limits: np.ndarray, rate: float) -> None:
    found = poisson.characteristics(limits, [rate, rate + 0.05])
    low, high = found.probability
    assert np.all(found.crossing >= 0)
    assert 0 <= low <= high + 1e-12
    assert high <= 1 + 1e-12
    assert poisson.probability(np.append(limits[:-1], limits[-1] + 1), rate) >= low - 1e-12


@settings(max_examples=40)
@given(STEPS, st.floats(0.01, 0.9))
def test_a_smaller_unit_of_exposure_changes_nothing_but_the_unit(limits: np.ndarray, rate: float) -> None:
    """Half the window has events with chance 1 - sqrt(1 - rate); all exposures are twice as many windows."""
    whole = poisson.characteristics(limits, rate)
    halves = poisson.characteristics(2 * limits, 1 - np.sqrt(1 - rate))
    assert halves.crossing[0] == pytest.approx(whole.crossing[0], abs=1e-12)
    assert halves.exposure[0] == pytest.approx(2 * whole.exposure[0], rel=1e-9)


@settings(max_examples=10)
@given(STEPS, st.floats(0.01, 0.9))
def test_expected_exposure_is_the_chance_not_yet_to_have_met_it_summed_over_exposure(
    limits: np.ndarray, rate: float
) -> None:
    """Gauss–Legendre between one limit and the next, where that chance is smooth."""
    points, weights = np.polynomial.legendre.leggauss(12)
    summed = 0.0
    for first, last in zip([0.0, *limits[:-1]], limits, strict=True):
        for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
            until = first + point * (last - first)
            met = poisson.probability([*limits[limits < until], until], rate)
            summed += (last - first) * weight * (1 - met)
    assert poisson.characteristics(limits, rate).exposure[0] == pytest.approx(summed, rel=1e-8, abs=1e-8)
