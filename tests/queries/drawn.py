"""Small stores drawn by hand, to ask one query of."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from dashboard.access import sql
from dashboard.extract.shapes import SHAPES

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def store(tables: Tables, previous: Tables) -> duckdb.DuckDBPyConnection:
    """A database with every table of the sealed store, empty but for the rows given; and so the earlier one's."""
    database = duckdb.connect(":memory:")
    database.execute("attach ':memory:' as previous")
    for catalog, given in (("memory", tables), ("previous", previous)):
        for shape in SHAPES:
            columns = ", ".join(f'"{name}" {kind}' for name, kind in shape.columns.items())
            database.execute(f"create table {catalog}.{shape.name} ({columns})")
            for row in given.get(shape.name, ()):
                values = ", ".join("?" for _ in row)
                names = ", ".join(f'"{name}"' for name in row)
                database.execute(f"insert into {catalog}.{shape.name} ({names}) values ({values})", [*row.values()])
    database.execute("create table arms as from (values ('A'), ('B')) as arms(arm)")
    return database


def ask(database: duckdb.DuckDBPyConnection, query: str, /, **params: Any) -> list[dict[str, Any]]:
    """The rows of `queries/<query>.sql`."""
    found = database.execute(sql.read(query).text, params)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
