"""The overview of adverse events, from rows as its query returns them."""

import numpy as np
import pandas as pd

from dashboard.stats.overview import Count, overview


def rows(events: float = 5.0) -> dict[str, object]:
    return {
        "arm": pd.Categorical(["A", "B", "A", "B"], categories=["A", "B"]),
        "measure": np.array(["any", "any", "stopped", "stopped"], dtype=object),
        "n": np.array([8, 0, 8, 0]),
        "participants": np.array([3.0, 0.0, np.nan, np.nan]),
        "events": np.array([events, 0.0, np.nan, np.nan]),
    }


def test_a_count_is_participants_of_all_with_their_events() -> None:
    found = overview(**rows())  # type: ignore[arg-type]
    assert found.counts["any", "A"] == Count(3, 8, 5)
    assert found.table().iloc[0].tolist() == ["Any adverse event", "3", "37.5", "5", "0", "–", "0"]


def test_what_is_not_recorded_is_a_dash_and_no_zero() -> None:
    found = overview(**rows())  # type: ignore[arg-type]
    assert found.counts["stopped", "A"] == Count(None, 8, None)
    assert found.table().iloc[1, 1:].tolist() == ["–"] * 6
