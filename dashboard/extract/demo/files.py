"""Tables as files of a real delivery; the same table always becomes the same bytes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyreadstat

SAS_ZERO = np.datetime64("1960-01-01", "s")
STAMPS = (144, 160, 464, 480)
"""Where a transport file (version 5) carries the time it was made and changed, 16 characters each."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FORMATS = ("xpt", "csv", "parquet")


def dates_of(table: pd.DataFrame) -> list[str]:
    """The columns that hold dates."""
    return [name for name in table.columns if pd.api.types.is_datetime64_any_dtype(table[name])]


def write(table: pd.DataFrame, folder: Path, stem: str, kind: str, made_on: date) -> None:
    """Write `stem.kind` and take away the same stem in another format."""
    for other in FORMATS:
        (folder / f"{stem}.{other}").unlink(missing_ok=True)
    writer: Callable[[pd.DataFrame, Path, date], None] = {"xpt": _xpt, "csv": _csv, "parquet": _parquet}[kind]
    writer(table, folder / f"{stem}.{kind}", made_on)


def _csv(table: pd.DataFrame, path: Path, made_on: date) -> None:
    table.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n")


def _parquet(table: pd.DataFrame, path: Path, made_on: date) -> None:
    chosen = ", ".join(
        f'CAST("{name}" AS DATE) AS "{name}"' if name in dates_of(table) else f'"{name}"' for name in table.columns
    )
    with duckdb.connect(config={"threads": 1}) as connection:  # more threads, other row groups
        connection.register("delivered", table)
        connection.sql(f"SELECT {chosen} FROM delivered").write_parquet(str(path))  # noqa: S608 - names of our own columns


def _xpt(table: pd.DataFrame, path: Path, made_on: date) -> None:
    """SAS transport, version 5: dates as SAS dates, the time of writing replaced by the cut-off."""
    columns: dict[str, pd.Series] = {}
    for name in table.columns:
        column = table[name]
        if name in dates_of(table):
            columns[name] = (column - pd.Timestamp(SAS_ZERO)).dt.days.astype(float)
        elif pd.api.types.is_numeric_dtype(column):
            columns[name] = column.astype(float)
        else:
            columns[name] = column.astype(object).where(column.notna(), "").astype(str)
    pyreadstat.write_xport(
        pd.DataFrame(columns),
        str(path),
        table_name=path.stem.upper(),
        file_format_version=5,
        variable_format={name: "DATE9." for name in dates_of(table)},
    )
    stamp = f"{made_on.day:02d}{MONTHS[made_on.month - 1]}{made_on.year % 100:02d}:00:00:00".encode()
    written = bytearray(path.read_bytes())
    for place in STAMPS:
        written[place : place + len(stamp)] = stamp
    path.write_bytes(bytes(written))
