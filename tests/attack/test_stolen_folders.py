"""The folders outside `sealed/`, stolen whole: what they hold, and what they cannot tell."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.settings import ROOT, Settings
from dashboard.trial.load import load

OPEN = ("conduct", "blinded")
TRIAL = load(ROOT / "data" / "trial.toml")


@pytest.fixture(scope="module", params=["extract", "previous"])
def stolen(request: pytest.FixtureRequest, demo: Settings) -> Path:
    return Path(getattr(demo, request.param))


def tables(extract: Path, store: str) -> Iterator[tuple[str, str]]:
    """Name and path of each table of a store."""
    for path in sorted((extract / store).glob("*.parquet")):
        yield path.stem, str(path)


def rows(path: str, asked: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as database:
        return database.execute(asked, {"path": path}).fetchall()


def test_no_file_names_an_arm_a_term_or_an_endpoint_that_tells_arms_apart(stolen: Path) -> None:
    """Values, column names, dictionaries and metadata alike: bytes as they lie, and every text as it is read."""
    words = [arm.source for arm in TRIAL.arms] + [arm.title for arm in TRIAL.arms] + list(TRIAL.arm_revealing.terms)
    words += [e.title for e in TRIAL.endpoints if e.arm_revealing] + ["experimental", "control", "allocation", "CRS"]
    words += [e.parameter for e in TRIAL.endpoints if e.arm_revealing] + ["TRT01", "ratio", "related"]
    for store in OPEN:
        texts = [path.read_text(encoding="utf-8") for path in (stolen / store).iterdir() if path.suffix != ".parquet"]
        for _, path in tables(stolen, store):
            texts.append(Path(path).read_bytes().decode("latin-1"))
            texts += [str(row) for row in rows(path, "from read_parquet($path)")]
        spoken = "\n".join(texts).replace(TRIAL.trial.name, "").replace(TRIAL.trial.design, "")
        for word in words:
            assert not re.search(rf"(?i)\b{re.escape(word)}\b", spoken), (store, word)


def test_parquet_carries_nothing_but_its_columns(stolen: Path) -> None:
    for store in OPEN:
        for name, path in tables(stolen, store):
            assert rows(path, "from parquet_kv_metadata($path)") == [], (store, name)


def test_the_order_of_rows_is_that_of_their_values_alone(stolen: Path) -> None:
    for store in OPEN:
        for name, path in tables(stolen, store):
            stored = rows(path, "from read_parquet($path)")
            assert stored == rows(path, "from read_parquet($path) order by all"), (store, name)


def test_a_manifest_counts_nothing_and_names_no_source(stolen: Path) -> None:
    for store in OPEN:
        said = json.loads((stolen / store / "manifest.json").read_text(encoding="utf-8"))
        assert set(said) == {"arms", "cut_off", "files", "more", "protocol", "store", "version"}
        assert (said["arms"], said["more"]) == (["All participants"], {})


def test_conduct_has_no_participant_and_no_outcome(stolen: Path) -> None:
    found = {
        name: {row[0] for row in rows(path, "describe from read_parquet($path)")}
        for name, path in tables(stolen, "conduct")
    }
    assert set(found) == {
        "accrual", "cycle_count", "population_size", "screening_count", "site", "visit_count",
    }  # fmt: skip
    assert not {"participant", "cause", "days", "completed", "term"} & set().union(*found.values())


def test_a_pooled_guideline_keeps_nothing_after_its_window(stolen: Path) -> None:
    """Survival beyond the window is an endpoint that the charter does not open pooled."""
    windows = {g.name: g.window_days for g in TRIAL.guidelines if g.scope == "pooled"}
    path = str(stolen / "blinded" / "monitored.parquet")
    kept = rows(path, "select guideline, max(days) from read_parquet($path) group by guideline")
    assert {str(name) for name, _ in kept} == {*windows}
    assert all(longest <= windows[str(name)] for name, longest in kept)  # type: ignore[operator]


def test_blinded_rows_follow_only_the_endpoints_that_the_charter_opens(stolen: Path) -> None:
    path = str(stolen / "blinded" / "endpoint.parquet")
    assert rows(path, "select distinct endpoint from read_parquet($path)") == [
        (name,) for name in TRIAL.charter.pooled_endpoints
    ]


def test_sealed_files_say_their_protocol_and_a_size_of_a_power_of_two(stolen: Path) -> None:
    sizes = set()
    for path in (stolen / "sealed").iterdir():
        head, _, body = path.read_bytes().partition(b"\n")
        assert head == b"DSMB-ENVELOPE-1 " + TRIAL.trial.protocol.encode()
        assert b"PAR1" not in body
        sizes.add(len(body) - 12 - 16)
    assert all(size & (size - 1) == 0 for size in sizes)
