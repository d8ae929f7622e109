"""A question to a database that has one number for an answer."""

import duckdb


def one_number(database: duckdb.DuckDBPyConnection, statement: str, **params: object) -> int:
    """The whole number that the first row of a statement begins with; 0 without a row. `params` are its `$names`."""
    row = database.execute(statement, params).fetchone()
    return int(row[0]) if row else 0
