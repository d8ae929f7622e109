"""The environment, read once and told on."""

from dataclasses import fields, replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.settings import SIDES, Settings, environment, read

VARIABLES = {item.name: item.metadata["variable"] for item in fields(Settings)}
texts = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"]), max_size=12)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.usefixtures("empty")
def test_without_variables_the_defaults_hold() -> None:
    assert read() == Settings()
    assert read().side_names == SIDES


@pytest.mark.parametrize(("name", "variable"), VARIABLES.items())
@pytest.mark.usefixtures("empty")
def test_each_variable_is_one_setting(monkeypatch: pytest.MonkeyPatch, name: str, variable: str) -> None:
    monkeypatch.setenv(variable, "something")
    assert read() == replace(Settings(), **{name: "something"})


def test_no_two_settings_share_a_variable_and_each_says_what_it_is() -> None:
    assert len({*VARIABLES.values()}) == len(VARIABLES)
    assert all(item.metadata["help"] for item in fields(Settings))


def test_no_key_and_no_address_with_a_password_shows_when_settings_are_printed() -> None:
    names = ("store_key", "code_key", "audit_key", "database", "jobs", "secret")
    assert "hunter2" not in repr(Settings(**dict.fromkeys(names, "hunter2")))


@given(st.builds(Settings, **{name: texts for name in VARIABLES}))
def test_a_process_started_from_here_reads_the_same_settings(settings: Settings) -> None:
    with patch.dict("os.environ", environment(settings), clear=True):
        assert read() == settings


def test_what_is_told_keeps_the_rest_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG_OF_THE_TEST", "C")
    monkeypatch.setenv("DSMB_EXTRACT", "old")
    told = environment(replace(Settings(), extract="new"))
    assert (told["LANG_OF_THE_TEST"], told["DSMB_EXTRACT"]) == ("C", "new")


@pytest.mark.parametrize(
    ("sides", "names"),
    [
        ("conduct", ("conduct",)),
        ("unblinded, blinded", ("blinded", "unblinded")),
        ("blinded,blinded", ("blinded",)),
        ("", ()),
        (" , ", ()),
        ("UNBLINDED", ()),
        ("everything,conduct", ("conduct",)),
    ],
)
def test_sides_are_those_named_and_no_others(sides: str, names: tuple[str, ...]) -> None:
    """Nothing named is nothing served: a slip of the pen never opens a side."""
    assert replace(Settings(), sides=sides).side_names == names
