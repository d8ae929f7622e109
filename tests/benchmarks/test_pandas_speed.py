"""Panels over 5 million adverse events beside the same tables in pandas, from the same rows, in one run."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.access import envelope, sealed
from dashboard.access.door import Door
from dashboard.settings import Settings
from tests.benchmarks import in_pandas
from tests.benchmarks.held import held
from tests.benchmarks.in_pandas import Numbers, Rows
from tests.conftest import SIDES

TABLES = ("adverse_event", "population", "participant", "at_risk", "lab")
EVENT = ["arm", "level", "soc", "term"]


@pytest.fixture(scope="module")
def rows(load_trial: Settings) -> Rows:
    """The sealed rows, as pandas has them in memory."""
    key = envelope.store_key(Path(load_trial.keys))
    database = held(sealed.read(Path(load_trial.extract) / "sealed", key).tables, TABLES)
    return in_pandas.prepared({name: database.execute(f"from sealed.{name}").df() for name in TABLES})


@pytest.fixture(scope="module")
def door(load_trial: Settings) -> Door:
    return SIDES["unblinded"].open(Path(load_trial.extract), Path(load_trial.previous), load_trial)


def worst_grades(table: pd.DataFrame) -> Numbers:
    """Participants by arm, level, class, term and worst grade, from the panel's columns by arm."""
    wide = table.rename(columns={"Level": "level", "System organ class": "soc", "Preferred term": "term"})
    graded = {f"worst grade {grade}": grade for grade in range(1, 6)} | {"not graded": 0}
    columns = [column for column in wide if column.partition(": ")[2] in graded]
    long = wide.melt(["level", "soc", "term"], columns, "column")
    arm, _, grade = (part for _, part in long["column"].str.partition(": ").items())
    keyed = long.assign(arm=arm, grade=grade.map(graded)).set_index([*EVENT, "grade"])["value"]
    return keyed[keyed > 0]


def rates(table: pd.DataFrame) -> Numbers:
    """First events per 100 person-years by arm, class and event."""
    keyed = table.set_index(["Arm", "System organ class", "Event"])["Rate per 100 person-years"]
    return keyed[keyed > 0]


def shifted(table: pd.DataFrame) -> Numbers:
    """Participants by arm, baseline grade and worst grade."""
    keyed = table.set_index(["Arm", "Baseline grade", "Worst grade"])["Participants"]
    return keyed[keyed > 0]


def titled(found: Numbers) -> Numbers:
    """Rates by the keys of their panel: an event is called "Any event", or as its class or its term is."""
    keys = found.index.to_frame(index=False)
    event = keys["term"].where(keys["level"] == "Term", keys["soc"]).where(keys["level"] != "Overall", "Any event")
    return found.set_axis(pd.MultiIndex.from_arrays([keys["arm"], keys["soc"], event]))


@pytest.mark.benchmark(group="pandas")
@pytest.mark.parametrize(
    ("name", "panel", "numbers", "beside"),
    [
        ("adverse-events-by-name", "worst-grade", worst_grades, in_pandas.worst_grades),
        ("adverse-events-by-name", "rates", rates, lambda rows: titled(in_pandas.first_event_rates(rows))),
        ("labs", "shift", shifted, lambda rows: in_pandas.shift(rows, "ALT", "U/L")),
    ],
    ids=["worst grade", "rates", "shift"],
)
def test_a_panel_is_several_times_faster_than_its_table_in_pandas(
    benchmark: BenchmarkFixture,
    capsys: pytest.CaptureFixture[str],
    door: Door,
    rows: Rows,
    name: str,
    panel: str,
    numbers: Callable[[pd.DataFrame], Numbers],
    beside: Callable[[Rows], Numbers],
) -> None:
    there = next(item for item in SIDES["unblinded"].pages(door.trial) if item.name == name).at(door)
    shown, chosen = there.panel(panel), there.chosen({})
    table = benchmark.pedantic(lambda: shown.result(door, **chosen).table(), rounds=3)
    start = perf_counter()
    expected = beside(rows)
    seconds, ours = perf_counter() - start, benchmark.stats.stats.median
    with capsys.disabled():
        print(f"\n{name}/{panel}: {ours:.3f} s, pandas {seconds:.2f} s, {seconds / ours:.0f} times")
    found = numbers(table)
    assert len(found) > 0
    assert found.to_dict() == pytest.approx(expected.to_dict(), rel=1e-12)
    assert seconds > 3 * ours
