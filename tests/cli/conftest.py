"""What every command is tested in: the demonstration's keys, with records of the test's own."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.settings import Settings, environment


@pytest.fixture
def told(demo: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The demonstration's keys with records of the test's own, in the environment."""
    settings = replace(demo, database=f"sqlite:///{tmp_path / 'records.sqlite'}")
    for variable, value in environment(settings).items():
        monkeypatch.setenv(variable, value)
    return settings
