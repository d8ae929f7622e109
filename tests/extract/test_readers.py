"""The same table read from SAS transport, CSV and Parquet is the same canonical table."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat
import pytest

from dashboard.errors import SourceError
from dashboard.extract import canonical, readers
from dashboard.extract.findings import refuse
from tests.extract import tiny

LETTERS = {"ACTIVE": "A", "PLAIN": "B"}


def frame(stem: str) -> pd.DataFrame:
    """A table of the tiny source with real dates and numbers."""
    lines = [[cell.strip() for cell in line.split("|")] for line in tiny.TABLES[stem].strip().splitlines()]
    made = pd.DataFrame(lines[1:], columns=lines[0])
    for column in made:
        if column in ("RAND", "DOSE", "DIED", "LAST", "START"):
            made[column] = pd.to_datetime(made[column]).dt.date
        elif column in ("AVAL", "CNSR"):
            made[column] = pd.to_numeric(made[column])
    return made


def to_transport(table: pd.DataFrame, path: Path) -> None:
    dates = {name: "DATE9." for name in table if name in ("RAND", "DOSE", "DIED", "LAST", "START")}
    days = table.assign(**{name: (pd.to_datetime(table[name]) - pd.Timestamp(1960, 1, 1)).dt.days for name in dates})
    pyreadstat.write_xport(days, str(path.with_suffix(".xpt")), file_format_version=5, variable_format=dates)


def to_parquet(table: pd.DataFrame, path: Path) -> None:
    database = duckdb.connect(":memory:")
    database.register("given", table)
    database.execute(f"copy given to '{path.with_suffix('.parquet')}' (format parquet)")


@pytest.mark.parametrize("writer", [to_transport, to_parquet])
def test_every_format_gives_the_same_canonical_table(
    writer: Callable[[pd.DataFrame, Path], None], tmp_path: Path
) -> None:
    plain, other = duckdb.connect(":memory:"), duckdb.connect(":memory:")
    refuse(canonical.load(plain, tiny.write(tmp_path / "csv"), tiny.trial(), LETTERS).findings)
    folder = tiny.write(tmp_path / "other", adsl="", adtte="")
    for stem in ("adsl", "adtte"):
        writer(frame(stem), folder / stem.upper())
    refuse(canonical.load(other, folder, tiny.trial(), LETTERS).findings)
    for table in ("participant", "time_to_event"):
        asked = f"from {table} order by all"
        assert other.execute(asked).fetchall() == plain.execute(asked).fetchall()


def test_a_file_is_found_by_its_stem_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "ADSL.CSV").touch()
    (tmp_path / "adsl.txt").touch()
    assert readers.find(tmp_path, "adsl") == tmp_path / "ADSL.CSV"
    assert readers.find(tmp_path, "adae") is None


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "adsl.csv").touch()
    (tmp_path / "ADSL.xpt").touch()
    with pytest.raises(SourceError, match=r"ADSL\.xpt, adsl\.csv are two files of one name"):
        readers.find(tmp_path, "adsl")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder"):
        readers.find(tmp_path / "nowhere", "adsl")


NOT_A_TABLE = b"\xff\x00 not a table \xfe" * 20


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("adsl.xpt", NOT_A_TABLE),
        ("adsl.xpt", b""),
        ("adsl.parquet", NOT_A_TABLE),
        ("adsl.csv", NOT_A_TABLE),
        ("adsl.csv", b'A,B\n"1,2\n3,4,5,6'),
        ("adsl.csv", b"A,B\n" + b"1,2\n" * 30_000 + b"1,2,3\n"),
        ("adsl.csv", b"A,B\n1\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=rf"{name}: cannot be read"):
        readers.read(duckdb.connect(":memory:"), tmp_path / name, "raw")


def test_a_csv_may_quote_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    (tmp_path / "adsl.csv").write_bytes(b'\xef\xbb\xbfA,B\r\n"x, y","a ""q"""\r\n"two\nlines",007\r\n')
    database = duckdb.connect(":memory:")
    assert readers.read(database, tmp_path / "adsl.csv", "raw") == {"a": "VARCHAR", "b": "VARCHAR"}
    assert database.execute("from raw").fetchall() == [("x, y", 'a "q"'), ("two\nlines", "007")]


def test_transport_text_that_is_not_utf8_is_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "adsl.xpt"
    pyreadstat.write_xport(pd.DataFrame({"A": ["Gvdh"]}), str(path), file_format_version=5)
    path.write_bytes(path.read_bytes().replace(b"Gvdh", b"G\xe9dh"))
    database = duckdb.connect(":memory:")
    readers.read(database, path, "raw")
    assert database.execute("from raw").fetchall() == [("Gédh",)]
