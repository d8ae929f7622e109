"""Parquet: labels kept beside the data, moments in UTC, files that are cut off."""

import base64
import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import SourceError
from dashboard.extract import readers
from tests.extract.readers.conftest import Reads


def write(path: Path, select: str, **kept: str) -> Path:
    told = ", ".join(f"\"{key}\": '{value}'" for key, value in kept.items())
    extra = f", kv_metadata {{{told}}}" if kept else ""
    duckdb.connect(":memory:").execute(f"copy ({select}) to '{path}' (format parquet{extra})")
    return path


def test_pandas_attributes_give_the_labels(tmp_path: Path, reads: Reads) -> None:
    told = json.dumps({"attributes": {"labels": {"id": "Participant"}}})
    path = write(tmp_path / "adsl.parquet", "select 'P1' as id, 4 as age", pandas=told)
    assert reads(path) == [("P1", 4)]
    assert readers.labels(path) == {"id": "Participant"}


@pytest.mark.shared
def test_arrow_field_metadata_give_the_labels() -> None:
    """random.cdisc.data as R's arrow wrote it."""
    path = Path(__file__).resolve().parents[3] / "../shared/datasets/random_cdisc/cadsl.parquet"
    if not path.exists():
        pytest.skip("the public data sets are not beside the project")
    assert readers.labels(path)["USUBJID"] == "Unique Subject Identifier"
    assert readers.labels(path)["LSTALVDT"] == "Date Last Known Alive"


def test_a_damaged_schema_gives_no_labels(tmp_path: Path) -> None:
    told = base64.b64encode(b"\xff\xff\xff\xff\x10\x00\x00\x00\xff\xff\xff\x7f").decode()
    path = tmp_path / "adsl.parquet"
    duckdb.connect(":memory:").execute(
        f"copy (select 1 as a) to '{path}' (format parquet, kv_metadata {{\"ARROW:schema\": '{told}'}})"
    )
    assert readers.labels(path) == {}


def test_moments_with_a_zone_are_utc(tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path / "adsl.parquet", "select '2025-01-01 23:30:00-02'::timestamptz as at")
    assert reads(path) == [(datetime(2025, 1, 2, 1, 30),)]


def test_nested_columns_are_no_repeated_columns(tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path / "adsl.parquet", "select 1 as a, {'a': 2, 'b': [3]} as nested, 4 as b")
    assert reads(path) == [(1, {"a": 2, "b": [3]}, 4)]


def test_a_file_that_is_cut_off_or_damaged_is_refused(tmp_path: Path, reads: Reads) -> None:
    whole = write(tmp_path / "whole.parquet", "select i, 'x' || i as s from range(5000) t(i)").read_bytes()
    path = tmp_path / "adsl.parquet"
    footer = whole[: len(whole) - 60] + b"\xff" * 52 + whole[-8:]
    for content in (whole[: len(whole) // 2], whole[:-1], footer, b"PAR1PAR1", b"PAR1" + b"\xff" * 99 + b"PAR1"):
        path.write_bytes(content)
        with pytest.raises(SourceError, match=r"adsl\.parquet: cannot be read: the Parquet file is (cut off|damaged)"):
            reads(path)
