"""Text with separators: every encoding and quoting that is right, and the line that is wrong."""

import codecs
from pathlib import Path

import pytest

from dashboard.errors import SourceError
from dashboard.extract import readers
from tests.extract.readers.conftest import Reads


def write(folder: Path, content: bytes) -> Path:
    path = folder / "adsl.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "mark", "remark"),
    [
        ("utf-8", b"", ""),
        ("utf-8", codecs.BOM_UTF8, ""),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("cp1252", b"", "WINDOWS-1252"),
    ],
)
def test_the_encoding_is_found(encoding: str, mark: bytes, remark: str, tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path, mark + 'ID,SITE\nP1,"Besançon\n“Sud”"\nP2,\n'.encode(encoding))
    assert reads(path) == [("P1", "Besançon\n“Sud”"), ("P2", None)]
    assert "".join(readers.remarks(path)) == (f"adsl.csv: text is {remark}." if remark else "")
    assert readers.labels(path) == {}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_end_are_found(mark: str, end: str, tmp_path: Path, reads: Reads) -> None:
    lines = [f"ID{mark}NOTE", f'P1{mark}"a, b; c | d\t""e"""', f"P2{mark}007"]
    assert reads(write(tmp_path, end.join(lines).encode())) == [("P1", 'a, b; c | d\t"e"'), ("P2", "007")]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"A,B\n", []),
        (b"A,B", []),
        (b"A\n1\n2\n", [("1",), ("2",)]),
        (b'"",A\n"1",x\n', [("1", "x")]),
        (b"A,B\r\n1,2\n3,4\r\n", [("1", "2"), ("3", "4")]),
        (b"A,B\n\n1,2\n\n", [("1", "2")]),
        (b"A,B\n1,2\n\x1a", [("1", "2")]),
        (b"A;B,C;D\n1;2;3\n", [("1", "2", "3")]),
        (b" A , B \n x ,2\n", [(" x ", "2")]),
    ],
)
def test_unusual_files_are_read(content: bytes, rows: list[tuple[str]], tmp_path: Path, reads: Reads) -> None:
    assert reads(write(tmp_path, content)) == rows


MANY = b"A,B\n" + b"1,2\n" * 30_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"A,B\n1,2\n1,2,3\n", r"line 3 has 3 cells, the header has 2 \(separator: comma\)"),
        (b"A,B\n1\n", "line 2 has 1 cells"),
        (MANY + b"1\n", "line 30002 has 1 cells"),
        (b'A,B\n"x\ny",1\n1,2,3\n', "line 4 has 3 cells"),
        (b'A,B\n1,2\n"x,2\n3,4\n', "line 3: a quote is opened and never closed"),
        (b'A,B\n"x"y,2\n', "line 2: a quoted cell goes on after its closing quote"),
        (b"A,B,a\n1,2,3\n", "column A is there more than once"),
        (b"A:B:C\n1:2:3\n", "none of the separators comma, semicolon, tab, bar"),
        (b"sep=;\nA;B\n1;2\n", "mark of the separator"),
        (b"\nA,B\n1,2\n", "first line is empty"),
        (b"A B C\n1 2 3\n", "none of the separators"),
        (b"A,B;C\n1,2;3\n", "comma and semicolon could each be its separator"),
        (b"A,B\nx\x00y,2\n", "line 2 holds NUL bytes"),
        ("A,B\nx,é\n".encode("utf-16-le"), "NUL bytes"),
        ("A,B\nx,é\n".encode() + b"y,\xe9\n", "UTF-8 text is broken on line 3"),
        (codecs.BOM_UTF8 + b"A,B\ny,\xe9\n", "UTF-8 text is broken on line 2"),
        (b"A,B\ny,\xe9\x81\n", r"neither UTF-8 \(line 2\) nor Windows-1252 \(line 2\)"),
        (codecs.BOM_UTF16_LE + "A,B\n1,2\n".encode("utf-16-le")[:-1], "breaks off UTF-16"),
        ("A,B\n1,2\n3,肺炎\n".encode("gb18030"), "line 3 .*Chinese or Japanese"),
        ("A,B\n1,肺炎\n".encode("euc-jp"), "line 2 "),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content: bytes, reason: str, tmp_path: Path, reads: Reads) -> None:
    with pytest.raises(SourceError, match=rf"adsl\.csv: cannot be read: .*{reason}"):
        reads(write(tmp_path, content))


def test_a_message_holds_no_value_of_the_file(tmp_path: Path, reads: Reads) -> None:
    with pytest.raises(SourceError) as error:
        reads(write(tmp_path, b"ID,ARM\nP1,ACTIVE\nP2,ACTIVE,PLAIN\n"))
    assert "ACTIVE" not in str(error.value)
