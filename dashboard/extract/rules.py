"""The contract's rules on filled and unrepeated columns, checked with pandera."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from pathlib import Path

import duckdb
import pandas as pd
import pandera.pandas as pa

from dashboard.extract.contract import Table
from dashboard.extract.expressions import quoted
from dashboard.extract.findings import EXAMPLES, Finding, RefusedError
from dashboard.trial.sources import SourceTable


def schema(table: Table) -> pa.DataFrameSchema:
    """What a canonical table must satisfy once its columns have their types."""
    columns = {c.name: pa.Column(nullable=not c.filled) for c in table.columns if c.filled or c.name in table.key}
    return pa.DataFrameSchema(columns, unique=list(table.key) or None)


def hold(database: duckdb.DuckDBPyConnection, table: Table, path: Path, spec: SourceTable) -> None:
    """Raises RefusedError if a canonical table breaks its rules, naming file, column, rule and number of rows.

    The schema is asked about rows that can break a rule alone, so that millions of sound ones stay in the database.
    """
    rules = schema(table)
    names = ", ".join(map(quoted, rules.columns))
    frame = database.execute(f"select {names} from {quoted(table.name)} where {_suspect(table)}").df()
    try:
        rules.validate(frame, lazy=True)
    except pa.errors.SchemaErrors:
        raise RefusedError(*_faults(frame, table, path, spec)) from None


def _suspect(table: Table) -> str:
    """Rows with a missing value where there must be one, or whose key stands more than once."""
    conditions = [f"{quoted(column.name)} is null" for column in table.columns if column.filled]
    if table.key:
        key = ", ".join(map(quoted, table.key))
        repeated = f"select {key} from {quoted(table.name)} group by all having count(*) > 1"
        conditions.append(f"({key}) in ({repeated})")
    return " or ".join(conditions) or "false"


def _faults(frame: pd.DataFrame, table: Table, path: Path, spec: SourceTable) -> list[Finding]:
    faults = []
    for column in table.columns:
        if column.filled and (empty := int(frame[column.name].isna().sum())):
            what = f"{empty} rows have no value; {column.meaning} must be filled."
            faults.append(
                Finding("error", table.name, path.name, spec.columns[column.name], "missing value", what, empty)
            )
    repeated = frame[frame.duplicated(list(table.key), keep=False)] if table.key else frame[:0]
    if len(repeated):
        names = " and ".join(spec.columns[name] for name in table.key)
        what = f"{len(repeated)} rows repeat; {table.meaning}."
        keys = repeated[list(table.key)].drop_duplicates().head(EXAMPLES)
        examples = tuple(", ".join(map(str, row)) for row in keys.itertuples(index=False, name=None))
        faults.append(Finding("error", table.name, path.name, names, "duplicate key", what, len(repeated), examples))
    return faults
