"""What a source says of each death: in the sealed store from the day of death on, and nowhere else.

P2 of the tiny source died before its cut-off and P3 after it.
"""

import duckdb
import pytest

from dashboard.access import envelope, manifest, sealed
from dashboard.access.connection import open_locked
from dashboard.extract.lock import Locked, lock
from dashboard.trial.load import parse
from tests.extract import tiny

COLUMNS = ("death_cause", "death_related", "death_narrative")
FORMS = {"P2": ("Infection", "Possibly related", "Died of sepsis."), "P3": ("Relapse", "Not related", "Relapsed.")}


def told() -> str:
    """The tiny participants with the forms of two deaths."""
    head, *rows = (line.strip() for line in tiny.TABLES["adsl"].strip().splitlines())
    made = [f"{row} | {' | '.join(FORMS.get(row[:2], ('', '', '')))}" for row in rows]
    return "\n".join([f"{head} | DTHCAUS | DTHREL | DTHNARR", *made])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Locked]:
    """The tiny trial with and without the columns, in the same keys."""
    base = tmp_path_factory.mktemp("deaths")
    tiny.draw_keys(base / "keys")
    named = 'died_on = "DIED", death_cause = "DTHCAUS", death_related = "DTHREL", death_narrative = "DTHNARR", '
    made = {}
    for forms in (True, False):
        source = tiny.write(base / f"source-{forms}", **({"adsl": told()} if forms else {}))
        trial = tiny.trial('died_on = "DIED", ', named) if forms else tiny.trial()
        made[forms] = lock(source, trial, tiny.CUT_OFF, base / f"{forms}", base / "keys", pulled=tiny.PULLED)
    return made


def opened(locked: Locked) -> manifest.Contents:
    return sealed.read(locked.folder / "sealed", envelope.store_key(locked.folder.parent / "keys"))


def forms(locked: Locked) -> dict[str, tuple[object, ...]]:
    contents = opened(locked)
    cursor: duckdb.DuckDBPyConnection = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
    asked = f"select participant, {', '.join(COLUMNS)} from participant order by 1"
    return {str(name): tuple(form) for name, *form in cursor.execute(asked).fetchall()}


def test_a_death_after_the_cut_off_has_no_form_yet(both: dict[bool, Locked]) -> None:
    none = (None, None, None)
    assert forms(both[True]) == {"P1": none, "P2": FORMS["P2"], "P3": none, "P4": none}


def test_the_store_knows_whether_the_source_had_forms(both: dict[bool, Locked]) -> None:
    for had, locked in both.items():
        trial = parse(opened(locked).files["trial.toml"].decode(), "sealed")
        assert {trial.has(f"participant.{column}") for column in COLUMNS} == {had}
    assert set(forms(both[False]).values()) == {(None, None, None)}


def test_no_byte_outside_the_sealed_store_knows_of_the_forms(both: dict[bool, Locked]) -> None:
    for store in ("conduct", "blinded"):
        said = [{p.name: p.read_bytes() for p in (both[had].folder / store).iterdir()} for had in (True, False)]
        assert said[0] == said[1]
