"""An empty database of records, SQLite and PostgreSQL in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.records import database
from dashboard.records.database import Records
from tests.records.postgresql import Cluster, cluster  # noqa: F401 - a fixture of its own


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is; every test that asks for records runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/records.sqlite"
    server: Cluster = request.getfixturevalue("cluster")
    return server.empty()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The folder of the audit key and the head."""
    return tmp_path / "keys"


@pytest.fixture
def records(url: str, keys: Path) -> Iterator[Records]:
    opened = database.connect(url, keys)
    yield opened
    opened.close()
