"""What is no file of its format is refused with what it is, before anything waits on it."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import SourceError
from dashboard.extract import readers

TRANSPORT_5 = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!".ljust(800)
TRANSPORT_8 = b"HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!".ljust(800)


def refused(path: Path) -> str:
    """What `read` says of a file; `look` says the same."""
    said = []
    for attempt in (lambda: readers.read(duckdb.connect(":memory:"), path, "raw"), lambda: readers.look(path)):
        with pytest.raises(SourceError) as error:
            attempt()
        said.append(str(error.value))
    assert said[0] == said[1]
    return said[0]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("adsl.csv", b"", "0 bytes"),
        ("adsl.xpt", b"", "0 bytes"),
        ("adsl.xpt", b"A,B\n1,2\n", "looks like text with separators .CSV.. Name it .csv"),
        ("adsl.xpt", TRANSPORT_5[:40], "cut off"),
        ("adsl.xpt", TRANSPORT_5, "cut off before its first member"),
        ("adsl.xpt", TRANSPORT_8, "version 8; version 5 is read"),
        ("adsl.csv", TRANSPORT_5, "looks like SAS transport version 5. Name it .xpt"),
        ("adsl.sas7bdat", b"PAR1 PAR1", "looks like Parquet. Name it .parquet"),
        ("adsl.parquet", b"PARE....PARE", "encrypted. Export it without a password"),
        ("adsl.parquet", b"PAR1 and then nothing", "cut off: its end is missing"),
        ("adsl.csv", gzip.compress(b"A,B\n1,2\n"), "gzip archive. Unpack it"),
        ("adsl.csv", b"PK\x03\x04 a workbook", "Excel workbook. Export it as one of"),
        ("adsl.csv", b"<!doctype html><p>Sign in", "a web page"),
        ("adsl.csv", bytes(range(256)) * 20, "binary data"),
        ("adsl.csv", b'{"datasetJSONVersion": "1.1.0"}', "looks like JSON. Name it .json"),
        ("adsl.json", b"A,B\n1,2\n", "does not begin as JSON"),
        ("adsl.txt", b"A,B\n1,2\n", "not among the formats"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_what_it_is(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    said = refused(tmp_path / name)
    assert said.startswith(f"{name}: cannot be read: ")
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(said)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
@pytest.mark.parametrize("name", ["adsl.csv", "adsl.xpt", "adsl.ndjson"])
def test_a_pipe_a_device_or_a_folder_is_refused_at_once(
    make: Callable[[Path], None], name: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    assert "it is a" in refused(tmp_path / name)
    with pytest.raises(SourceError, match="it is a"):
        readers.digest(tmp_path / name)


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "adsl.csv").symlink_to(tmp_path / "gone.csv")
    assert "a link to nothing" in refused(tmp_path / "adsl.csv")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "adsl.csv"
    path.write_text("A,B\n")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "may not read it. Grant read permission" in refused(path)
    with pytest.raises(SourceError, match="Grant read permission"):
        readers.digest(path)


@pytest.mark.parametrize("name", ["adsl.csv.gz", "ADSL.zip", "adsl.xlsx", "adsl.sav"])
def test_a_packed_or_foreign_file_of_the_stem_is_named_instead_of_missing(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    with pytest.raises(SourceError, match=f"{name}: cannot be read"):
        readers.find(tmp_path, "adsl")
    assert readers.find(tmp_path, "adae") is None


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").touch()
    with pytest.raises(SourceError, match="is a file"):
        readers.find(tmp_path / "source", "adsl")
