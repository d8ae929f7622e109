"""An in-memory DuckDB that holds a store's tables and then lets nothing in or out."""

import threading
from collections.abc import Mapping, Sequence

import duckdb

from dashboard.access.memory import MemoryFiles

Tables = Mapping[str, bytes]


class Connection:
    """A locked DuckDB; every thread asks through a cursor of its own, since a shared one mixes answers.

    The store's tables stand in the catalog `store`, the earlier extract's in `previous`: compressed in memory, a
    tenth of what DuckDB's own in-memory catalog takes.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database
        self._threads = threading.local()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's cursor."""
        if not hasattr(self._threads, "cursor"):
            self._threads.cursor = self._database.cursor()
            self._threads.cursor.execute("use store")
        cursor: duckdb.DuckDBPyConnection = self._threads.cursor
        return cursor


def open_locked(tables: Tables, earlier: Tables, arms: Sequence[str]) -> Connection:
    """A connection with `tables`, the same of an earlier extract as `previous`, and `arms(arm)`; then locked.

    `tables` and `earlier` are Parquet bytes by table name. A table the earlier extract has not is there, empty.
    A column `arm` becomes an ENUM of `arms`. Locked: no spill to disk, no files, no settings.
    """
    database = duckdb.connect(":memory:")
    database.execute("set temp_directory = ''")
    database.execute("attach ':memory:' as store (compress)")
    database.execute("attach ':memory:' as previous (compress)")
    database.execute("use store")
    database.execute(f"create type arm as enum ({', '.join(map(_text, arms))})")
    database.execute("create table arms as select unnest(enum_range(null::arm))::arm as arm")
    memory = MemoryFiles()
    database.register_filesystem(memory)
    for name, data in tables.items():
        _load(database, memory, "store", name, data)
        if name in earlier:
            _load(database, memory, "previous", name, earlier[name])
        else:
            database.execute(f'create table previous."{name}" as from store."{name}" limit 0')
    database.unregister_filesystem(memory.protocol)
    database.execute("set enable_external_access = false")
    database.execute("set lock_configuration = true")
    return Connection(database)


def _load(database: duckdb.DuckDBPyConnection, memory: MemoryFiles, catalog: str, name: str, data: bytes) -> None:
    memory.files["table"] = data
    source = f"read_parquet('{memory.address('table')}')"
    columns = [row[0] for row in database.execute(f"describe from {source}").fetchall()]
    arm = " replace (arm::store.main.arm as arm)" if "arm" in columns else ""
    database.execute(f'create table {catalog}."{name}" as select *{arm} from {source}')  # noqa: S608 - of the store, not of a reader
    database.execute(f"checkpoint {catalog}")  # compresses the table before the next one is read
    del memory.files["table"]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
