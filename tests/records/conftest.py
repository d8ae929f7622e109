"""An empty database of records."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.records import database
from dashboard.records.database import Records


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = database.connect(f"sqlite:///{tmp_path}/records.sqlite")
    yield opened
    opened.close()
