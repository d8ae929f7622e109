"""A slip in a command, and a reader who leaves early."""

import subprocess
import sys

import pytest

from dashboard.cli import main as cli
from dashboard.settings import ROOT, Settings


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required"),
        (["show", "x", "--side", "bench"], "invalid choice: 'bench'"),
        (["show", "x", "--side", "conduct", "home/accrual", "more"], "unrecognized arguments: more"),
        (["show", "x", "--side", "conduct", "--bogus"], "unrecognized arguments: --bogus"),
        (["verify", "x", "y"], "unrecognized arguments: y"),
        (
            ["lock", "x", "--trial", "t", "--out", "o", "--cutoff", "15/01/2026"],
            "'15/01/2026' is not a date; write it as 2026-01-15",
        ),
    ],
)
def test_a_slip_in_the_command_is_told_with_its_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.run(arguments)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_a_reader_who_leaves_early_is_no_error(told: Settings) -> None:
    command = [sys.executable, "-m", "dashboard", "show", told.extract, "--side", "conduct"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"BrokenPipe" not in process.stderr.read()
    assert process.returncode == 0
