"""A file of any format as a view in a database, its labels and its shape."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyreadstat

from dashboard.extract.expressions import quoted
from dashboard.extract.readers import dataset_json, files, parquet, sas, text, transport
from dashboard.extract.readers.shape import Shape, refusal

Load = Callable[[duckdb.DuckDBPyConnection, Path, str], None]
_FAULTS = (
    csv.Error,
    duckdb.Error,
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    OSError,
    ValueError,
    MemoryError,
)


class _Format(NamedTuple):
    load: Load
    shape: Callable[[Path], Shape]
    remarks: Callable[[Path], tuple[str, ...]]


def _of_shape(shape: Callable[[Path], Shape]) -> Callable[[Path], tuple[str, ...]]:
    """For formats whose shape stands in the headers."""
    return lambda path: shape(path).remarks


def _none(_: Path) -> tuple[str, ...]:
    return ()


_FORMATS = {
    ".xpt": _Format(transport.load, transport.shape, _of_shape(transport.shape)),
    ".sas7bdat": _Format(sas.load, sas.shape, _of_shape(sas.shape)),
    ".csv": _Format(text.load, text.shape, text.remarks),
    ".tsv": _Format(text.load, text.shape, text.remarks),
    ".parquet": _Format(parquet.load, parquet.shape, _none),
    ".json": _Format(dataset_json.load, dataset_json.shape, _none),
    ".ndjson": _Format(dataset_json.load, dataset_json.shape, _none),
}


def read(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> dict[str, str]:
    """Put a file into the database as view `name`; returns its columns' DuckDB types by lower-case name.

    A CSV's columns are all text; SAS dates are numbers of days since 1960-01-01, SAS datetimes become such days.
    Raises SourceError with the true reason; no message holds a value of the file.
    """
    forget(database, name)
    files.head(path)
    try:
        _FORMATS[path.suffix.lower()].load(database, path, name)
        rows = database.execute(f"describe {quoted(name)}").fetchall()
    except _FAULTS as error:
        forget(database, name)
        raise _unforeseen(path, error) from None
    return {str(row[0]).lower(): str(row[1]) for row in rows}


def forget(database: duckdb.DuckDBPyConnection, name: str) -> None:
    """Let go of a file that was read."""
    database.execute(f"drop view if exists {quoted(name)}")
    database.execute(f"drop table if exists {quoted(name + '_rows')}")


def look(path: Path) -> Shape:
    """Columns, types, labels and number of rows of a file, as `read` would give them. Raises SourceError."""
    files.head(path)
    try:
        return _FORMATS[path.suffix.lower()].shape(path)
    except _FAULTS as error:
        raise _unforeseen(path, error) from None


def labels(path: Path) -> dict[str, str]:
    """The labels of a file's columns by the file's own column names; a CSV has none. Raises SourceError."""
    return {} if path.suffix.lower() in (".csv", ".tsv") else look(path).labels


def remarks(path: Path) -> tuple[str, ...]:
    """Sentences on what the reader decided about a file: member, encoding. Reads no rows. Raises SourceError."""
    files.head(path)
    try:
        return _FORMATS[path.suffix.lower()].remarks(path)
    except _FAULTS as error:
        raise _unforeseen(path, error) from None


def _unforeseen(path: Path, error: BaseException) -> Exception:
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        return refusal(path, "it does not fit into this machine's memory", "Lock on a larger machine")
    return refusal(path, f"damaged or cut off ({type(error).__name__})")
