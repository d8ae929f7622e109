"""Day 0 is randomisation: an earlier transplantation moves what is said of transplantation, and nothing else."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyreadstat
import pytest

from dashboard.access import envelope, sealed
from dashboard.access.connection import open_locked
from dashboard.access.memory import MemoryFiles
from dashboard.extract import demonstration
from dashboard.extract.lock import lock
from dashboard.settings import ROOT, Settings
from dashboard.trial.load import load
from tests.extract import tiny

OF_TRANSPLANTATION = {"participant", "baseline"}
"""The date itself, and how long before randomisation it was."""
DAYS = 20


@dataclass(frozen=True)
class Moved:
    """Sealed and open tables of one source, as it is and with each transplantation 20 days earlier."""

    before: dict[str, pd.DataFrame]
    after: dict[str, pd.DataFrame]


def tables(extract: Path, keys: Path) -> dict[str, pd.DataFrame]:
    found = {}
    for store in ("conduct", "blinded"):
        found |= {
            f"{store}/{path.stem}": duckdb.read_parquet(path).df() for path in (extract / store).glob("*.parquet")
        }
    memory, database = MemoryFiles(), duckdb.connect()
    database.register_filesystem(memory)
    memory.files |= sealed.read(extract / "sealed", envelope.store_key(keys)).tables
    for name in memory.files:
        found[f"sealed/{name}"] = database.execute(f"from read_parquet('{memory.address(name)}')").df()
    return found


@pytest.fixture(scope="module")
def moved(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    keys, out = Path(demo.keys), tmp_path_factory.mktemp("earlier")
    source = shutil.copytree(keys.parent / "source" / demonstration.PREVIOUS.isoformat(), out / "source")
    people, _ = pyreadstat.read_xport(str(source / "adsl.xpt"))
    (source / "adsl.xpt").unlink()
    earlier = pd.to_datetime(people["HSCTDT"]) - np.timedelta64(DAYS, "D")
    people.assign(HSCTDT=earlier.dt.strftime("%Y-%m-%d")).to_csv(source / "adsl.csv", index=False)
    trial = load(ROOT / "data" / "trial.toml")
    lock(source, trial, demonstration.PREVIOUS, out / "extract", keys)
    return Moved(tables(Path(demo.previous), keys), tables(out / "extract", keys))


def test_the_date_of_transplantation_has_moved(moved: Moved) -> None:
    days = [
        each["sealed/participant"].set_index("participant")["transplanted_on"] for each in (moved.before, moved.after)
    ]
    assert ((days[0] - days[1]).dt.days.dropna() == DAYS).all()


def test_no_outcome_no_guideline_and_no_event_moves_with_it(moved: Moved) -> None:
    assert moved.before.keys() == moved.after.keys()
    for name, table in moved.before.items():
        same = table.equals(moved.after[name])
        assert same == (name.partition("/")[2] not in OF_TRANSPLANTATION), name


def test_an_earlier_first_dose_moves_its_own_date_alone(tmp_path: Path) -> None:
    tiny.draw_keys(tmp_path / "keys")
    found = []
    for name, more in (("x", {}), ("y", tiny.replaced("adsl", "2025-01-20", "2025-01-12"))):
        folder = tiny.lock_tiny(tmp_path, name, **more).folder / "sealed"
        store = sealed.read(folder, envelope.store_key(tmp_path / "keys"))
        cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
        found.append({name: cursor.execute(f"from {name} order by all").fetchall() for name in store.tables})
    assert {name for name in found[0] if found[0][name] != found[1][name]} == {"participant"}
