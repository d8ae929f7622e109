"""The encoding of a text file, from all its bytes."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from dashboard.extract.readers.misread import looks_mis_decoded
from dashboard.extract.readers.shape import refusal

_CHUNK = 4 * 2**20
_FOREIGN = re.compile(rb"[\x80-\xff]{4}")
"""No word of a Western language has four letters with accents in a row; two Chinese characters have."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16 or utf-32 by byte order mark, or cp1252 (Windows-1252).

    Raises SourceError for text in none of these, for text in two of them, and for NUL bytes.
    """
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if marked in ("utf-16", "utf-32"):
        if fault := _first_fault(path, marked):
            raise refusal(path, f"its text breaks off {marked.upper()} on line {fault}", "Export it in UTF-8")
        return marked
    if line := _line_of(path, b"\x00"):
        advice = "If it is UTF-16, export it with a byte order mark or in UTF-8; else export again"
        raise refusal(path, f"line {line} holds NUL bytes", advice)
    fault = _first_fault(path, "utf-8")
    if not fault:
        return marked or "utf-8"
    if marked or _holds_utf8(path):
        raise refusal(path, f"its UTF-8 text is broken on line {fault}", "Export it in one encoding, UTF-8")
    if other := _first_fault(path, "cp1252"):
        reason = f"its text is neither UTF-8 (line {fault}) nor Windows-1252 (line {other})"
        raise refusal(path, reason, "Export it in UTF-8")
    if line := _other_letters(path):
        reason = f"its text is not UTF-8, and line {line} holds more letters in a row than Windows-1252 would put there"
        raise refusal(path, f"{reason} (Chinese or Japanese?)", "Export it in UTF-8")
    return "cp1252"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _line_of(path: Path, byte: bytes) -> int:
    """The first line that holds a byte, from 1; 0 if none does."""
    line = 1
    for chunk in _chunks(path):
        at = chunk.find(byte)
        if at >= 0:
            return line + chunk.count(b"\n", 0, at)
        line += chunk.count(b"\n")
    return 0


def _other_letters(path: Path) -> int:
    """The first line with four bytes in a row that are no ASCII, from 1; 0 if none has."""
    line = 1
    for chunk in _chunks(path):
        if found := _FOREIGN.search(chunk):
            return line + chunk.count(b"\n", 0, found.start())
        line += chunk.count(b"\n")
    return 0


def _first_fault(path: Path, encoding: str) -> int:
    """The first line that is not of the encoding, from 1; 0 if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for chunk in _chunks(path):
        pending = decoder.getstate()[0]
        if encoding == "utf-8" and not pending and chunk.isascii():
            line += chunk.count(b"\n")
            continue
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            return line + (pending + chunk).count(b"\n", 0, error.start)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return 0


def _holds_utf8(path: Path) -> bool:
    """Whether a file that is not UTF-8 as a whole holds text that is."""
    return any(looks_mis_decoded(chunk.decode("cp1252", errors="ignore")) for chunk in _chunks(path))
