"""Onset by day as lines; durations as a table."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import event_durations as lasting
from dashboard.figures import event_onset as onsets
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import by_arm
from dashboard.stats.event_durations import durations
from dashboard.stats.event_onset import onset
from tests.figures.drawn import annotations, foreign_colours, is_plotly


def draw(names: tuple[str, ...] = ("A", "B"), events: tuple[int, ...] = (14, 7, 3), n: int = 10) -> Figure:
    """Three periods in each arm; in the last one only a tenth of the days are left."""
    arm = pd.Categorical([name for name in names for _ in events], categories=list(names))
    days = np.tile([28 * n, 28 * n, 28 * n // 10], len(names))
    columns = {"period": np.tile(range(3), len(names)), "events": np.tile(events, len(names)), "person_days": days}
    return onsets.by_day(by_arm(onset)(arm, **columns))


@pytest.mark.parametrize("names", [("A", "B"), ("A", "B", "C"), ("All participants",)])
@pytest.mark.parametrize("events", [(14, 7, 3), (0, 0, 0)])
@pytest.mark.parametrize("n", [0, 1, 10])
def test_any_number_of_arms_and_participants_can_be_drawn(names: tuple[str, ...], events: Any, n: int) -> None:
    figure = draw(names, events if n else (0, 0, 0), n)
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"


def test_periods_with_few_at_risk_are_not_drawn() -> None:
    """14 events in 280 days are 5 per 100, 7 are 2.5; the last period has one participant left."""
    (a, b) = draw().plot["data"]
    assert (a["x"], a["y"]) == ([14, 42], [5, 2.5])
    assert (a["line"]["dash"], b["line"]["dash"]) == ("solid", "dash")


def test_words_say_where_most_events_began() -> None:
    assert "A: most in days 0 to 27, 5.0 per 100 person-days" in draw().alt
    assert draw().foot == "A 24 events, B 24 events"
    assert any(note["text"] == "No events so far" for note in annotations(draw(events=(0, 0, 0))))


def test_durations_stand_most_frequent_first_and_a_dash_where_none_ended() -> None:
    arm = pd.Categorical(["A", "B"] * 2)
    terms = np.array(["Rash", "Rash", "発熱", "発熱"], dtype=object)
    level, soc = np.array(["term"] * 4, dtype=object), np.array(["S"] * 4, dtype=object)
    numbers: dict[str, Any] = {
        "participants": [1, 0, 3, 2],
        "n": [20] * 4,
        "ended": [0, 0, 2, 1],
        "ongoing": [1, 0, 1, 1],
    }
    days = {"median": [np.nan, np.nan, 4.5, 2], "shortest": [np.nan, np.nan, 4, 2], "longest": [np.nan, np.nan, 5, 2]}
    result = durations(arm, level, soc, terms, **numbers, **days)
    table = lasting.durations(result)
    assert table.rows[0] == ("発熱", "4.5 (4 to 5)", "2", "1", "2 (2 to 2)", "1", "1")
    assert table.rows[1] == ("Rash", "–", "0", "1", "–", "0", "0")
    assert result.table()["Ongoing"].tolist() == [1, 1, 1, 0]
    rare = durations(arm, level, soc, terms, **numbers, **days, least="10")
    assert len(rare.rows) == 1
    assert lasting.durations(rare).foot.endswith("· 1 rarer term not shown")
