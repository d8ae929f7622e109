"""What comes next for a guideline: then, now and the predicted end, on participants counted by hand.

Truncated SPRT of 5% against 15%, alpha .10, 80 participants: among 2–5 evaluable 2 events meet it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.ahead import Ahead, ahead
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.predict import predictive
from dashboard.stats.stopping.rules.sprt import Sprt

RULE = Sprt(0.05, 0.15, 0.10, 80)
SETTINGS: dict[str, Any] = {"rule": RULE, "window": 100}

# entered, days, cause, cut
THEN = [(0, 50, 0, 50)] * 4  # day 50: 4 x 0.5 = 2.0 evaluable without event
NOW = [(0, 60, 1, 90), *[(0, 90, 0, 90)] * 3, (80, 10, 0, 90)]  # day 90: 1 + 3 x 0.9 + 0.1 = 3.8, one event


def columns(rows: Sequence[tuple[int, ...]]) -> dict[str, Any]:
    parts = np.array(rows, dtype=int).reshape(-1, 4).T
    return dict(zip(("entered", "days", "cause", "cut"), parts, strict=True))


def asked(then: Sequence[tuple[int, ...]], now: Sequence[tuple[int, ...]], **more: Any) -> Ahead:
    earlier = np.array([True] * len(then) + [False] * len(now), dtype=bool)
    return ahead(earlier, **columns([*then, *now]), **SETTINGS, **more)


def test_then_and_now_are_told_apart() -> None:
    found = asked(THEN, NOW)
    assert found.then is not None
    assert (found.then.count.events, found.then.count.evaluable) == (0, 2.0)
    assert found.now.count.events == 1
    assert found.now.count.evaluable == pytest.approx(3.8)
    assert (found.then.further and found.then.further.fewest, found.now.further and found.now.further.fewest) == (2, 1)


def test_without_an_earlier_extract_there_is_no_then() -> None:
    found = asked([], NOW)
    assert found.then is None
    assert not [name for name in found.table().columns if name.startswith("Earlier")]


def test_the_parts_are_those_of_their_own_statistics() -> None:
    found = asked(THEN, NOW, per_month=2.0, competing=0.07)
    assert found.predicted == predictive(**columns(NOW), **SETTINGS, per_month=2.0, competing=0.07)
    alone = monitor(**columns(NOW), **SETTINGS).table()
    table = found.table()
    assert all(table[name][0] == alone[name][0] for name in ("Events", "Evaluable", "Events to boundary", "Pending"))
    assert table["Earlier extract: Events to boundary"][0] == "2"
    assert table["Seed"][0] == found.predicted.seed


def test_without_planned_accrual_nothing_is_predicted() -> None:
    found = asked(THEN, NOW)
    assert found.predicted is None
    assert "Predictive probability" not in found.table().columns


def test_nobody_so_far_is_one_row_too() -> None:
    assert len(asked([], [], per_month=2.0).table()) == 1


def test_settings_that_make_no_guideline_are_refused() -> None:
    with pytest.raises(ChoiceError, match="Counting"):
        asked(THEN, NOW, counting="early")
