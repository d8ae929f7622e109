"""Source files as they are: SAS transport, CSV and Parquet, found by their stem."""

import hashlib
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat

from dashboard.errors import SourceError
from dashboard.extract.expressions import literal

SUFFIXES = (".xpt", ".csv", ".parquet")
_SECONDS_A_DAY = 86_400


def find(folder: Path, stem: str) -> Path | None:
    """The one file of that stem (upper or lower case), None if there is none; SourceError if there are two."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        raise SourceError(f"{folder}: no such folder. Name the folder of the source's files.") from None
    found = [p for p in entries if p.stem.lower() == stem.lower() and p.suffix.lower() in SUFFIXES]
    if len(found) > 1:
        listed = ", ".join(path.name for path in found)
        raise SourceError(f"{folder}: {listed} are two files of one name. Keep the one that is meant.")
    return found[0] if found else None


def digest(path: Path) -> str:
    """SHA-256 of a source file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> dict[str, str]:
    """Put a file into the database as view `name`; returns its columns' DuckDB types by lower-case name.

    A CSV's columns are all text, SAS dates are numbers of days since 1960-01-01. Raises SourceError.
    """
    try:
        if path.suffix.lower() == ".xpt":
            database.register(f"{name}_frame", _transport(path))
            database.execute(f'create or replace view "{name}" as from "{name}_frame"')
        elif path.suffix.lower() == ".csv":
            database.execute(f'create or replace table "{name}_text" as from {_text(path)}')
            database.execute(f'create or replace view "{name}" as from "{name}_text"')
        else:
            database.execute(f'create or replace view "{name}" as from read_parquet({literal(str(path))})')
            database.execute(f'select count(columns(*)) from "{name}"').fetchall()  # noqa: S608
        rows = database.execute(f'describe "{name}"').fetchall()
    except (duckdb.Error, pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError) as error:
        raise SourceError(f"{path.name}: cannot be read ({type(error).__name__}). Export the file again.") from None
    return {str(row[0]).lower(): str(row[1]) for row in rows}


def forget(database: duckdb.DuckDBPyConnection, name: str) -> None:
    """Let go of a file that was read."""
    database.execute(f'drop view if exists "{name}"')
    database.execute(f'drop table if exists "{name}_text"')
    database.unregister(f"{name}_frame")


def _text(path: Path) -> str:
    """A CSV as RFC 4180 has it, every column as text; a line of another length is an error."""
    strict = "strict_mode = true, null_padding = false, ignore_errors = false, skip = 0, comment = ''"
    quotes = "delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv({literal(str(path))}, all_varchar = true, header = true, {quotes}, {strict})"


def _transport(path: Path) -> pd.DataFrame:
    """SAS transport version 5; text that is not UTF-8 is taken for Windows-1252, as SAS on Windows writes it."""
    frame: pd.DataFrame
    try:
        frame, meta = pyreadstat.read_xport(str(path), disable_datetime_conversion=True)
    except UnicodeDecodeError:
        frame, meta = pyreadstat.read_xport(str(path), disable_datetime_conversion=True, encoding="WINDOWS-1252")
    for column, form in meta.original_variable_types.items():
        if str(form).upper().startswith(("DATETIME", "E8601DT")):
            frame[column] = frame[column] // _SECONDS_A_DAY
    return frame
