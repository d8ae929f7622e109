"""How complete the tiny source's data are, worked out by hand (the source stands in tiny.py), and who may know.

Cut-off 2025-07-01: P1 on day 172, P2 150, P3 108, P4 42; visits are owed from day 44, 104 and 140.

    P1 A  visits on 10 Feb and 12 Apr, 80 days before the cut-off; the third, on 2 Jul, is not seen yet
    P2 B  one visit; dead on day 120: day 90 was owed, day 130 is not
    P3 A  no visit in 108 days; the death on 10 Jul is not seen yet
    P4 B  42 days, nothing owed yet
"""

from pathlib import Path

import pytest

from dashboard.access.door import Door
from dashboard.extract.lock import Locked, lock
from dashboard.settings import Settings
from dashboard.sides import unblinded
from tests.extract import tiny

FLAGGED = {
    ("P1", "RELNRM"): "Y",
    ("P2", "RELNRM"): "N",
    ("P2", "OS"): "Y",  # the same death: pending until all of it is judged
    ("P3", "RELNRM"): "Y",  # after the cut-off
    ("P3", "CRS3"): "N",  # exists in one arm only
}


def flagged() -> str:
    """The tiny table of times with a column for adjudication."""
    head, *rows = (line.strip() for line in tiny.TABLES["adtte"].strip().splitlines())
    keys = [tuple(cell.strip() for cell in row.split("|")[:2]) for row in rows]
    made = [f"{row} | {FLAGGED.get((who, what), '')}" for row, (who, what) in zip(rows, keys, strict=True)]
    return "\n".join([f"{head} | ADJFL", *made])


def locked(base: Path, name: str, adjudicated: bool) -> Locked:
    if not (base / "keys").exists():
        tiny.draw_keys(base / "keys")
    passage = 'start_on = "START" }\n[source.cycle]'
    new = passage.replace('"START" }', '"START", adjudicated = "ADJFL" }') if adjudicated else passage
    source = tiny.write(base / f"source-{name}", **({"adtte": flagged()} if adjudicated else {}))
    return lock(source, tiny.trial(passage, new), tiny.CUT_OFF, base / name, base / "keys", pulled=tiny.PULLED)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, tuple[Locked, Door]]:
    """The tiny trial with and without the column, in the same keys, and its unblinded door."""
    base = tmp_path_factory.mktemp("follow-up")
    told = Settings(keys=str(base / "keys"))
    made = {flag: locked(base, f"x-{flag}", flag) for flag in (True, False)}
    return {flag: (extract, unblinded.SIDE.open(extract.folder, None, told)) for flag, extract in made.items()}


def rows(door: Door, asked: str) -> list[tuple[object, ...]]:
    return door._connection.cursor().execute(asked).fetchall()


def test_each_participant_s_days_visits_and_adjudications(both: dict[bool, tuple[Locked, Door]]) -> None:
    _, door = both[True]
    asked = "select participant, arm, waiting, owed, overdue, events, pending from follow_up order by participant"
    assert rows(door, asked) == [
        ("P1", "A", 80, 3, 1, 1, 0),
        ("P2", "B", None, 2, 1, 1, 1),
        ("P3", "A", 108, 2, 2, 0, 0),
        ("P4", "B", 42, 0, 0, 0, 0),
    ]


def test_without_the_column_no_event_is_there_to_adjudicate(both: dict[bool, tuple[Locked, Door]]) -> None:
    _, door = both[False]
    assert rows(door, "select sum(events)::int, sum(pending)::int, sum(overdue)::int from follow_up") == [(0, 0, 4)]
    assert not door.trial.has("time_to_event.adjudicated")
    assert both[True][1].trial.has("time_to_event.adjudicated")


def test_no_byte_outside_the_sealed_store_knows_of_adjudication(both: dict[bool, tuple[Locked, Door]]) -> None:
    with_it, without = both[True][0], both[False][0]
    for store in ("conduct", "blinded"):
        files = {path.name: path.read_bytes() for path in (with_it.folder / store).iterdir()}
        assert files == {path.name: path.read_bytes() for path in (without.folder / store).iterdir()}
        assert not any("follow_up" in name for name in files)
