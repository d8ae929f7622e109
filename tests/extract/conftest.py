"""The tiny extract, locked once, and a way to read its tables."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.access import envelope, manifest, sealed
from dashboard.access.connection import open_locked
from tests.extract import tiny

Rows = Callable[[str, str], list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the locked tiny extract; its keys lie beside it."""
    return tiny.lock_tiny(tmp_path_factory.mktemp("tiny")).folder


@pytest.fixture(scope="session")
def stores(extract: Path) -> dict[str, duckdb.DuckDBPyConnection]:
    """A database per store of the tiny extract."""
    key = envelope.store_key(extract.parent / "keys")
    contents = {
        "conduct": manifest.read(extract / "conduct"),
        "blinded": manifest.read(extract / "blinded"),
        "sealed": sealed.read(extract / "sealed", key),
    }
    return {name: open_locked(c.tables, {}, c.manifest.arms).cursor() for name, c in contents.items()}


@pytest.fixture(scope="session")
def rows(stores: dict[str, duckdb.DuckDBPyConnection]) -> Rows:
    """The rows a statement returns from a store."""
    return lambda store, statement: stores[store].execute(statement).fetchall()
