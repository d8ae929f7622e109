"""Locking: whole or not at all, never twice, the same bytes from the same source."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.access import envelope, manifest, sealed
from dashboard.access.connection import open_locked
from dashboard.errors import DsmbError, KeyMissingError, LockError, SourceError
from dashboard.extract import blind, keys
from dashboard.extract import folder as folders
from dashboard.extract import lock as locking
from dashboard.extract import survey as surveying
from dashboard.extract.lock import lock
from dashboard.extract.shapes import STORES
from tests.extract import tiny

Rows = Callable[[str, str], list[tuple[object, ...]]]


def test_an_extract_is_three_stores_that_stand_alone(extract: Path) -> None:
    assert sorted(path.name for path in extract.iterdir()) == ["blinded", "conduct", "sealed"]
    assert sorted(path.name for path in (extract / "conduct").iterdir()) == [
        "accrual.parquet",
        "cycle_count.parquet",
        "manifest.json",
        "population_size.parquet",
        "screening_count.parquet",
        "site.parquet",
        "trial.toml",
        "visit_count.parquet",
    ]
    assert sorted(path.name for path in (extract / "blinded").iterdir()) == [
        "baseline.parquet",
        "cycle_count.parquet",
        "disposition.parquet",
        "endpoint.parquet",
        "event_count.parquet",
        "event_time.parquet",
        "manifest.json",
        "monitored.parquet",
        "population.parquet",
        "population_size.parquet",
        "trial.toml",
        "visit_count.parquet",
    ]
    assert {path.suffix for path in (extract / "sealed").iterdir()} == {".sealed"}


@pytest.mark.parametrize("store", ["conduct", "blinded"])
def test_no_name_of_an_arm_a_participant_or_a_withheld_term_lies_in_the_clear(
    store: str, extract: Path, rows: Rows
) -> None:
    tables = [path.stem for path in (extract / store).glob("*.parquet")]
    told = " ".join(str(row).lower() for table in tables for row in rows(store, f"from {table}"))
    told += "".join((extract / store / name).read_text().lower() for name in ("manifest.json", "trial.toml"))
    for name in ("active", "plain", "cytokine", "crs", "'p1'", "'a'", "2025-01-10"):
        assert name not in told


def test_participants_have_another_name_in_the_blinded_store(extract: Path, rows: Rows) -> None:
    key = keys.lock_key(extract.parent / "keys")
    names = [(envelope.pseudonym(one, key, "blinded"),) for one in ("P1", "P2", "P3", "P4")]
    assert rows("blinded", "select participant from population order by all") == sorted(names)
    assert (envelope.pseudonym("P1", key, "conduct"),) not in names


def test_the_same_source_and_keys_give_the_same_bytes(extract: Path) -> None:
    again = tiny.lock_tiny(extract.parent, "again").folder
    key = envelope.store_key(extract.parent / "keys")
    for store in ("conduct", "blinded"):
        for path in (extract / store).iterdir():
            assert path.read_bytes() == (again / store / path.name).read_bytes()
    assert sealed.read(extract / "sealed", key) == sealed.read(again / "sealed", key)
    name = "participant.parquet.sealed"
    assert (extract / "sealed" / name).read_bytes() != (again / "sealed" / name).read_bytes()


def test_the_order_of_a_sources_rows_does_not_matter(extract: Path) -> None:
    tables = {}
    for stem, table in tiny.TABLES.items():
        head, *lines = table.strip().splitlines()
        tables[stem] = "\n".join([head, *reversed(lines)])
    turned = tiny.lock_tiny(extract.parent, "turned", **tables).folder
    key = envelope.store_key(extract.parent / "keys")
    for store in ("conduct", "blinded"):
        assert manifest.read(turned / store) == manifest.read(extract / store)
    assert sealed.read(turned / "sealed", key).files == sealed.read(extract / "sealed", key).files


@pytest.mark.parametrize("store", STORES)
def test_a_store_holds_the_allowed_tables_and_columns_and_no_other(
    store: str, stores: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    found: dict[str, list[str]] = {}
    asked = """select table_name, column_name from information_schema.columns
        where table_catalog = 'store' order by table_name, ordinal_position"""
    for table, column in stores[store].execute(asked).fetchall():
        found.setdefault(table, []).append(column)
    assert found.pop("arms") == ["arm"]
    assert found == {table: list(columns) for table, columns in blind.allowed(store).items()}


def test_counts_source_hashes_and_findings_are_in_the_sealed_manifest_alone(extract: Path) -> None:
    more = sealed.read(extract / "sealed", envelope.store_key(extract.parent / "keys")).manifest.more
    assert more["rows"]["adverse_event"] == 12
    assert more["left_out"]["participant"] == 1
    assert more["after_cut_off"]["participant"] == 1
    assert more["after_cut_off"]["adverse_event"] == 2
    assert set(more["files"]) == {f"{stem}.csv" for stem in tiny.TABLES}
    assert manifest.read(extract / "conduct").manifest.more == manifest.read(extract / "blinded").manifest.more == {}


def test_an_extract_is_never_overwritten(extract: Path) -> None:
    before = {path: path.read_bytes() for path in extract.rglob("*") if path.is_file()}
    with pytest.raises(LockError, match="never overwritten"):
        tiny.lock_tiny(extract.parent, extract.name)
    assert before == {path: path.read_bytes() for path in extract.rglob("*") if path.is_file()}


STEPS = [
    (surveying.canonical, "load"),
    (surveying.checks, "run"),
    (surveying.rows, "see"),
    (surveying.leaks, "find"),
    (locking, "derive"),
    (locking.stores, "contents"),
    (locking, "_write"),
    (locking, "check"),
    (folders, "sync"),
]


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
def test_nothing_is_left_when_a_step_fails(
    module: object, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    tiny.write(tmp_path / "source-x")
    key_folder = tmp_path / "keys"
    locking.keyring.new(key_folder)
    there = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(module, step, fail)
    with pytest.raises(KeyboardInterrupt):
        lock(tmp_path / "source-x", tiny.trial(), tiny.CUT_OFF, tmp_path / "x", key_folder, pulled=tiny.PULLED)
    assert sorted(tmp_path.rglob("*")) == there


def test_letters_are_drawn_once_and_kept_under_the_code_key(tmp_path: Path) -> None:
    tiny.write(tmp_path / "source")
    locking.keyring.new(tmp_path / "keys")
    for name in ("x", "y"):
        lock(tmp_path / "source", tiny.trial(), tiny.CUT_OFF, tmp_path / name, tmp_path / "keys", pulled=tiny.PULLED)
    key = envelope.store_key(tmp_path / "keys")
    assert sealed.read(tmp_path / "x" / "sealed", key).hash == sealed.read(tmp_path / "y" / "sealed", key).hash
    assert locking.keyring.letters(tmp_path / "keys", tiny.trial()).keys() == {"ACTIVE", "PLAIN"}
    kept = (tmp_path / "keys" / "arms-TINY.sealed").read_bytes()
    assert b"ACTIVE" not in kept


def test_the_store_key_may_come_from_the_settings(extract: Path, tmp_path: Path) -> None:
    key_folder = tmp_path / "keys"
    shutil.copytree(extract.parent / "keys", key_folder)
    (key_folder / "store.key").unlink()
    source = tiny.write(tmp_path / "source")
    with pytest.raises(KeyMissingError, match="DSMB_STORE_KEY"):
        lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", key_folder, pulled=tiny.PULLED)
    lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", key_folder, store_key="ab" * 32, pulled=tiny.PULLED)
    assert sealed.read(tmp_path / "x" / "sealed", bytes.fromhex("ab" * 32)).manifest.protocol == "TINY"


def test_a_source_that_breaks_a_check_is_not_locked(tmp_path: Path) -> None:
    broken = tiny.replaced("adsl", "2025-06-01 | 2025-06-01", "2025-01-31 | 2025-01-31")
    with pytest.raises(SourceError, match=r"death_before_randomisation\.sql: 1 rows"):
        tiny.lock_tiny(tmp_path, **broken)
    assert not (tmp_path / "x").exists()


def test_what_a_lock_prints_tells_nothing_of_arms_or_findings(tmp_path: Path) -> None:
    quiet = tiny.lock_tiny(tmp_path, "quiet")
    crossed = tiny.replaced("adsl", "ACTIVE | ACTIVE | S1", "ACTIVE | PLAIN | S1")
    found = tiny.lock_tiny(tmp_path, "found", **crossed)
    assert quiet.summary.replace("quiet", "") == found.summary.replace("found", "")


def test_a_previous_extract_must_be_earlier_and_of_the_same_trial(extract: Path) -> None:
    source, key_folder = extract.parent / "source-x", extract.parent / "keys"
    with pytest.raises(LockError, match="is not before"):
        lock(source, tiny.trial(), tiny.CUT_OFF, extract.parent / "p", key_folder, extract, pulled=tiny.PULLED)
    other = tiny.trial('protocol = "TINY"', 'protocol = "OTHER"')
    with pytest.raises(DsmbError, match="protocol TINY, not OTHER"):
        lock(source, other, date(2025, 7, 20), extract.parent / "p", key_folder, extract, pulled=tiny.PULLED)


@pytest.mark.parametrize(("newcomers", "shown"), [(4, None), (5, 5)])
def test_cycles_are_hidden_outside_the_sealed_store_when_few_joined_since(
    newcomers: int, shown: int | None, tmp_path: Path
) -> None:
    """Five started the cycle and completed it; the earlier extract has everybody but the newcomers."""
    people = [f"N{number} | ACTIVE |  | S1 | 2025-02-01 |  |  |  | Y | Y" for number in range(5)]
    people += [f"C{number} | PLAIN |  | S1 | 2025-02-01 |  |  |  | Y | N" for number in range(5)]
    late = [f"L{number} | ACTIVE |  | S1 | 2025-06-25 |  |  |  | Y | N" for number in range(newcomers)]
    head = tiny.TABLES["adsl"].strip().splitlines()[0]
    cycles = [f"N{number} | CYCLE | 1 | 2025-02-10 | 2025-03-09 | 28 |" for number in range(5)]
    cycle_head = tiny.TABLES["adex"].strip().splitlines()[0]
    tables = {stem: tiny.head(stem) for stem in ("adae", "advs")} | {"adtte": tiny.uneventful("N0")}
    tables["adex"] = "\n".join([cycle_head, *cycles])
    source = tiny.write(tmp_path / "source", adsl="\n".join([head, *people, *late]), **tables)
    keys = tiny.draw_keys(tmp_path / "keys")
    before = lock(source, tiny.trial(), date(2025, 6, 1), tmp_path / "before", keys, pulled=tiny.PULLED)
    now = lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", keys, before.folder, pulled=tiny.PULLED)
    for name, counts in (("conduct", "started"), ("blinded", "started, completed")):
        store = manifest.read(now.folder / name)
        cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
        found = cursor.execute(f"select {counts} from cycle_count where cycle = 1").fetchone()
        assert found == (shown,) * (counts.count(",") + 1), name


def test_four_completed_of_five_started_are_not_shown_to_the_blinded(tmp_path: Path) -> None:
    """The fifth had 5 of 28 days of infusion."""
    people = [f"N{number} | ACTIVE |  | S1 | 2025-02-01 |  |  |  | Y | Y" for number in range(5)]
    people += [f"C{number} | PLAIN |  | S1 | 2025-02-01 |  |  |  | Y | N" for number in range(5)]
    cycles = [f"N{number} | CYCLE | 1 | 2025-02-10 | 2025-03-09 | {28 if number else 5} |" for number in range(5)]
    tables = {stem: tiny.head(stem) for stem in ("adae", "advs")} | {"adtte": tiny.uneventful("N0")}
    tables["adsl"] = "\n".join([tiny.TABLES["adsl"].strip().splitlines()[0], *people])
    tables["adex"] = "\n".join([tiny.TABLES["adex"].strip().splitlines()[0], *cycles])
    store = manifest.read(tiny.lock_tiny(tmp_path, "x", **tables).folder / "blinded")
    cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
    assert cursor.execute("select started, completed from cycle_count where cycle = 1").fetchone() == (5, None)


def test_where_a_sponsor_enters_the_blinded_side_it_counts_no_cycles(tmp_path: Path) -> None:
    """A sponsor has cycles on the conduct side alone: started, never completed."""
    trial = tiny.trial()
    charter = trial.charter.model_copy(update={"blinded": ("sponsor",), "pooled_endpoints": ()})
    trial = trial.model_copy(update={"charter": charter, "guidelines": ()})
    extract = lock(
        tiny.write(tmp_path / "source"),
        trial,
        tiny.CUT_OFF,
        tmp_path / "x",
        tiny.draw_keys(tmp_path / "keys"),
        pulled=tiny.PULLED,
    )
    counted = {}
    for name in ("conduct", "blinded"):
        store = manifest.read(extract.folder / name)
        cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
        counted[name] = len(cursor.execute("from cycle_count").fetchall())
    assert counted == {"conduct": trial.schedule.cycles if trial.schedule else 0, "blinded": 0}
    assert "schedule" not in (extract.folder / "blinded" / "trial.toml").read_text()


def test_an_ad_hoc_lock_writes_the_sealed_store_alone(tmp_path: Path) -> None:
    source = tiny.write(tmp_path / "source")
    locking.keyring.new(tmp_path / "keys")
    lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", tmp_path / "keys", pulled=tiny.PULLED, ad_hoc=True)
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["sealed"]
    assert list(locking.check(tmp_path / "x", envelope.store_key(tmp_path / "keys"))) == ["sealed"]


def test_what_was_published_before_must_be_named(tmp_path: Path) -> None:
    """Without it nobody could tell that fewer than five are new, and a difference would tell of single participants."""
    source = tiny.write(tmp_path / "source")
    locking.keyring.new(tmp_path / "keys")
    first = tmp_path / "first"
    lock(source, tiny.trial(), date(2025, 6, 1), first, tmp_path / "keys", pulled=tiny.PULLED)
    arguments = (source, tiny.trial(), tiny.CUT_OFF, tmp_path / "second", tmp_path / "keys")
    with pytest.raises(LockError, match="--previous"):
        lock(*arguments, pulled=tiny.PULLED)
    lock(*arguments, first, pulled=tiny.PULLED)


def test_a_charter_that_opens_no_endpoint_pools_none(tmp_path: Path) -> None:
    trial = tiny.trial()
    charter = trial.charter.model_copy(update={"pooled_endpoints": ()})
    trial = trial.model_copy(update={"charter": charter, "guidelines": ()})
    source, keys = tiny.write(tmp_path / "source"), tiny.draw_keys(tmp_path / "keys")
    store = manifest.read(
        lock(source, trial, tiny.CUT_OFF, tmp_path / "x", keys, pulled=tiny.PULLED).folder / "blinded"
    )
    cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
    assert [cursor.execute(f"from {name}").fetchall() for name in ("endpoint", "disposition", "monitored")] == [[]] * 3


def test_nothing_outside_its_sealed_store_tells_of_an_ad_hoc_lock(tmp_path: Path) -> None:
    source, keys = tiny.write(tmp_path / "source"), tiny.draw_keys(tmp_path / "keys")

    def outside() -> dict[Path, bytes]:
        hidden = tmp_path / "hoc" / "sealed"
        return {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and hidden not in p.parents}

    before = outside()
    lock(source, tiny.trial(), date(2025, 6, 1), tmp_path / "hoc", keys, pulled=tiny.PULLED, ad_hoc=True)
    assert outside() == before
    after = lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", keys, pulled=tiny.PULLED)  # asks for no --previous
    alone = lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "apart" / "x", keys, pulled=tiny.PULLED)
    assert [after.hashes[s] == alone.hashes[s] for s in ("conduct", "blinded")] == [True, True]


def test_what_a_lock_says_on_its_way_tells_nothing_either(tmp_path: Path) -> None:
    keys, said = tiny.draw_keys(tmp_path / "keys"), []
    for name, more in (("a", {}), ("b", tiny.replaced("adsl", "ACTIVE | ACTIVE | S1", "ACTIVE | PLAIN | S1"))):
        source, lines = tiny.write(tmp_path / f"source-{name}", **more), []
        lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / name / "x", keys, pulled=tiny.PULLED, said=lines.append)
        said.append(lines)
    assert said[0] == said[1]
