"""An in-memory DuckDB that holds a store's tables and then lets nothing in or out."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import duckdb
from fsspec import AbstractFileSystem

Tables = Mapping[str, bytes]


class Shelf(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """Files in this object's memory alone, which DuckDB reads and writes as `<protocol>://<name>`."""

    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self.protocol = f"shelf{uuid4().hex}"
        self.files: dict[str, bytes] = {}

    def address(self, name: str) -> str:
        """What DuckDB calls the file."""
        return f"{self.protocol}://{name}"

    def _key(self, path: str) -> str:
        return path.split("://", 1)[-1]

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Size of a file; FileNotFoundError if it is not on the shelf."""
        key = self._key(path)
        if key not in self.files:
            raise FileNotFoundError(key)
        return {"name": key, "size": len(self.files[key]), "type": "file"}

    def glob(self, path: str, **_: Any) -> list[str]:
        """The file itself: names are not patterns."""
        return [self._key(path)] if self._key(path) in self.files else []

    def modified(self, path: str) -> datetime:
        """Always the same: a shelf lives for one reading."""
        self.info(path)
        return datetime(2000, 1, 1)

    def _open(self, path: str, mode: str = "rb", *_: Any, **__: Any) -> BytesIO:
        key = self._key(path)
        if "w" in mode:
            return _Written(self.files, key)
        self.info(path)
        return BytesIO(self.files[key])


class _Written(BytesIO):
    """A file being written, put on the shelf when it is closed."""

    def __init__(self, files: dict[str, bytes], key: str) -> None:
        super().__init__()
        self._files, self._key = files, key

    def close(self) -> None:
        if not self.closed:
            self._files[self._key] = self.getvalue()
        super().close()


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
    shelf = Shelf()
    database.register_filesystem(shelf)
    for name, data in tables.items():
        _load(database, shelf, "store", name, data)
        if name in earlier:
            _load(database, shelf, "previous", name, earlier[name])
        else:
            database.execute(f'create table previous."{name}" as from store."{name}" limit 0')
    database.unregister_filesystem(shelf.protocol)
    database.execute("set enable_external_access = false")
    database.execute("set lock_configuration = true")
    return Connection(database)


def _load(database: duckdb.DuckDBPyConnection, shelf: Shelf, catalog: str, name: str, data: bytes) -> None:
    shelf.files["table"] = data
    source = f"read_parquet('{shelf.address('table')}')"
    columns = [row[0] for row in database.execute(f"describe from {source}").fetchall()]
    arm = " replace (arm::store.main.arm as arm)" if "arm" in columns else ""
    database.execute(f'create table {catalog}."{name}" as select *{arm} from {source}')  # noqa: S608 - of the store, not of a reader
    database.execute(f"checkpoint {catalog}")  # compresses the table before the next one is read
    del shelf.files["table"]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
