"""SAS transport version 5: labels, encodings, several members, and files that are cut off."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from dashboard.errors import SourceError
from dashboard.extract import readers
from dashboard.extract.readers import frames
from tests.extract.readers.conftest import Reads

TABLE = pd.DataFrame({"ID": ["P1", "P2", "P3"], "SITE": ["Lyon", "", "Bonn"], "AGE": [40.0, None, 61.5]})
LABELS = ["Participant", "Site", None]


def write(path: Path, table: pd.DataFrame = TABLE, name: str = "ADSL", **options: object) -> Path:
    pyreadstat.write_xport(table, str(path), file_format_version=5, table_name=name, **options)
    return path


def joined(path: Path, *others: Path) -> Path:
    """Several transport files as members of the first: the member headers begin at byte 240."""
    path.write_bytes(path.read_bytes() + b"".join(other.read_bytes()[240:] for other in others))
    return path


def test_rows_and_labels_come_back(tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path / "adsl.xpt", column_labels=LABELS)
    assert reads(path) == [("P1", "Lyon", 40.0), ("P2", "", None), ("P3", "Bonn", 61.5)]
    assert readers.labels(path) == {"ID": "Participant", "SITE": "Site"}
    assert readers.remarks(path) == ()


def test_text_and_labels_may_be_windows_1252(tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path / "adsl.xpt", column_labels=LABELS)
    path.write_bytes(path.read_bytes().replace(b"Lyon", b"L\xe9on").replace(b"Site", b"S\xeete"))
    assert reads(path)[0] == ("P1", "Léon", 40.0)
    assert readers.labels(path)["SITE"] == "Sîte"


def test_text_in_no_known_encoding_is_refused(tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path / "adsl.xpt")
    path.write_bytes(path.read_bytes().replace(b"Lyon", b"L\x81on"))
    with pytest.raises(SourceError, match="neither UTF-8 nor WINDOWS-1252"):
        reads(path)


def test_dates_are_days_and_datetimes_become_days(tmp_path: Path, reads: Reads) -> None:
    """1960-01-03T12:00 is 2.5 days of 86,400 seconds after the epoch; 1959-12-31T12:00 is day -1."""
    table = pd.DataFrame({"D": [2.0, -1.0], "T": [2.5 * 86_400, -0.5 * 86_400]})
    path = write(tmp_path / "x.xpt", table, variable_format={"D": "DATE9.", "T": "DATETIME20."})
    assert reads(path) == [(2.0, 2.0), (-1.0, -1.0)]


def test_of_several_members_the_one_named_like_the_file_is_read(tmp_path: Path, reads: Reads) -> None:
    other = write(tmp_path / "other.xpt", pd.DataFrame({"X": [1.0, 2.0]}), name="ADAE")
    path = joined(write(tmp_path / "adae.xpt"), other)
    assert reads(path) == [(1.0,), (2.0,)]
    assert readers.remarks(path) == ("adae.xpt: of its 2 members (ADSL, ADAE) ADAE is read.",)


def test_of_several_members_of_other_names_the_first_is_read(tmp_path: Path, reads: Reads) -> None:
    other = write(tmp_path / "other.xpt", pd.DataFrame({"X": [1.0, 2.0]}), name="ADAE")
    path = joined(write(tmp_path / "all.xpt"), other)
    assert len(reads(path)) == 3
    assert "ADSL is read" in readers.remarks(path)[0]


def test_a_file_without_rows_has_none(tmp_path: Path, reads: Reads) -> None:
    assert reads(write(tmp_path / "adsl.xpt", TABLE.head(0))) == []


def test_rows_read_in_pieces_are_the_same_rows(tmp_path: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "adsl.xpt", pd.DataFrame({"N": [float(n) for n in range(25)], "S": ["é"] * 25}))
    whole = reads(path)
    monkeypatch.setattr(frames, "PIECE", 7)
    assert reads(path) == whole


@pytest.mark.parametrize("row_bytes", [3, 16, 80, 81, 200])
def test_the_number_of_rows_follows_from_the_length(row_bytes: int, tmp_path: Path, reads: Reads) -> None:
    """The last record is filled up with blanks, which are no rows."""
    for rows in (1, 2, 9, 40):
        table = pd.DataFrame({"A": ["x" * (row_bytes - 1) + str(n % 10) for n in range(rows)]})
        assert len(reads(write(tmp_path / "a.xpt", table))) == rows


def test_a_file_that_is_cut_off_within_a_row_or_a_header_is_refused(tmp_path: Path, reads: Reads) -> None:
    table = pd.DataFrame({"A": ["x" * 150] * 20})
    whole = write(tmp_path / "whole.xpt", table).read_bytes()
    start = len(whole) - 20 * 150 - (-20 * 150) % 80
    for length in (90, 250, 600, start - 90, start + 10, start + 80, start + 150 * 7 + 1, len(whole) - 120):
        path = tmp_path / "adsl.xpt"
        path.write_bytes(whole[:length])
        with pytest.raises(SourceError, match=r"adsl\.xpt: cannot be read: .* cut off"):
            reads(path)
