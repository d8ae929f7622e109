"""Reading a file written by a test."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.extract import readers

Reads = Callable[[Path], list[tuple[object, ...]]]


@pytest.fixture
def reads() -> Reads:
    """The rows of a file; its shape is held against what was read."""

    def rows(path: Path) -> list[tuple[object, ...]]:
        database = duckdb.connect(":memory:")
        types = readers.read(database, path, "raw")
        shape = readers.look(path)
        found: list[tuple[object, ...]] = database.execute("from raw").fetchall()
        assert {name.lower(): kind for name, kind, _ in shape.columns} == types
        assert shape.rows == len(found)
        readers.forget(database, "raw")
        assert database.execute("show tables").fetchall() == []
        return found

    return rows
