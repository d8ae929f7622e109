"""A copy of the demonstration extract which a test may damage."""

import shutil
from pathlib import Path

import pytest

from dashboard.settings import Settings


@pytest.fixture
def extract_copy(demo: Settings, tmp_path: Path) -> Path:
    """The folder of a fresh copy."""
    return Path(shutil.copytree(demo.extract, tmp_path / "extract"))
