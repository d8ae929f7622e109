"""Text with separators (CSV) as RFC 4180 has it: any of , ; tab |, quoted cells, several encodings, strict lines."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from dashboard.extract.expressions import literal, quoted
from dashboard.extract.readers.encodings import encoding_of
from dashboard.extract.readers.shape import Shape, distinct, refusal

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LOOKED_AT = 100
_LONGEST_CELL = 16 * 2**20


@dataclass(frozen=True)
class Layout:
    """How a text file is written, and its columns' names."""

    encoding: str
    separator: str
    columns: tuple[str, ...]


def load(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Put the file into the database as view `name`, every column as text. Raises SourceError naming the line."""
    layout = layout_of(path)
    table = quoted(name + "_rows")
    try:
        if layout.encoding in ("utf-8", "utf-8-sig"):
            database.execute(f"create or replace table {table} as from {_reading(path, layout)}")
        else:
            _through_memory(database, path, layout, table)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        _check_lines(path, layout)
        _through_memory(database, path, layout, table)
    database.execute(f"create or replace view {quoted(name)} as from {table}")


def shape(path: Path) -> Shape:
    """The header's columns and the number of rows; an encoding other than UTF-8 as a remark. Raises SourceError."""
    layout = layout_of(path)
    rows = _check_lines(path, layout)
    return Shape(tuple((name, "VARCHAR", "") for name in layout.columns), rows, _remarks(path, layout.encoding))


def remarks(path: Path) -> tuple[str, ...]:
    """The encoding where it is not UTF-8. Raises SourceError."""
    return _remarks(path, encoding_of(path))


def _remarks(path: Path, encoding: str) -> tuple[str, ...]:
    plain = encoding in ("utf-8", "utf-8-sig")
    return () if plain else (f"{path.name}: text is {encoding.upper().replace('CP', 'WINDOWS-')}.",)


def layout_of(path: Path) -> Layout:
    """Encoding, separator and columns, from the file's bytes and its header line. Raises SourceError."""
    encoding = encoding_of(path)
    with _opened(path, encoding) as file:
        lines = list(itertools.islice(_whole_lines(file), _LOOKED_AT))
    if not lines:
        raise refusal(path, "it holds no header line")
    if not lines[0].strip():
        raise refusal(path, "its first line is empty, not the header", "Take the empty line out")
    if lines[0].lower().startswith(("sep=", '"sep=')):
        raise refusal(path, "its first line is Excel's mark of the separator", "Take that line out")
    separator = _separator(path, lines)
    names = [name.strip() for name in next(csv.reader(lines, delimiter=separator))]
    columns = tuple(name or f"column{number}" for number, name in enumerate(names))
    distinct(path, columns)
    return Layout(encoding, separator, columns)


def _separator(path: Path, lines: list[str]) -> str:
    """The separator that the header line holds; of several the one by which all first lines are equally long."""
    counts = {mark: [len(row) for row in csv.reader(lines, delimiter=mark) if row] for mark in _SEPARATORS}
    found = [mark for mark, lengths in counts.items() if lengths and lengths[0] > 1]
    if not found:
        if re.fullmatch(r"\w+", lines[0].strip().strip('"')):
            return ","
        reason = f"its header line holds none of the separators {', '.join(_SEPARATORS.values())}"
        raise refusal(path, reason, "Export it with commas")
    even = [mark for mark in found if len(set(counts[mark])) == 1] if len(found) > 1 else found
    best = sorted(even or found, key=lambda mark: -counts[mark][0])
    if len(best) > 1 and counts[best[0]][0] == counts[best[1]][0]:
        told = " and ".join(_SEPARATORS[mark] for mark in best[:2])
        raise refusal(path, f"{told} could each be its separator", "Put names that hold them in quotes")
    return best[0]


def _reading(path: Path, layout: Layout) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in layout.columns)
    strict = "strict_mode = true, null_padding = false, ignore_errors = false, skip = 0, comment = ''"
    form = f"delim = {literal(layout.separator)}, quote = '\"', escape = '\"', max_line_size = {_LONGEST_CELL}"
    given = f"auto_detect = false, header = true, columns = {{{columns}}}"
    return f"read_csv({literal(str(path))}, {given}, {form}, {strict})"


def _through_memory(database: duckdb.DuckDBPyConnection, path: Path, layout: Layout, table: str) -> None:
    """A file that is not UTF-8, or whose lines end in different ways: written anew in memory, never on disk."""
    buffer = io.BytesIO()
    anew = io.TextIOWrapper(buffer, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(anew, lineterminator="\n")
    for _, row in _rows(path, layout):
        writer.writerow(row)
    buffer.seek(0)
    relation = database.read_csv(
        buffer,
        auto_detect=False,
        header=False,
        columns=dict.fromkeys(layout.columns, "VARCHAR"),
        delimiter=",",
        quotechar='"',
        escapechar='"',
        strict_mode=True,
        max_line_size=_LONGEST_CELL,
    )
    database.execute(f"drop table if exists {table}")
    relation.create(table.strip('"'))


def _check_lines(path: Path, layout: Layout) -> int:
    """The number of rows. Raises SourceError for the first line that is not as long as the header."""
    return sum(1 for _ in _rows(path, layout))


def _rows(path: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Rows below the header with the line they end on; empty lines between them are left out."""
    with _opened(path, layout.encoding) as file:
        reader = csv.reader(file, delimiter=layout.separator, strict=True)
        wanted = len(layout.columns)
        line = 1
        try:
            next(reader)
            line = reader.line_num + 1
            for row in reader:
                if row and row != ["\x1a"]:
                    if len(row) != wanted:
                        raise _ragged(path, line, len(row), layout)
                    yield reader.line_num, row
                elif not row and wanted == 1:
                    yield reader.line_num, [""]
                line = reader.line_num + 1
        except csv.Error as error:
            raise refusal(path, f"line {line}: {_quoting(error)}", "Mend the line, or export again") from None


def _ragged(path: Path, line: int, cells: int, layout: Layout) -> Exception:
    told = f"line {line} has {cells} cells, the header has {len(layout.columns)}"
    return refusal(path, f"{told} (separator: {_SEPARATORS[layout.separator]})", "Mend the line, or export again")


def _quoting(error: csv.Error) -> str:
    if "field limit" in str(error) or "field larger" in str(error):
        return "a cell is too long; a quote may not be closed"
    if "unexpected end" in str(error):
        return "a quote is opened and never closed"
    return "a quoted cell goes on after its closing quote"


def _whole_lines(file: TextIO) -> Iterator[str]:
    """Lines, of at most so many characters: a file without line ends is not read whole."""
    while line := file.readline(_LONGEST_CELL):
        yield line


def _opened(path: Path, encoding: str) -> TextIO:
    csv.field_size_limit(_LONGEST_CELL)
    return path.open(encoding=encoding, newline="")
