"""Exact operating characteristics, by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.stopping import operating


def test_three_participants_by_hand() -> None:
    """Met at 2 events, looking after each of 3 participants; true rate 1/4.

    after 2: both have the event, 1/16; after 3: exactly one among the first two and the third,
    2 x 1/4 x 3/4 x 1/4 = 6/64. Expected participants: 2 x 1/16 + 3 x 15/16 = 47/16.
    """
    found = operating.characteristics([1, 2, 3], [2, 2, 2], [0.25])
    assert found.crossing[0].tolist() == [0, 1 / 16, 6 / 64]
    assert found.probability[0] == float(Fraction(1, 16) + Fraction(6, 64))
    assert found.participants[0] == 47 / 16
    assert found.events[0] == 47 / 64


def test_looks_apart_count_all_events_in_between() -> None:
    """Looks after 2 and 4, met at 2 then 3, rate 1/2: 1/4, then one among two (1/2) and two more (1/4): 1/8."""
    found = operating.characteristics([2, 4], [2, 3], 0.5)
    assert found.crossing[0].tolist() == [0.25, 0.125]
    assert found.participants[0] == 2 * 0.25 + 4 * 0.75


def test_a_boundary_above_its_look_is_never_met() -> None:
    assert operating.probability([1, 2], [2, 3], 0.9) == 0


def test_five_independent_guidelines_at_ten_per_cent() -> None:
    """1 - .9^5 = .40951; 1 - .95^5 = .2262190625 (the dossier's 41% and 23%)."""
    assert operating.chance_of_any(*[0.1] * 5) == pytest.approx(0.40951)
    assert operating.chance_of_any(*[0.05] * 5) == pytest.approx(0.2262190625)
    assert operating.chance_of_any() == 0


def test_the_table_has_one_row_a_rate() -> None:
    table = operating.characteristics([1, 2, 3], [2, 2, 2], [0.25, 0.5]).table()
    assert list(table.columns) == [
        *("True rate", "Chance that it is met"),
        *("Expected participants", "Expected events"),
    ]
    assert table["Chance that it is met"].tolist() == [0.15625, 0.5]


@settings(max_examples=25)
@given(st.lists(st.integers(1, 8), min_size=1, max_size=8), st.floats(0.01, 0.95))
def test_a_higher_rate_or_a_lower_boundary_never_makes_it_rarer(steps: list[int], rate: float) -> None:
    looks = np.arange(1, len(steps) + 1)
    boundary = np.maximum.accumulate(steps)
    low, high = operating.characteristics(looks, boundary, [rate, rate + 0.04]).probability
    assert 0 <= low <= high + 1e-12
    assert high <= 1 + 1e-12
    assert operating.probability(looks, np.maximum(boundary - 1, 1), rate) >= low - 1e-12
