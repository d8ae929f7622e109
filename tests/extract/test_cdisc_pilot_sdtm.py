"""SDTM is a second shape of the same study: the CDISC pilot, locked from dm, ds, ae and ex."""

from datetime import date
from pathlib import Path

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
TRIALS = ROOT / "data" / "trials"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SOURCE.exists(), reason="the public data sets are not beside the project"),
]


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The study locked from either shape with the same keys."""
    base = tmp_path_factory.mktemp("pilot")
    keys.new(base / "keys")
    for name in ("cdisc-pilot", "cdisc-pilot-sdtm"):
        lock(SOURCE, load(TRIALS / f"{name}.toml"), date(2015, 3, 5), base / name, base / "keys")
    return {"adam": base / "cdisc-pilot", "sdtm": base / "cdisc-pilot-sdtm"}


@pytest.fixture(scope="module")
def sdtm(extracts: dict[str, Path]) -> duckdb.DuckDBPyConnection:
    contents = sealed.read(extracts["sdtm"] / "sealed", envelope.store_key(extracts["sdtm"].parent / "keys"))
    return open_locked(contents.tables, {}, contents.manifest.arms).cursor()


def source(name: str) -> pd.DataFrame:
    frame, _ = pyreadstat.read_xport(str(SOURCE / f"{name}.xpt"))
    return pd.DataFrame(frame)


def count(tables: duckdb.DuckDBPyConnection, statement: str) -> tuple[object, ...]:
    row = tables.execute(statement).fetchone()
    assert row is not None
    return tuple(row)


@pytest.mark.parametrize("table", ["event_count", "accrual", "population_size"])
def test_both_shapes_tell_the_same(extracts: dict[str, Path], table: str) -> None:
    """Every count of adverse events, of enrolment by site and month, and of participants, by the blinded stores."""
    store = "conduct" if table == "accrual" else "blinded"
    answers = []
    for folder in extracts.values():
        contents = manifest.read(folder / store)
        where = "where population = 'randomised'" if table != "accrual" else ""
        cursor = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
        answers.append(cursor.execute(f"from {table} {where} order by all").fetchall())
    assert answers[0] == answers[1]
    assert answers[0]


def test_screen_failures_are_screened_and_nothing_else(sdtm: duckdb.DuckDBPyConnection) -> None:
    """Demographics: 306 screened, 52 of them screen failures; 254 randomised."""
    assert count(sdtm, "select count(*) from participant") == (254,)
    rows = sdtm.execute("select outcome, reason, count(*) from screening group by all order by all").fetchall()
    assert rows == [("Not randomised", "SCREEN FAILURE", 52), ("Randomised", None, 254)]


def test_partial_dates_of_onset_are_marked_and_kept(sdtm: duckdb.DuckDBPyConnection) -> None:
    events = source("ae")
    partial = events["AESTDTC"].str.len() < len("2013-01-01")
    assert partial.sum() == 26
    assert count(sdtm, "select count(*), count(*) filter (partial_date) from adverse_event") == (len(events), 26)


def test_a_partial_date_is_its_earliest_day_from_randomisation_on(sdtm: duckdb.DuckDBPyConnection) -> None:
    rows = sdtm.execute("""select a.participant, a.start_on, p.randomised_on
        from adverse_event a join participant p using (participant) where partial_date""").fetchall()
    given = source("ae").groupby("USUBJID")["AESTDTC"].apply(set)
    for who, start, day0 in rows:
        months = {str(start)[:7], str(start)[:4]} & given[who]
        assert months
        assert start == day0 or str(start).endswith("-01")


def test_exposure_is_every_record_of_ex(sdtm: duckdb.DuckDBPyConnection) -> None:
    given = source("ex")
    found = count(sdtm, "select count(*), count(distinct participant), sum(dose), count(end_day) from infusion")
    ended = int((given["EXENDTC"] != "").sum())
    assert found == (len(given), given["USUBJID"].nunique(), given["EXDOSE"].sum(), ended)
