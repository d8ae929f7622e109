"""The door: what may be asked, how arms come back, and what is refused."""

import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.access import manifest, sql
from dashboard.access.connection import open_locked
from dashboard.access.door import Door, open_store
from dashboard.access.manifest import Contents, Manifest
from dashboard.access.memory import MemoryFiles
from dashboard.errors import ExtractError, QueryError

TRIAL = b"""
[trial]
name = "Small"
protocol = "SMALL"
version = "1"
[accrual]
planned = 10
start = 2025-01-01
sites = 1
[[populations]]
name = "randomised"
title = "All randomised"
flag = "randomised"
[charter]
"""


def parquet(statement: str) -> bytes:
    """The rows of a statement as Parquet bytes."""
    database, memory = duckdb.connect(":memory:"), MemoryFiles()
    database.register_filesystem(memory)
    database.execute(f"copy ({statement}) to '{memory.address('t')}' (format parquet)")
    database.close()
    return memory.files["t"]


def contents(cut_off: date = date(2025, 7, 1), protocol: str = "SMALL", **tables: bytes) -> Contents:
    """A store of three arms with the given tables."""
    files: Mapping[str, bytes] = {"trial.toml": TRIAL, **{f"{name}.parquet": data for name, data in tables.items()}}
    hashes = {name: manifest.digest(data) for name, data in files.items()}
    made = Manifest("sealed", protocol, cut_off, "1", ("A", "B", "C"), hashes)
    return Contents(made, manifest.digest(made.to_bytes()), files)


SIZES = parquet("from (values ('C', 'randomised', 3::bigint), ('A', 'randomised', 2)) as t(arm, population, n)")


@pytest.fixture
def queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of queries in place of the project's."""
    folder = tmp_path / "queries"
    (folder / "test").mkdir(parents=True)
    read = sql.read.__wrapped__
    monkeypatch.setattr(sql, "read", lambda name: read(name, folder))
    return folder / "test"


def put(folder: Path, name: str, statement: str, params: str = "none") -> None:
    (folder / f"{name}.sql").write_text(f"-- A question.\n--\n-- params: {params}\n-- returns: any\n{statement}\n")


def test_a_question_is_answered_with_its_parameter_bound(queries: Path) -> None:
    put(queries, "n", "select arm, n from population_size where population = $population order by arm", "$population")
    door = Door("unblinded", contents(population_size=SIZES))
    assert door.parameters("test/n") == {"population"}
    assert door.ask("test/n", population="randomised")["n"].tolist() == [2, 3]
    assert door.ask("test/n", population="x' or true --").empty


def test_every_arm_comes_back_as_a_category_in_order_events_or_not(queries: Path) -> None:
    put(queries, "n", "select arm, n from population_size order by n desc")
    put(queries, "none", "select arm, n from population_size where n > 99")
    put(queries, "arms", "select arms.arm from arms order by arm")
    door = Door("unblinded", contents(population_size=SIZES))
    rows = door.ask("test/n")
    assert rows["arm"].tolist() == ["C", "A"]
    for name in ("test/n", "test/none"):
        kind = door.ask(name)["arm"].dtype
        assert isinstance(kind, pd.CategoricalDtype)
        assert kind.categories.tolist() == ["A", "B", "C"]
    assert door.ask("test/arms")["arm"].tolist() == ["A", "B", "C"]


def test_the_door_says_what_store_it_opens() -> None:
    given = contents(population_size=SIZES)
    door = Door("unblinded", given)
    assert (door.side, door.hash, door.version, door.arms) == ("unblinded", given.hash, "1", ("A", "B", "C"))
    assert (door.cut_off, door.previous_cut_off) == (date(2025, 7, 1), None)
    assert door.trial.trial.protocol == "SMALL"


def test_the_previous_extract_stands_beside_and_is_empty_when_there_is_none(queries: Path) -> None:
    put(queries, "then", "select arm, n from previous.population_size order by arm")
    earlier = contents(date(2025, 1, 1), population_size=parquet("select 'B' as arm, 'randomised' as population, 1 n"))
    door = Door("unblinded", contents(population_size=SIZES), earlier)
    assert door.previous_cut_off == date(2025, 1, 1)
    assert door.ask("test/then")["arm"].tolist() == ["B"]
    assert Door("unblinded", contents(population_size=SIZES)).ask("test/then").empty


def test_a_previous_extract_is_earlier_and_of_the_same_trial() -> None:
    with pytest.raises(ExtractError, match="not before"):
        Door("unblinded", contents(), contents())
    with pytest.raises(ExtractError, match="another trial"):
        Door("unblinded", contents(), contents(date(2025, 1, 1), protocol="OTHER"))


@pytest.mark.parametrize("given", [{}, {"population": "x", "more": 1}, {"other": "x"}])
def test_missing_and_unknown_parameters_are_refused_by_name(queries: Path, given: dict[str, object]) -> None:
    put(queries, "n", "select n from population_size where population = $population", "$population")
    with pytest.raises(QueryError, match=r"queries/test/n\.sql: takes parameters population"):
        Door("unblinded", contents(population_size=SIZES)).ask("test/n", **given)


def test_an_error_of_the_database_names_the_query_and_no_value(queries: Path) -> None:
    put(queries, "bad", "select cast(arm || '-secret' as integer) from population_size")
    with pytest.raises(QueryError) as caught:
        Door("unblinded", contents(population_size=SIZES)).ask("test/bad")
    assert (
        str(caught.value) == "queries/test/bad.sql: the statement failed on the unblinded store (ConversionException)."
    )
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_statement_that_runs_too_long_is_interrupted_and_the_door_still_answers(queries: Path) -> None:
    put(queries, "long", "select count(*) from range(1000000000) a, range(1000000) b where a.range % 7 = b.range % 5")
    put(queries, "n", "select n from population_size")
    door = Door("unblinded", contents(population_size=SIZES), seconds=0.2)
    with pytest.raises(QueryError, match=r"interrupted after 0\.2 s"):
        door.ask("test/long")
    assert len(door.ask("test/n")) == 2


def test_threads_get_their_own_answers(queries: Path) -> None:
    put(queries, "echo", "select $value::integer as value from range(50)", "$value")
    door = Door("unblinded", contents(population_size=SIZES))
    wrong: list[int] = []

    def ask(value: int) -> None:
        for _ in range(20):
            if set(door.ask("test/echo", value=value)["value"]) != {value}:
                wrong.append(value)

    threads = [threading.Thread(target=ask, args=(value,)) for value in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    "attack",
    [
        "from read_parquet('{file}')",
        "from '{file}'",
        "from read_csv('{file}')",
        "from read_text('{file}')",
        "from glob('{folder}/*')",
        "from read_parquet('{memory}')",
        "attach '{file}' as other",
        "attach '{folder}/new.duckdb' as other",
        "copy population_size to '{folder}/out.csv'",
        "copy population_size from '{file}'",
        "export database '{folder}/out'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set temp_directory = '{folder}'",
        "set lock_configuration = false",
        "set threads = 1",
        "reset temp_directory",
        "pragma memory_limit = '1GB'",
        "create secret s (type s3)",
        "from read_parquet('https://example.org/x.parquet')",
    ],
)
def test_a_locked_connection_reaches_nothing_outside(attack: str, tmp_path: Path) -> None:
    file = tmp_path / "there.parquet"
    file.write_bytes(SIZES)
    memory = MemoryFiles()
    memory.files["table"] = SIZES
    cursor = open_locked({"population_size": SIZES}, {}, ("A", "B", "C")).cursor()
    with pytest.raises(duckdb.Error):
        cursor.execute(attack.format(file=file, folder=tmp_path, memory=memory.address("table"))).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["there.parquet"]


def test_the_bytes_of_a_store_are_not_kept_where_the_database_read_them(tmp_path: Path) -> None:
    """Even a fresh connection, not locked, finds nothing under a file system of that kind."""
    open_locked({"population_size": SIZES}, {}, ("A", "B", "C"))
    memory = MemoryFiles()
    database = duckdb.connect(":memory:")
    database.register_filesystem(memory)
    with pytest.raises(duckdb.Error):
        database.execute(f"from read_parquet('{memory.address('table')}')")


def test_a_row_never_spills_to_disk() -> None:
    cursor = open_locked({"population_size": SIZES}, {}, ("A", "B", "C")).cursor()
    assert cursor.execute("select current_setting('temp_directory')").fetchone() == ("",)


def test_a_store_in_the_clear_opens_by_side(extract_copy: Path) -> None:
    door = open_store("conduct", extract_copy)
    assert (door.side, door.arms) == ("conduct", ("All participants",))
    assert door.trial.arms == ()
    with pytest.raises(ExtractError, match="no store here"):
        open_store("nowhere", extract_copy)
