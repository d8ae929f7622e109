"""The overview of adverse events, from a source small enough to count by hand.

who  arm     serious related fatal stopped changed grade
P1   ACTIVE  yes     yes     no    yes     no      4
P1   ACTIVE  no      no      no    no      yes     1
P2   PLAIN   yes     no      yes   -       no      5
P4   PLAIN   no event;  P3 (ACTIVE) left because of an event
"""

from pathlib import Path

import pytest

from dashboard.access import envelope, sealed, sql
from dashboard.access.connection import open_locked
from dashboard.extract.lock import lock
from dashboard.trial.load import parse
from tests.extract import tiny

ADAE = """
    ID | SOC | TERM | GRADE | SER | REL         | FATAL | STOP | CHANGE | START      | END
    P1 | Inf | Flu  | 4     | Y   | RELATED     | N     | Y    | N      | 2025-02-01 |
    P1 | Inf | Cold | 1     | N   | NOT RELATED | N     | N    | Y      | 2025-02-02 |
    P2 | Inf | Flu  | 5     | Y   | NOT RELATED | Y     |      | N      | 2025-05-12 |
"""
LEFT = 'left_for_event = "LEFT", randomised = "RANDFL"'
DONE = 'fatal = "FATAL", stopped = "STOP", changed = "CHANGE"'


def counted(base: Path, recorded: bool = True) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """Participants and events by measure and arm (A active, B plain; two randomised each)."""
    definition = tiny.DEFINITION
    adsl = tiny.TABLES["adsl"].replace("RANDFL", "RANDFL | LEFT").replace("| Y      |", "| Y | N |")
    adsl = adsl.replace("| N      | N", "| N | N | N").replace("2025-07-10 | Y | N |", "2025-07-10 | Y | Y |")
    if recorded:
        definition = definition.replace('randomised = "RANDFL"', LEFT).replace('fatal = "FATAL"', DONE)
    key_folder = tiny.draw_keys(base / "keys")
    source = tiny.write(base / "source", adsl=adsl, adae=ADAE)
    folder = lock(source, parse(definition, "tiny"), tiny.CUT_OFF, base / "x", key_folder, pulled=tiny.PULLED).folder
    contents = sealed.read(folder / "sealed", envelope.store_key(key_folder))
    cursor = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
    query = sql.read("unblinded/event_overview")
    rows = cursor.execute(query.text, {"population": "randomised", "severe_from": 3, "unrecorded": []}).fetchall()
    assert {n for _, _, n, _, _ in rows} == {2}
    return {(measure, arm): (participants, events) for arm, measure, _, participants, events in rows}


def test_every_measure_is_what_the_hand_counts(tmp_path: Path) -> None:
    found = counted(tmp_path)
    expected = {
        "any": ((1, 2), (1, 1)),
        "serious": ((1, 1), (1, 1)),
        "related": ((1, 1), (0, 0)),
        "serious-related": ((1, 1), (0, 0)),
        "severe": ((1, 1), (1, 1)),
        "fatal": ((0, 0), (1, 1)),
        "died": ((0, None), (1, None)),
        "left": ((1, None), (0, None)),
        "stopped": ((1, 1), (0, 0)),
        "changed": ((1, 1), (0, 0)),
        "serious-stopped": ((1, 1), (0, 0)),
        "serious-changed": ((0, 0), (0, 0)),
        "related-stopped": ((1, 1), (0, 0)),
        "related-changed": ((0, 0), (0, 0)),
    }
    assert found == {(m, arm): row for m, rows in expected.items() for arm, row in zip("AB", rows, strict=True)}
    assert list(dict.fromkeys(measure for measure, _ in found)) == list(expected)


@pytest.mark.parametrize("measure", ["left", "stopped", "changed", "serious-stopped", "related-changed"])
def test_what_the_source_does_not_record_has_no_number(tmp_path: Path, measure: str) -> None:
    found = counted(tmp_path, recorded=False)
    assert found[measure, "A"] == found[measure, "B"] == (None, None)
    assert found["serious", "A"] == (1, 1)
