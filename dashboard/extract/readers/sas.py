"""SAS7BDAT, SAS's own data sets, through pyreadstat."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyreadstat

from dashboard.extract.readers import frames
from dashboard.extract.readers.shape import Shape, distinct, refusal

_CONVERSION = "convert"


def load(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Put the data set into the database as view `name`. Raises SourceError if fewer rows come than it declares."""
    try:
        _load(database, path, name, None)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if not _is_of_encoding(error):
            raise _broken(path) from None
        _load_otherwise(database, path, name)


def shape(path: Path) -> Shape:
    """Columns, labels and rows as the data set's header declares them; the encoding as a remark."""
    meta = _meta(path)
    distinct(path, meta.column_names)
    encoding = str(meta.file_encoding or "")
    taken = () if encoding.upper() in ("", "UTF-8") else (f"{path.name}: text is {encoding}.",)
    return Shape(frames.columns(meta), int(meta.number_rows or 0), taken)


def _load(database: duckdb.DuckDBPyConnection, path: Path, name: str, encoding: str | None) -> None:
    meta = _meta(path)
    distinct(path, meta.column_names)
    declared = int(meta.number_rows or 0)
    got = frames.store(database, name, meta, _pieces(path, declared, encoding))
    if got != declared:
        raise refusal(path, f"its header declares {declared} rows, {got} are there", "Copy it again, or export again")


def _load_otherwise(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    try:
        _load(database, path, name, frames.FALLBACK)
    except (pyreadstat.ReadstatError, UnicodeDecodeError):
        reason = f"its text is neither in the encoding it declares nor in {frames.FALLBACK}"
        raise refusal(path, reason, "Export it in UTF-8") from None


def _pieces(path: Path, rows: int, encoding: str | None) -> Iterator[pd.DataFrame]:
    for start in range(0, rows, frames.PIECE):
        wanted = min(frames.PIECE, rows - start)
        frame, _ = pyreadstat.read_sas7bdat(
            str(path), disable_datetime_conversion=True, row_offset=start, row_limit=wanted, encoding=encoding
        )
        yield frame


def _meta(path: Path) -> Any:
    try:
        return pyreadstat.read_sas7bdat(str(path), metadataonly=True)[1]
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if not _is_of_encoding(error):
            raise _broken(path) from None
        return pyreadstat.read_sas7bdat(str(path), metadataonly=True, encoding=frames.FALLBACK)[1]


def _is_of_encoding(error: Exception) -> bool:
    return isinstance(error, UnicodeDecodeError) or _CONVERSION in str(error)


def _broken(path: Path) -> Exception:
    return refusal(
        path, "the SAS7BDAT file is cut off, damaged or encrypted", "Copy it again, or export without a password"
    )
