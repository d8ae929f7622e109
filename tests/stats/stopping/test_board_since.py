"""All guidelines in two extracts, on participants few enough to count by hand.

Truncated SPRT of 5% against 15%, alpha .10, 80 participants: among 2–5 evaluable 2 events meet it; window 100 days.
"""

from typing import Any

import pandas as pd

from dashboard.stats.stopping.board import Watched, board
from dashboard.stats.stopping.board_since import BoardSince, board_since
from dashboard.stats.stopping.rules.sprt import Sprt

RULE = Sprt(0.05, 0.15, 0.10, 80)
WATCHED = {
    "nrm": Watched("NRM", RULE, 100, "tite", pooled=False),
    "crs": Watched("CRS", RULE, 100, "tite", pooled=False, unnamed=True),
}
# guideline, arm, earlier, entered, days, cause, cut
THEN = [("nrm", "B", True, 0, 50, 0, 50)] * 4  # 2.0 evaluable: two events would meet it
NOW = [("nrm", "B", False, 0, 60, 1, 90), *[("nrm", "B", False, 0, 90, 0, 90)] * 3]  # 1 + 2.7 with 1 event: one more
CRS = [("crs", "A", earlier, 0, 40, 0, 50) for earlier in (True, False)]


def asked(rows: list[tuple[Any, ...]]) -> BoardSince:
    names = ("guideline", "arm", "earlier", "entered", "days", "cause", "cut")
    frame = pd.DataFrame(rows, columns=list(names))
    columns = {name: frame[name].to_numpy() for name in names if name != "arm"}
    return board_since(arm=pd.Categorical(frame["arm"], categories=["A", "B"]), **columns, watched=WATCHED)


def test_the_distance_then_and_now() -> None:
    found = asked([*THEN, *NOW])
    nearest = found.now.nearest
    assert nearest is not None
    before = found.before(nearest)
    assert before is not None
    assert (before.name, before.arm, before.distance, nearest.distance) == ("nrm", "B", 2.0, 1.0)


def test_now_is_the_board_of_this_extract_alone() -> None:
    frame = pd.DataFrame(NOW, columns=["guideline", "arm", "earlier", "entered", "days", "cause", "cut"])
    columns = {name: frame[name].to_numpy() for name in ("guideline", "entered", "days", "cause", "cut")}
    alone = board(arm=pd.Categorical(frame["arm"], categories=["A", "B"]), **columns, watched=WATCHED)
    assert asked([*THEN, *NOW]).now.table().equals(alone.table())


def test_without_an_earlier_extract_there_is_no_then() -> None:
    found = asked(NOW)
    assert found.then is None
    assert found.before(found.now.entries[0]) is None
    assert "Earlier extract: events to boundary" not in found.table()


def test_of_an_unnamed_guideline_nothing_more_is_told() -> None:
    table = asked([*THEN, *NOW, *CRS]).table().set_index("Guideline")
    assert table.loc["NRM", "Earlier extract: events to boundary"] == "2"
    assert table.loc["CRS", "Earlier extract: events to boundary"] == ""


def test_an_arm_not_watched_then_has_no_distance_then() -> None:
    found = asked([*THEN, *NOW, ("nrm", "A", False, 0, 50, 0, 90)])
    assert list(found.table()["Earlier extract: events to boundary"][:2]) == ["", "2"]
