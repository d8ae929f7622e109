"""Events and follow-up."""

import numpy as np
import pytest

from dashboard.errors import SourceError
from dashboard.stats.maturity import maturity


def test_an_event_counts_and_ends_no_follow_up() -> None:
    """Censored on days 4, 6 and 8, an event on day 2: of three censorings the second is the median."""
    result = maturity(np.array([2, 4, 6, 8]), np.array([1, 0, 0, 0]))
    assert result.events == 1
    assert result.follow_up.median.estimate == 6
    assert result.table().loc[0, ["Participants", "Events"]].tolist() == [4, 1]


def test_nobody_is_followed() -> None:
    assert maturity(np.zeros(0), np.zeros(0)).table().loc[0, "Events"] == 0


def test_an_event_is_0_or_1() -> None:
    with pytest.raises(SourceError, match="found 2"):
        maturity(np.array([1]), np.array([2]))
