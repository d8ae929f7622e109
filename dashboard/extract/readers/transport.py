"""SAS transport (XPT) version 5: 80-byte records, headers checked here, values through pyreadstat.

Layout: SAS technical note TS-140, "The Record Layout of a Data Set in SAS Transport (XPORT) Format". The format
does not say how many rows there are: a file cut off exactly between two rows cannot be told from a whole one.
"""

import io
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyreadstat

from dashboard.extract.readers import frames
from dashboard.extract.readers.shape import Shape, distinct, refusal

_RECORD = 80
_MEMBER = b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"
_NAMES = b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!"
_ROWS = b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!"
_LIBRARY = 3 * _RECORD
_PAD = b" \x00"


@dataclass(frozen=True)
class Member:
    """One data set of a transport file: its name, where its headers and rows lie, and the width of a row in bytes."""

    name: str
    start: int
    rows_start: int
    width: int
    rows: int


def load(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Put the member named like the file, or the first, into the database as view `name`.

    Text that is not UTF-8 is taken for Windows-1252, as SAS on Windows writes it. Raises SourceError.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        member = _chosen(path, members(path, raw))
        for encoding in (None, frames.FALLBACK):
            try:
                meta = _meta(raw, member, encoding)
                distinct(path, meta.column_names)
                frames.store(database, name, meta, _pieces(raw, member, encoding))
                return
            except (UnicodeDecodeError, pyreadstat.ReadstatError) as error:
                if encoding is None and isinstance(error, UnicodeDecodeError):
                    continue
                raise _broken(path, encoding) from None


def shape(path: Path) -> Shape:
    """Columns, labels and rows; which member is read, where there are several, as a remark. Raises SourceError."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        found = members(path, raw)
        member = _chosen(path, found)
        try:
            meta = _meta(raw, member, None)
        except UnicodeDecodeError:
            meta = _meta(raw, member, frames.FALLBACK)
    distinct(path, meta.column_names)
    names = ", ".join(each.name for each in found)
    several = (f"{path.name}: of its {len(found)} members ({names}) {member.name} is read.",)
    return Shape(frames.columns(meta), member.rows, several if len(found) > 1 else ())


def members(path: Path, raw: mmap.mmap) -> list[Member]:
    """The data sets of a transport file, in its order. Raises SourceError if a header or a row is cut off."""
    starts = []
    at = raw.find(_MEMBER)
    while at >= 0:
        if at % _RECORD == 0:
            starts.append(at)
        at = raw.find(_MEMBER, at + 1)
    if not starts:
        raise _cut(path, "before its first member")
    return [_member(path, raw, at, end) for at, end in zip(starts, [*starts[1:], len(raw)], strict=True)]


def _member(path: Path, raw: mmap.mmap, start: int, end: int) -> Member:
    names = raw.find(_NAMES, start, end)
    rows_header = raw.find(_ROWS, start, end)
    if names < 0 or rows_header < 0 or rows_header + _RECORD > end:
        raise _cut(path, "in its headers")
    name = raw[start + 2 * _RECORD + 8 : start + 2 * _RECORD + 16].decode("latin-1").strip()
    try:
        size, count = int(raw[start + 75 : start + 78]), int(raw[names + 54 : names + 58])
    except ValueError:
        raise refusal(path, "the headers of the transport file are damaged") from None
    first = names + _RECORD
    if not count or first + size * count > rows_header:
        raise refusal(path, "the headers of the transport file are damaged")
    width = sum(int.from_bytes(raw[at + 4 : at + 6], "big") for at in range(first, first + size * count, size))
    rows_start = rows_header + _RECORD
    return Member(name, start, rows_start, width, _count(path, raw, rows_start, end, width))


def _count(path: Path, raw: mmap.mmap, start: int, end: int, width: int) -> int:
    """Rows between two places; the last record is filled up with blanks, so that less than 80 bytes remain."""
    length = end - start
    tail = max(0, length - _RECORD + 1)
    used = tail + len(raw[start + tail : end].rstrip(_PAD))
    rows = -(-used // max(width, 1))
    if not width or rows * width > length:
        raise _cut(path, f"in row {rows}")
    return rows


def _chosen(path: Path, found: list[Member]) -> Member:
    same = [member for member in found if member.name.lower() == path.stem.lower()]
    return same[0] if same else found[0]


def _meta(raw: mmap.mmap, member: Member, encoding: str | None) -> Any:
    return pyreadstat.read_xport(_part(raw, member, 0, 0), metadataonly=True, encoding=encoding)[1]


def _pieces(raw: mmap.mmap, member: Member, encoding: str | None) -> Iterator[pd.DataFrame]:
    for start in range(0, member.rows, frames.PIECE):
        count = min(frames.PIECE, member.rows - start)
        part = _part(raw, member, start, count)
        yield pyreadstat.read_xport(part, disable_datetime_conversion=True, row_limit=count, encoding=encoding)[0]


def _part(raw: mmap.mmap, member: Member, start: int, count: int) -> io.BytesIO:
    """A transport file of one member with some of its rows."""
    at = member.rows_start + start * member.width
    rows = raw[at : at + count * member.width]
    return io.BytesIO(raw[:_LIBRARY] + raw[member.start : member.rows_start] + rows + b" " * (-len(rows) % _RECORD))


def _cut(path: Path, where: str) -> Exception:
    return refusal(path, f"the transport file is cut off {where}", "Copy it again, or export again")


def _broken(path: Path, encoding: str | None) -> Exception:
    if encoding:
        return refusal(path, f"its text is neither UTF-8 nor {encoding}, or damaged", "Export it in UTF-8")
    return refusal(path, "the transport file is damaged")
