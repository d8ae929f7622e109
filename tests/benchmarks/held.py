"""Tables of a store held in memory, as a person with the key has them before any panel."""

from collections.abc import Iterable, Mapping

import duckdb

from dashboard.access.memory import MemoryFiles


def held(tables: Mapping[str, bytes], names: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """A connection with `sealed.<name>` of each name, from decrypted Parquet."""
    database, memory = duckdb.connect(":memory:"), MemoryFiles()
    database.register_filesystem(memory)
    memory.files |= tables
    database.execute("create schema sealed")
    for name in names:
        database.execute(f"create table sealed.{name} as from read_parquet('{memory.address(name)}')")
    database.unregister_filesystem(memory.protocol)
    return database
