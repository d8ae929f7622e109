"""The static checks are tests, so that one command is the whole truth."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "dashboard", "tests"], id="lint"),
        pytest.param(["ruff", "format", "--check", "dashboard", "tests"], id="format"),
        pytest.param(["mypy"], id="types"),
        pytest.param(["lint-imports", "--no-cache"], id="imports"),
    ],
)
def test_static_check_passes(command: list[str]) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_download_address_and_no_path_of_a_machine_is_in_the_tree() -> None:
    """Built from parts so that this file does not find itself."""
    forbidden = [
        "--" + "index-url",
        "--extra-" + "index-url",
        "find-" + "links",
        "pypi." + "org",
        "/wo" + "rk/",
        "/ro" + "ot/",
    ]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in tracked.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".parquet"}:
            text = path.read_text(encoding="utf-8")
            assert [word for word in forbidden if word in text] == [], name
