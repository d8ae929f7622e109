"""Tables of a store held in memory, as a person with the key has them before any panel."""

from collections.abc import Iterable, Mapping

import duckdb

from dashboard.access.connection import Shelf


def held(tables: Mapping[str, bytes], names: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """A connection with `sealed.<name>` of each name, from decrypted Parquet."""
    database, shelf = duckdb.connect(":memory:"), Shelf()
    database.register_filesystem(shelf)
    shelf.files |= tables
    database.execute("create schema sealed")
    for name in names:
        database.execute(f"create table sealed.{name} as from read_parquet('{shelf.address(name)}')")
    database.unregister_filesystem(shelf.protocol)
    return database
