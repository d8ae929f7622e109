"""The contract's rules on filled and unrepeated columns, checked with pandera."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from pathlib import Path

import duckdb
import pandas as pd
import pandera.pandas as pa

from dashboard.errors import SourceError
from dashboard.extract.contract import Table
from dashboard.extract.expressions import quoted
from dashboard.trial.parts import SourceTable


def schema(table: Table) -> pa.DataFrameSchema:
    """What a canonical table must satisfy once its columns have their types."""
    columns = {c.name: pa.Column(nullable=not c.filled) for c in table.columns if c.filled or c.name in table.key}
    return pa.DataFrameSchema(columns, unique=list(table.key) or None)


def hold(database: duckdb.DuckDBPyConnection, table: Table, path: Path, spec: SourceTable) -> None:
    """Raises SourceError if a canonical table breaks its rules, naming file, column, rule and number of rows."""
    rules = schema(table)
    names = ", ".join(map(quoted, rules.columns))
    frame = database.execute(f"select {names} from {quoted(table.name)}").df()
    try:
        rules.validate(frame, lazy=True)
    except pa.errors.SchemaErrors:
        raise SourceError("\n".join(_faults(frame, table, path, spec))) from None


def _faults(frame: pd.DataFrame, table: Table, path: Path, spec: SourceTable) -> list[str]:
    faults = [
        f"{path.name}, column {spec.columns[column.name]}: {frame[column.name].isna().sum()} rows have no value; "
        f"{column.meaning} must be filled."
        for column in table.columns
        if column.filled and frame[column.name].isna().any()
    ]
    if table.key and (repeated := int(frame.duplicated(list(table.key), keep=False).sum())):
        names = " and ".join(spec.columns[name] for name in table.key)
        faults.append(f"{path.name}, column {names}: {repeated} rows repeat; {table.meaning}.")
    return faults
