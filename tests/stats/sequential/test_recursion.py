"""The recursion against closed forms, and where looks are close or nearly nothing is left."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from dashboard.stats.sequential.recursion import crossing, walk

NONE = -np.inf


@given(
    st.lists(st.floats(0.01, 1), min_size=1, max_size=5),
    st.floats(-4, 4),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_everybody_leaves_below_leaves_above_or_stays(steps: list[float], drift: float, data: st.DataObject) -> None:
    clocks = np.cumsum(steps)
    upper = np.array(data.draw(st.lists(st.floats(-1, 4), min_size=len(steps), max_size=len(steps))))
    lower = upper - np.array(data.draw(st.lists(st.floats(0.01, 5), min_size=len(steps), max_size=len(steps))))
    lower[-1] = upper[-1]
    below, above = crossing(walk(clocks, drift), lower, upper)
    assert np.all(below >= 0)
    assert np.all(above >= 0)
    assert below.sum() + above.sum() == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize("drift", [-3.0, 0.0, 0.5, 6.0, 12.0])
def test_one_look_is_a_normal_tail(drift: float) -> None:
    below, above = crossing(walk([0.6], drift), [-0.2], [0.3])
    assert above[0] == pytest.approx(stats.norm.sf(0.3, 0.6 * drift, np.sqrt(0.6)), rel=1e-13)
    assert below[0] == pytest.approx(stats.norm.cdf(-0.2, 0.6 * drift, np.sqrt(0.6)), rel=1e-13)


@pytest.mark.parametrize("drift", [0.0, 2.5, 8.0])
def test_looks_at_which_nobody_leaves_change_nothing(drift: float) -> None:
    clocks = [0.3, 0.301, 0.302, 0.7, 1.0]
    _, above = crossing(walk(clocks, drift), [NONE] * 5, [np.inf] * 4 + [1.5])
    assert above[:4].tolist() == [0] * 4
    assert above[4] == pytest.approx(stats.norm.sf(1.5 - drift), rel=1e-11)


@pytest.mark.parametrize("gap", [0.1, 0.01, 0.001])
def test_two_close_looks_are_the_integral_over_the_first(gap: float) -> None:
    """Adaptive quadrature in pieces around the edge, where the second tail is steep."""
    high = 1.2
    inner = [high - k * np.sqrt(gap) for k in (12, 6, 3, 1, 0)]

    def leaving(x: float) -> float:
        return float(stats.norm.pdf(x, 0, np.sqrt(0.6)) * special.ndtr((x - high) / np.sqrt(gap)))

    pieces = zip([-6, *inner[:-1]], inner, strict=True)
    expected = sum(integrate.quad(leaving, a, b, epsabs=1e-15, epsrel=1e-12)[0] for a, b in pieces)
    _, above = crossing(walk([0.6, 0.6 + gap, 1.0]), [NONE] * 3, [high] * 3)
    assert above[1] == pytest.approx(expected, rel=1e-10)


@given(st.floats(-300, -0.05), st.floats(-3, 3))
@settings(max_examples=60, deadline=None)
def test_a_position_has_the_tail_it_was_asked_for(exponent: float, drift: float) -> None:
    tail = 10**exponent
    moving = walk([0.5, 1.0], drift)
    assert moving.above(moving.upper(tail)) == pytest.approx(tail, rel=1e-9)
    assert moving.below(moving.lower(tail)) == pytest.approx(tail, rel=1e-9)


def test_a_tail_of_nothing_is_at_infinity_and_one_of_more_than_all_at_the_other_end() -> None:
    left = walk([0.5, 1.0]).within(NONE, 0.0)
    assert left.mass.sum() == pytest.approx(0.5, abs=1e-13)
    assert left.upper(0.0) == np.inf
    assert left.lower(0.0) == NONE
    assert left.upper(0.6) == NONE
    assert left.lower(0.6) == np.inf


def test_a_motion_that_began_later_is_the_same_motion_moved() -> None:
    lower, upper = np.array([-1.0, 0.0]), np.array([1.0, 0.5])
    moved = crossing(walk([0.7, 1.2], 1.5, start=2.0, begun=0.2), lower + 2, upper + 2)
    np.testing.assert_allclose(moved, crossing(walk([0.5, 1.0], 1.5), lower, upper), rtol=1e-12)


def test_a_deep_second_tail_keeps_its_relative_accuracy() -> None:
    """P(B(1/2) < 5.5, B(1) > 7.9), about 1e-15, by adaptive quadrature around where it lies."""
    high = 5.5
    _, above = crossing(walk([0.5, 1.0]), [NONE, NONE], [high, 7.9])
    expected, _ = integrate.quad(
        lambda x: stats.norm.pdf(x, 0, np.sqrt(0.5)) * special.ndtr((x - 7.9) / np.sqrt(0.5)),
        -2,
        high,
        points=[3.95],
        epsabs=0,
        epsrel=1e-12,
    )
    assert 1e-16 < expected < 1e-14
    assert above[1] == pytest.approx(expected, rel=1e-10)
