"""Keys, a trial definition and the bar of what is read."""

from pathlib import Path

import pytest

from dashboard.cli import main as cli
from dashboard.cli import source
from dashboard.settings import Settings
from tests.cli.commands import refused


def test_keys_are_drawn_once_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "keys"
    monkeypatch.setenv("DSMB_KEYS", str(folder))
    assert cli.run(["keys", "new"]) == 0
    drawn = {path.name: path.read_text() for path in folder.iterdir()}
    assert {*drawn} == {"store.key", "code.key", "lock.key"}
    assert len({*drawn.values()}) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    printed = capsys.readouterr().out
    assert not any(key.strip() in printed for key in drawn.values())
    assert "there is a key already" in refused(capsys, cli.run(["keys", "new"]))
    assert {path.name: path.read_text() for path in folder.iterdir()} == drawn


def test_a_folder_that_cannot_be_made_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DSMB_KEYS", str(tmp_path / "file" / "keys"))
    assert "file/keys" in refused(capsys, cli.run(["keys", "new"]))


def test_a_missing_trial_definition_is_one_message(
    told: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = ["--trial", str(tmp_path / "none.toml"), "--out", str(tmp_path / "out")]
    code = cli.run(["lock", str(tmp_path), *paths, "--cutoff", "2026-01-15"])
    assert "none.toml: no such file. Name a trial definition" in refused(capsys, code)
    assert not (tmp_path / "out").exists()


def test_a_bar_shows_what_is_read_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = source.progress()
    said("adsl.xpt")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(source.sys.stderr, "isatty", lambda: True)
    said("adae.xpt")
    said("checks")
    shown = capsys.readouterr().err.split("\r")
    assert shown[1].startswith("[##........] adae.xpt")
    assert shown[2].startswith("[##########] checks")
