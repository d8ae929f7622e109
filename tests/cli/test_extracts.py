"""`dsmb verify`: an extract is as it was locked, or its changed file is named."""

import shutil
from pathlib import Path

import pytest

from dashboard.cli import main as cli
from dashboard.settings import Settings
from tests.cli.commands import refused


@pytest.fixture
def tampered(told: Settings, tmp_path: Path) -> Path:
    """A copy of the extract with one bit of a conduct table turned."""
    folder = tmp_path / "tampered"
    shutil.copytree(told.extract, folder)
    table = folder / "conduct" / "accrual.parquet"
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(data)
    return folder


def test_a_changed_file_is_named(told: Settings, tampered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["show", str(tampered), "--side", "conduct", "home/accrual"], ["verify", str(tampered)]):
        assert "conduct/accrual.parquet: changed since it was locked" in refused(capsys, cli.run(command))


def test_verify_says_of_each_store_that_it_is_as_locked(told: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["verify", told.extract]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["conduct", "blinded", "sealed"]
    assert all("as locked at cut-off 2026-01-15" in line for line in lines)


def test_verify_without_the_key_says_what_it_did_not_open(
    told: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DSMB_KEYS", str(tmp_path / "elsewhere"))
    assert cli.run(["verify", told.extract]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("sealed: not opened. ")
