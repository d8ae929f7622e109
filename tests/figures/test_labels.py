"""Where labels stand."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import labels, risk


def test_labels_far_apart_stay_where_they_are() -> None:
    assert labels.spread([10, 100, 50], 17, 0, 200) == [10, 100, 50]


def test_two_labels_of_one_place_move_apart_evenly() -> None:
    assert labels.spread([50, 50], 20, 0, 200) == [40, 60]


def test_labels_stay_within_the_plot() -> None:
    assert labels.spread([0, 1], 20, 9, 200) == [9, 29]
    assert labels.spread([199, 200], 20, 9, 190) == [170, 190]


@settings(max_examples=60)
@given(st.lists(st.floats(0, 264), min_size=1, max_size=6))
def test_labels_never_touch_and_keep_their_order(targets: list[float]) -> None:
    places = labels.spread(targets, 17, 9, 258)
    ascending = sorted(places)
    assert all(b - a >= 17 - 1e-6 for a, b in itertools.pairwise(ascending))
    assert all(9 - 1e-6 <= place <= 258 + 1e-6 for place in places)
    ranked = sorted(range(len(targets)), key=lambda i: (targets[i], i))
    assert [places[i] for i in ranked] == ascending


@pytest.mark.parametrize(
    ("until", "named"),
    [
        (730, [0, 100, 180, 365, 545, 730]),
        (544.9, [0, 100, 180, 365]),
        (1460, [0, 100, 365, 545, 730, 1095, 1460]),
        (60, [0, 7, 14, 21, 28, 42, 60]),
        (7, [0, 7]),
    ],
)
def test_days_named_on_the_axis_are_landmarks_that_leave_each_other_room(until: float, named: list[int]) -> None:
    assert risk.ticks(until) == named


def test_an_axis_ends_at_the_first_step_that_holds_its_value() -> None:
    assert labels.top(41, (10, 40, 50)) == 50
    assert labels.top(40, (10, 40, 50)) == 40
    assert labels.top(99, (10, 40, 50)) == 50
