"""Another trial is another file: the public CDISC pilot study, locked from its own transport files."""

from datetime import date

import duckdb
import pandas as pd
import pyreadstat
import pytest

from dashboard.access import envelope, manifest, sealed
from dashboard.access.connection import open_locked
from dashboard.extract import keys
from dashboard.extract.lock import lock
from dashboard.settings import ROOT
from dashboard.trial.load import load

SOURCE = ROOT.parent / "shared" / "datasets" / "cdisc_pilot"
TITLES = {"Placebo", "Xanomeline Low Dose", "Xanomeline High Dose"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SOURCE.exists(), reason="the public data sets are not beside the project"),
]


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[duckdb.DuckDBPyConnection, dict[str, str]]:
    """The sealed tables, and the arm of each letter."""
    base = tmp_path_factory.mktemp("pilot")
    trial = load(ROOT / "data" / "trials" / "cdisc-pilot.toml")
    keys.new(base / "keys")
    out = lock(SOURCE, trial, date(2015, 3, 5), base / "x", base / "keys").folder
    manifest.read(out / "conduct")
    manifest.read(out / "blinded")
    contents = sealed.read(out / "sealed", envelope.store_key(base / "keys"))
    letters = keys.letters(base / "keys", trial)
    cursor = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
    return cursor, {letter: arm for arm, letter in letters.items()}


def source(name: str) -> pd.DataFrame:
    frame, _ = pyreadstat.read_xport(str(SOURCE / f"{name}.xpt"))
    return pd.DataFrame(frame)


def test_the_three_arms_have_the_published_numbers_of_participants(
    locked: tuple[duckdb.DuckDBPyConnection, dict[str, str]],
) -> None:
    """Clinical study report of CDISCPILOT01: placebo 86, low dose 84, high dose 84; all of them treated."""
    cursor, arms = locked
    rows = cursor.execute("select arm, population, n from population_size").fetchall()
    assert set(arms.values()) == TITLES
    for arm, _, n in rows:
        assert n == (86 if arms[arm] == "Placebo" else 84)
    assert len(rows) == 6


def test_participants_with_an_emergent_event_are_those_flagged_in_the_source(
    locked: tuple[duckdb.DuckDBPyConnection, dict[str, str]],
) -> None:
    cursor, arms = locked
    events = source("adae")
    emergent = events[events["TRTEMFL"] == "Y"]
    expected = emergent.groupby("TRTA")["USUBJID"].nunique().to_dict()
    rows = cursor.execute("""select arm, sum(participants)::bigint, sum(events)::bigint from event_count
        where level = 'overall' and subset = 'any' and population = 'randomised' and not by_name
        group by arm""").fetchall()
    assert {arms[arm]: people for arm, people, _ in rows} == expected
    assert {arms[arm]: count for arm, _, count in rows} == emergent.groupby("TRTA").size().to_dict()


def test_time_to_the_first_dermatologic_event_is_counted_from_day_zero(
    locked: tuple[duckdb.DuckDBPyConnection, dict[str, str]],
) -> None:
    """The study counts the day of the first dose as day 1: its value less one."""
    cursor, _ = locked
    given = source("adtte").set_index("USUBJID")
    rows = cursor.execute("select participant, cause, days from endpoint").fetchall()
    assert {one: days for one, _, days in rows} == (given["AVAL"] - 1).to_dict()
    assert {one: cause for one, cause, _ in rows} == (1 - given["CNSR"]).astype(int).to_dict()
