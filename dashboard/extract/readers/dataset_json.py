"""CDISC Dataset-JSON 1.1, as one JSON object (.json) or line by line (.ndjson), read a piece at a time.

Shape: CDISC Dataset-JSON v1.1 specification of 2024-12-05, its schemas dataset.schema.json and
dataset-ndjson-schema.json. Members the standard does not know are let pass: extensions may add them.
"""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.extract.expressions import quoted
from dashboard.extract.readers.json_metadata import Item, Metadata, metadata
from dashboard.extract.readers.json_stream import streamed
from dashboard.extract.readers.shape import Shape, distinct, refusal

PIECE = 100_000
"""Rows held at a time."""

_EXACT = 2**53
"""Up to here a float tells every whole number."""
_SAS_EPOCH = date(1960, 1, 1)
_KINDS = {"integer": "BIGINT", "float": "DOUBLE", "double": "DOUBLE", "decimal": "DOUBLE", "boolean": "BOOLEAN"}
_ALLOWED: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "float": (int, float),
    "double": (int, float),
    "decimal": (str, int, float),
    "boolean": (bool,),
}


def load(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Put the rows into the database as view `name`; a date whose target is a number becomes a date.

    Raises SourceError for whatever breaks the standard's shape, with the row and the column.
    """
    table = quoted(name + "_rows")
    pieces = _pieces(path)
    meta, _ = next(pieces)
    _create(database, table, meta)
    rows = 0
    for _, piece in pieces:
        _insert(database, path, name, meta, piece, rows)
        rows += len(piece)
    _all_there(path, meta, rows)
    database.execute(f"create or replace view {quoted(name)} as from {table}")


def shape(path: Path) -> Shape:
    """Columns and labels of the metadata, and the number of rows there are. Raises SourceError."""
    pieces = _pieces(path)
    meta, _ = next(pieces)
    rows = sum(len(piece) for _, piece in pieces)
    _all_there(path, meta, rows)
    return Shape(tuple((item.name, _kind(item), item.label) for item in meta.items), rows)


def _pieces(path: Path) -> Iterator[tuple[Metadata, list[list[Any]]]]:
    """First the metadata without rows, then some rows at a time; each row an array as long as the columns."""
    found = streamed(path)
    meta = metadata(path, found.metadata)
    distinct(path, (item.name for item in meta.items))
    if not found.has_rows and meta.records:
        raise refusal(path, f"it declares {meta.records} records and has no rows")
    yield meta, []
    for start, piece in _grouped(found.rows):
        for number, row in enumerate(piece, start=start):
            if not isinstance(row, list) or len(row) != len(meta.items):
                given = f"{len(row)} values" if isinstance(row, list) else "no array"
                raise refusal(path, f"row {number} has {given}, the metadata has {len(meta.items)} columns")
        yield meta, piece


def _grouped(rows: Iterable[Any]) -> Iterator[tuple[int, list[Any]]]:
    """Pieces of the rows with the number of their first, from 1."""
    source = iter(rows)
    start = 1
    while piece := list(itertools.islice(source, PIECE)):
        yield start, piece
        start += len(piece)


def _all_there(path: Path, meta: Metadata, rows: int) -> None:
    if rows != meta.records:
        reason = f"it declares {meta.records} records and has {rows} rows: cut off, or edited"
        raise refusal(path, reason, "Copy it again, or export again")


def _create(database: duckdb.DuckDBPyConnection, table: str, meta: Metadata) -> None:
    declared = ", ".join(f"{quoted(item.name)} {_kind(item)}" for item in meta.items)
    database.execute(f"create or replace table {table} ({declared})")


def _insert(
    database: duckdb.DuckDBPyConnection, path: Path, name: str, meta: Metadata, piece: list[list[Any]], before: int
) -> None:
    columns = {}
    for item, cells in zip(meta.items, zip(*piece, strict=True), strict=True):
        _types_hold(path, item, cells, before)
        try:
            columns[item.name] = _column(item, cells)
        except (ValueError, OverflowError, TypeError):
            raise _no_value(path, item, before, len(piece)) from None
    given = f"{name}_piece"
    database.register(given, pd.DataFrame(columns))
    try:
        selected = ", ".join(_selected(item) for item in meta.items)
        database.execute(f"insert into {quoted(name + '_rows')} select {selected} from {quoted(given)}")  # noqa: S608 - identifiers are quoted
    except duckdb.ConversionException:
        raise _no_value(path, _undated(database, given, meta), before, len(piece)) from None
    finally:
        database.unregister(given)


def _types_hold(path: Path, item: Item, cells: tuple[Any, ...], before: int) -> None:
    """Raises SourceError for the first cell whose JSON type the column's dataType does not allow."""
    allowed = {type(None), *_ALLOWED.get(item.data_type, (str, int) if item.is_day else (str,))}
    if set(map(type, cells)) <= allowed:
        return
    whole = item.data_type == "integer"  # as JSON Schema has it, 54.0 is an integer
    wrong = (
        (number, cell)
        for number, cell in enumerate(cells, start=before + 1)
        if cell != "" and type(cell) not in allowed and not (whole and _is_whole(cell))
    )
    number, cell = next(wrong, (0, None))
    if not number:
        return
    reason = f"row {number}, column {item.name}: a JSON {type(cell).__name__} where {item.data_type} is declared"
    raise refusal(path, reason)


def _is_whole(cell: Any) -> bool:
    return isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT


def _column(item: Item, cells: tuple[Any, ...]) -> "pd.Series[Any]":
    """The cells as the item's type; an empty text where a number belongs is missing, as are SAS's "." and R's "NA"."""
    if _kind(item) != "VARCHAR":
        cells = tuple(None if cell == "" else cell for cell in cells)
    if item.data_type == "integer":
        return pd.Series(cells, dtype="Int64")
    if item.data_type == "boolean":
        return pd.Series(cells, dtype="boolean")
    if item.data_type == "decimal":
        trimmed = (cell.strip() if isinstance(cell, str) else cell for cell in cells)
        known = (None if cell in ("", ".", "NA") else cell for cell in trimmed)
        plain = (float(cell.replace(",", "")) if isinstance(cell, str) else cell for cell in known)
        return pd.Series(list(plain), dtype="float64")
    if item.data_type in ("float", "double"):
        return pd.Series(cells, dtype="float64")
    if item.is_day:
        return pd.Series([_day(item, cell) for cell in cells], dtype=object)
    return pd.Series(cells, dtype=object)


def _day(item: Item, cell: str | int | None) -> str | None:
    """The first ten characters of an ISO date; of a SAS number of days or seconds its date."""
    if isinstance(cell, int):
        days = cell // 86_400 if item.data_type == "datetime" else cell
        return (_SAS_EPOCH + timedelta(days=days)).isoformat()
    return cell[:10] if cell else None


def _kind(item: Item) -> str:
    return "DATE" if item.is_day else _KINDS.get(item.data_type, "VARCHAR")


def _selected(item: Item) -> str:
    name = quoted(item.name)
    return f"nullif({name}, 'nan')" if _kind(item) == "DOUBLE" else f"cast({name} as {_kind(item)})"


def _undated(database: duckdb.DuckDBPyConnection, given: str, meta: Metadata) -> Item:
    """The first date column with a text that is no date."""
    for item in meta.items:
        wrong = f"{quoted(item.name)} is not null and try_cast({quoted(item.name)} as {_kind(item)}) is null"
        if item.is_day and database.execute(f"from {quoted(given)} where {wrong} limit 1").fetchall():
            return item
    return meta.items[0]


def _no_value(path: Path, item: Item, before: int, rows: int) -> Exception:
    reason = f"rows {before + 1} to {before + rows}, column {item.name}: a value is no {item.data_type}"
    return refusal(path, reason)
