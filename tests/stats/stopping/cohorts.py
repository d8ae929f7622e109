"""Participants few enough to count by hand, shared by the tests of what a guideline says.

The truncated SPRT of 5% against 15%, alpha .10, 80 participants: 2–5: 2 events, 6–15: 3 events, 16–26: 4 events;
the window is 100 days.

    calendar day 0         50        100       150       200
    A            |===================|                          window complete on day 100
    B              |=========X                                  event on day 60, window over on 110
    C                |=====o                                    competing event on day 50
    D                    |===========-                          last assessed on day 100, then nothing
    E                      |=======X                            event on day 90, window over on 150
    F                          |===================|            window complete on day 170
    G                              |===================|        window complete on day 190
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.stats.stopping.rules.sprt import Sprt

NRM = Sprt(0.05, 0.15, 0.10, 80)
WINDOW = 100
Row = tuple[int, int, int]  # entered, days, cause
SEVEN: dict[str, Row] = {
    "A": (0, 100, 0),
    "B": (10, 50, 1),
    "C": (20, 30, 2),
    "D": (40, 60, 0),
    "E": (50, 40, 1),
    "F": (70, 100, 0),
    "G": (90, 100, 0),
}
FIVE = {name: SEVEN[name] for name in "ABCDE"}


def columns(rows: Sequence[Row], cut: int, cut_on: str | None = None) -> dict[str, Any]:
    """The columns that `monitor` takes."""
    entered, days, cause = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    given = {"entered": entered, "days": days, "cause": cause, "cut": np.full(len(rows), cut)}
    return given if cut_on is None else given | {"cut_on": np.full(len(rows), np.datetime64(cut_on))}
