"""What happens at each distinct time: by hand."""

from fractions import Fraction

import numpy as np
import pytest

from dashboard.stats.steps import steps

# Five participants: relapse and NRM on day 2, one censored there; relapse on day 4, the last censored on day 6
DAYS, CODES = np.array([2.0, 2.0, 2.0, 4.0, 6.0]), np.array([1, 2, 0, 1, 0])


def test_each_time_has_its_risk_set_and_its_events_by_cause() -> None:
    seen = steps(DAYS, CODES, 2)
    assert seen.time.tolist() == [2, 4, 6]
    assert seen.risk.tolist() == [5, 2, 1]
    assert seen.events.tolist() == [[1, 1, 0], [1, 0, 0]]
    by_hand = [Fraction(1, 5), Fraction(1, 5) + Fraction(3, 5) * Fraction(1, 2)]
    assert seen.incidence[0].tolist() == pytest.approx([float(by_hand[0]), float(by_hand[1]), float(by_hand[1])])
    assert seen.free().estimate.tolist() == pytest.approx([1, 3 / 5, 3 / 10, 3 / 10])
    assert seen.cause(1).events.tolist() == [0, 1, 1, 1]
    assert not seen.ended


def test_somebody_is_at_risk_on_the_days_after_entry() -> None:
    seen = steps(DAYS, CODES, 2, entry=np.array([0.0, 0, 0, 2, 3]), start=1.0)
    assert seen.risk.tolist() == [3, 2, 1]
    assert seen.free().time.tolist() == [1, 2, 4, 6]


def test_curves_have_ended_when_nobody_is_left_free() -> None:
    assert steps(DAYS[:4], CODES[:4], 2).ended
    assert not steps(DAYS[:0], CODES[:0], 2).ended
