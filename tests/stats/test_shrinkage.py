"""Ratios of two arms' events pulled towards their class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.shrinkage import NOTE, Shrunken, shrunken_ratios

EVENTS = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12)


def asked(events: list[tuple[str, int, int]], earlier: float = 80, later: float = 80) -> Shrunken:
    soc, x, y = zip(*events, strict=True)
    return shrunken_ratios(soc, [str(at) for at in range(len(x))], x, y, earlier, later)


def test_many_participants_speak_for_themselves() -> None:
    # the class counts for at most 256 of 60,000
    result = asked([("A", 20_000, 40_000)], 1e6, 1e6)
    assert result.ratio[0] == pytest.approx(2, rel=0.01)
    # var log = 1/20000 + 1/40000
    assert np.log(result.upper[0] / result.ratio[0]) == pytest.approx(1.96 * np.sqrt(3 / 40_000), rel=0.02)


def test_an_extreme_in_a_class_without_a_difference_recedes() -> None:
    alone, among = asked([("A", 1, 7)]), asked([("A", 1, 7), *[("A", 30, 30)] * 10])
    assert 1 < among.ratio[0] < 2 < alone.ratio[0] < 7
    assert among.lower[0] < 1
    assert among.above[0] < alone.above[0]


def test_a_class_with_a_difference_lends_it_to_a_rare_event() -> None:
    # 2 against 1 by itself says little
    by_itself, among = asked([("A", 1, 2)]), asked([("A", 1, 2), *[("A", 10, 30)] * 6])
    assert among.ratio[0] > by_itself.ratio[0] > 1
    assert among.above[0] > 0.95


def test_classes_lend_nothing_to_each_other() -> None:
    alone, beside = asked([("A", 1, 2)]), asked([("A", 1, 2), *[("B", 10, 30)] * 6])
    assert beside.ratio[0] == pytest.approx(alone.ratio[0], rel=1e-12)


def test_twice_the_participants_with_twice_the_events_are_no_difference() -> None:
    result = asked([("A", 1000, 2000)], 4000, 8000)
    assert result.ratio[0] == pytest.approx(1, abs=0.02)
    assert result.lower[0] < 1 < result.upper[0]


def test_the_table_says_that_it_is_screening() -> None:
    table = asked([("感染症", 0, 0)]).table()
    assert table["Note"].tolist() == [NOTE]
    assert table["Shrunken ratio"].tolist() == pytest.approx([1])
    assert len(shrunken_ratios([], [], [], [], 80, 80).table()) == 0


@pytest.mark.parametrize("sizes", [(0, 80), (80, 0), (np.nan, 80)])
def test_an_empty_arm_is_refused(sizes: tuple[float, float]) -> None:
    with pytest.raises(SourceError, match="two arms"):
        asked([("A", 1, 2)], *sizes)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(SourceError, match="at least 0"):
        asked([("A", -1, 2)])


@settings(max_examples=30)
@given(events=EVENTS)
def test_exchanged_arms_turn_the_ratios_over_and_the_order_of_events_is_free(
    events: list[tuple[str, int, int]],
) -> None:
    result = asked(events)
    exchanged, backwards = asked([(soc, y, x) for soc, x, y in events]), asked(events[::-1])
    np.testing.assert_allclose(1 / exchanged.ratio, result.ratio, rtol=1e-8)
    np.testing.assert_allclose(1 / exchanged.lower, result.upper, rtol=1e-6)
    np.testing.assert_allclose(1 - exchanged.above, result.above, atol=1e-9)
    np.testing.assert_allclose(backwards.ratio[::-1], result.ratio, rtol=1e-8)
    assert (result.lower <= result.ratio).all()


@settings(max_examples=20)
@given(events=EVENTS, more=st.integers(1, 30))
def test_more_participants_in_the_later_arm_never_lower_the_ratio(
    events: list[tuple[str, int, int]], more: int
) -> None:
    (soc, x, y), *others = events
    assert asked([(soc, x, y + more), *others]).ratio[0] >= asked(events).ratio[0] - 1e-12
