"""Locks that are killed, meet a full or closed disk, or each other: no half extract, a clear word, a second try."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.errors import LockError
from dashboard.extract import folder as folders
from dashboard.extract import keys, verify
from dashboard.extract.folder import whole
from dashboard.extract.lock import lock
from dashboard.settings import ROOT, Settings
from tests.extract import tiny

SLOW = """
import sys, time
from pathlib import Path
from dashboard.extract import {module} as module
from tests.extract import tiny
import dashboard.extract.lock as locking

def wait(*given, **named):
    print("there", flush=True)
    time.sleep(60)

module.{step} = wait
base = Path(sys.argv[1])
locking.lock(base / "source", tiny.trial(), tiny.CUT_OFF, base / "x", base / "keys", pulled=tiny.PULLED)
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    tiny.write(tmp_path / "source")
    keys.new(tmp_path / "keys")
    return tmp_path


def locked(base: Path) -> None:
    lock(base / "source", tiny.trial(), tiny.CUT_OFF, base / "x", base / "keys", pulled=tiny.PULLED)


@pytest.mark.parametrize(
    ("module", "step"), [("survey", "checks.run"), ("stores", "contents"), ("lock", "_write"), ("folder", "sync")]
)
def test_a_killed_lock_leaves_no_extract_and_the_next_one_works(module: str, step: str, base: Path) -> None:
    code = SLOW.format(module=module, step=step)
    with subprocess.Popen([sys.executable, "-c", code, str(base)], cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"there\n"
        running.send_signal(signal.SIGKILL)
    assert not (base / "x").exists()
    locked(base)
    assert not list(base.glob(".x.*"))
    assert len(list(verify.verify(base / "x", Settings(keys=str(base / "keys"))))) == 3


def test_of_two_locks_at_once_one_stands_and_the_other_says_so(base: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.extract import tiny\n"
        "from dashboard.extract.lock import lock; from dashboard.errors import DsmbError\n"
        "base = Path(sys.argv[1])\n"
        "try: lock(base / 'source', tiny.trial(), tiny.CUT_OFF, base / 'x', base / 'keys', pulled=tiny.PULLED)\n"
        "except DsmbError as error: sys.exit(str(error))\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(base)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[1].strip().splitlines()[:1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert not list(base.glob(".x.*"))
    assert len(list(verify.verify(base / "x", Settings(keys=str(base / "keys"))))) == 3
    assert any("quicker" in line or "already" in line for lines in said for line in lines)


def two_at_once(out: Path) -> None:
    with whole(out) as first:
        with whole(out) as second:
            (second / "file").write_text("second")
            assert first.exists()
        (first / "file").write_text("first")


def test_the_folder_of_a_living_lock_is_not_swept(tmp_path: Path) -> None:
    with pytest.raises(LockError, match="is there already"):
        two_at_once(tmp_path / "x")
    assert (tmp_path / "x" / "file").read_text() == "second"
    assert not list(tmp_path.glob(".x.*"))


def test_an_extract_that_appears_at_the_last_moment_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "refuse_existing", lambda _: None)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "file").write_text("first")
    with pytest.raises(LockError, match="another lock was quicker"), whole(tmp_path / "x") as folder:
        (folder / "file").write_text("second")
    assert (tmp_path / "x" / "file").read_text() == "first"
    assert not list(tmp_path.glob(".x.*"))


def test_a_full_disk_is_said_and_leaves_nothing(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    there = sorted(base.rglob("*"))
    monkeypatch.setattr(folders, "sync", full)
    with pytest.raises(LockError, match="the disk is full; nothing was locked"):
        locked(base)
    assert sorted(base.rglob("*")) == there
    monkeypatch.undo()
    locked(base)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LockError, match="cannot be written to"), whole(tmp_path / "file" / "x"):
        pytest.fail("the folder was made")


def test_what_was_left_long_ago_is_swept(tmp_path: Path) -> None:
    stale = tmp_path / ".x.abc123"
    (stale / "conduct").mkdir(parents=True)
    os.utime(stale, (time.time() - 9e5,) * 2)
    with whole(tmp_path / "x") as folder:
        (folder / "file").write_text("new")
    assert not stale.exists()
    assert (tmp_path / "x" / "file").read_text() == "new"
