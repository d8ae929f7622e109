"""What a server started from the command line is told to serve."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import ExtractError
from dashboard.settings import Settings
from dashboard.web import serve


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment that the server was started with."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(serve, "open_sides", lambda settings: [])
    monkeypatch.setattr(serve.os, "execve", lambda program, command, environment: kept.update(environment))
    return kept


@pytest.fixture
def environment(tmp_path: Path) -> Settings:
    """An environment that names an extract and the one before it."""
    return replace(Settings(), extract=str(tmp_path), previous="earlier")


def test_without_arguments_the_environment_says_what_is_served(environment: Settings, told: Any) -> None:
    serve.serve(environment, None, None, demo=False)
    assert (told["DSMB_EXTRACT"], told["DSMB_PREVIOUS"]) == (environment.extract, "earlier")


def test_a_previous_extract_named_alone_goes_with_the_extract_of_the_environment(
    environment: Settings, told: Any
) -> None:
    serve.serve(environment, None, Path("named"), demo=False)
    assert (told["DSMB_EXTRACT"], told["DSMB_PREVIOUS"]) == (environment.extract, "named")


def test_a_named_extract_is_not_compared_with_another_ones_previous(
    environment: Settings, told: Any, tmp_path: Path
) -> None:
    serve.serve(environment, tmp_path, None, demo=False)
    assert (told["DSMB_EXTRACT"], told["DSMB_PREVIOUS"]) == (str(tmp_path), "")
    serve.serve(environment, tmp_path, Path("named"), demo=False)
    assert told["DSMB_PREVIOUS"] == "named"


def test_nothing_to_serve_says_how_to_get_it(told: Any) -> None:
    with pytest.raises(ExtractError, match="DSMB_EXTRACT"):
        serve.serve(Settings(), None, Path("named"), demo=False)
    with pytest.raises(ExtractError, match="no such folder"):
        serve.serve(Settings(), Path("nowhere"), None, demo=False)
    assert told == {}
