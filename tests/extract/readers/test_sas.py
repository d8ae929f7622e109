"""SAS7BDAT. Nothing writes it outside SAS, so that pyreadstat is stood in for by a transport file of the same table."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from dashboard.errors import SourceError
from dashboard.extract import readers
from tests.extract.readers.conftest import Reads

MAGIC = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")


@pytest.fixture
def stood_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set of three rows: text, date, datetime."""
    table = pd.DataFrame({"ID": ["P1", "P2", "é"], "D": [0.0, 366.0, None], "T": [86_400.0, 100_000.0, None]})
    shadow = tmp_path / "shadow.x"
    formats = {"D": "DATE9.", "T": "DATETIME20."}
    labels = ["Who", None, None]
    pyreadstat.write_xport(table, str(shadow), file_format_version=5, column_labels=labels, variable_format=formats)

    def read(_: str, **options: Any) -> Any:
        frame, meta = pyreadstat.read_xport(str(shadow), **options)
        meta.number_rows, meta.file_encoding = len(table), "WINDOWS-1252"
        return frame, meta

    monkeypatch.setattr(pyreadstat, "read_sas7bdat", read)
    path = tmp_path / "adsl.sas7bdat"
    path.write_bytes(MAGIC)
    return path


def test_rows_labels_and_encoding_come_back(stood_in: Path, reads: Reads) -> None:
    assert reads(stood_in) == [("P1", 0.0, 1.0), ("P2", 366.0, 1.0), ("é", None, None)]
    assert readers.labels(stood_in) == {"ID": "Who"}
    assert readers.remarks(stood_in) == ("adsl.sas7bdat: text is WINDOWS-1252.",)


def test_fewer_rows_than_the_header_declares_are_refused(
    stood_in: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = pyreadstat.read_sas7bdat

    def shorter(path: str, **options: Any) -> Any:
        frame, meta = given(path, **options)
        return frame.head(2), meta

    monkeypatch.setattr(pyreadstat, "read_sas7bdat", shorter)
    with pytest.raises(SourceError, match="declares 3 rows, 2 are there"):
        reads(stood_in)


@pytest.mark.parametrize("more", [b"", b"\x00" * 100, b"\xff" * 70_000])
def test_a_data_set_that_is_cut_off_or_damaged_is_refused(more: bytes, tmp_path: Path, reads: Reads) -> None:
    path = tmp_path / "adsl.sas7bdat"
    path.write_bytes(MAGIC + more)
    with pytest.raises(SourceError, match=r"adsl\.sas7bdat: cannot be read: .* cut off, damaged or encrypted"):
        reads(path)
