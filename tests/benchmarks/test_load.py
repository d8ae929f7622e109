"""100,000 participants and 5 million adverse events: lock, doors, memory, every panel. Takes minutes."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import duckdb
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.access import envelope, sealed
from dashboard.extract import blind, demonstration
from dashboard.extract.events import event_counts
from dashboard.extract.lock import lock
from dashboard.settings import ROOT, Settings, environment
from dashboard.trial.load import load
from tests.benchmarks.held import held
from tests.benchmarks.panels import summary, timed
from tests.conftest import SIDES

MEMORY = """
import resource
from pathlib import Path
from dashboard.web import server
app = server.application()
server.warm(app)
now = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"a worker with all sides open, every panel drawn: {int(now.split()[1]) // 1024} MB, at most {most} MB")
"""


@pytest.mark.benchmark(group="load")
def test_lock(benchmark: BenchmarkFixture, load_trial: Settings, tmp_path: Path) -> None:
    """From the source's Parquet files to three stores."""
    keys = Path(load_trial.keys)
    source = keys.parent / "source" / demonstration.CUT_OFF.isoformat()
    trial = load(ROOT / "data" / "trial.toml")
    benchmark.pedantic(lock, (source, trial, demonstration.CUT_OFF, tmp_path / "extract", keys))


@pytest.mark.benchmark(group="load")
@pytest.mark.parametrize("name", SIDES)
def test_side(benchmark: BenchmarkFixture, load_trial: Settings, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A side's door opened, then each of its panels; the time kept is that of the door."""
    side = SIDES[name]
    asked = (Path(load_trial.extract), Path(load_trial.previous), load_trial)
    door = benchmark.pedantic(side.open, asked)
    with capsys.disabled():
        print(f"\n{summary(timed(side, door))}")


@pytest.mark.benchmark(group="load")
def test_memory(benchmark: BenchmarkFixture, load_trial: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    def worker() -> str:
        command, told = [sys.executable, "-c", MEMORY], environment(load_trial)
        return subprocess.run(command, env=told, cwd=ROOT, text=True, capture_output=True, check=True).stdout

    said = benchmark.pedantic(worker)
    with capsys.disabled():
        print(f"\n{said.strip()}")


@pytest.mark.benchmark(group="load")
def test_counting_by_class_and_term(
    benchmark: BenchmarkFixture, load_trial: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows of all adverse events counted as the lock does it, against the same table in pandas."""
    folder, key = Path(load_trial.extract) / "sealed", envelope.store_key(Path(load_trial.keys))
    trial = load(ROOT / "data" / "trial.toml")
    letters = {arm.source: letter for arm, letter in zip(trial.arms, "AB", strict=True)}
    view = replace(blind.scope(trial, "sealed", letters), subsets={False: ("any",)})
    database = _rows(sealed.read(folder, key).tables)
    frames = [database.execute(f"from sealed.{name}").df() for name in ("emergent", "member")]

    def in_duckdb() -> None:
        database.execute("drop table if exists sealed.event_count")
        for statement in event_counts(trial, view):
            database.execute(statement)

    benchmark.pedantic(in_duckdb, rounds=2)
    start = perf_counter()
    expected = _in_pandas(*frames)
    seconds, ours = perf_counter() - start, benchmark.stats.stats.min
    with capsys.disabled():
        print(f"\n{len(frames[0])} events: DuckDB {ours:.2f} s, pandas {seconds:.2f} s, {seconds / ours:.1f} times")
    keys = ["arm", "population", "level", "soc", "term", "grade"]
    found = database.execute("select * from sealed.event_count").df().set_index(keys)["participants"]
    found = found[found > 0].sort_index()
    pd.testing.assert_series_equal(found, expected.sort_index(), check_dtype=False, check_names=False)


def _rows(tables: Mapping[str, bytes]) -> duckdb.DuckDBPyConnection:
    """The sealed rows of adverse events and populations, as the lock has them before it counts."""
    database = held(tables, ("adverse_event", "population"))
    database.execute("""create table sealed.emergent as
        select participant, soc, term, term as open_term, coalesce(grade, 0) as grade, serious, related, fatal
        from sealed.adverse_event where emergent""")
    database.execute("alter table sealed.population rename to member")
    return database


def _in_pandas(events: pd.DataFrame, member: pd.DataFrame) -> "pd.Series[int]":
    """Participants by worst grade, by arm and population: overall, by class, by term."""
    tables = []
    for level, by in (("overall", []), ("soc", ["soc"]), ("term", ["soc", "term"])):
        worst = events.groupby(["participant", *by], observed=True)["grade"].max().reset_index().assign(level=level)
        worst = worst.assign(**{name: "" for name in ("soc", "term") if name not in by})
        joined = worst.merge(member, on="participant")
        tables.append(joined.groupby(["arm", "population", "level", "soc", "term", "grade"]).size())
    return pd.concat(tables)
