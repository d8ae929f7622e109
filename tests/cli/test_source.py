"""A trial definition, the bar of what is read, and what a lock writes down."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from dashboard.cli import main as cli
from dashboard.cli import source
from dashboard.extract.demo import write
from dashboard.settings import ROOT, Settings
from tests.cli.commands import refused, written


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


@pytest.fixture
def source_(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    write.write(folder, patients=60, scenario="A", seed=1, cut_off=date(2026, 1, 15))
    return folder


@pytest.fixture
def options(source_: Path, tmp_path: Path) -> list[str]:
    trial = str(ROOT / "data" / "trial.toml")
    return ["lock", str(source_), "--trial", trial, "--cutoff", "2026-01-15", "--out", str(tmp_path / "extract")]


def test_a_lock_is_written_down_before_and_after(told: Settings, options: list[str]) -> None:
    assert cli.run(options) == 0
    begun, done = [row for row in written(told) if row.action == "lock"]
    assert begun.detail == "extract cut-off 2026-01-15 begun"
    assert re.fullmatch(r"extract cut-off 2026-01-15 locked store [0-9a-f]{16}", done.detail)
    assert {begun.side, done.side} == {"unblinded"}


def test_a_refused_lock_is_written_down(told: Settings, options: list[str], tmp_path: Path) -> None:
    (tmp_path / "extract").mkdir()
    assert cli.run([*options, "--ad-hoc"]) == 2
    assert [row.detail for row in written(told)] == [
        "extract cut-off 2026-01-15 ad hoc begun",
        "extract cut-off 2026-01-15 ad hoc refused",
    ]


def test_a_host_without_records_locks_and_makes_none(
    told: Settings, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "apart" / "keys"
    shutil.copytree(told.keys, keys)
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DSMB_KEYS", str(keys))
    assert cli.run(options) == 0
    assert [path.name for path in keys.parent.iterdir()] == ["keys"]
