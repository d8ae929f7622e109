"""Commands as tests run them, and what they left behind."""

import pytest

from dashboard.cli import main as cli
from dashboard.records import audit, database
from dashboard.settings import Settings


def show(told: Settings, side: str, *more: str) -> int:
    return cli.run(["show", told.extract, "--side", side, "--previous", told.previous, *more])


def refused(capsys: pytest.CaptureFixture[str], code: int) -> str:
    """The one message of a command that failed and printed nothing else."""
    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert said.err.startswith("dsmb: ")
    assert said.err.count("\n") == 1
    return said.err


def written(told: Settings) -> tuple[audit.Row, ...]:
    records = database.of(told)
    try:
        return audit.rows(records)
    finally:
        records.close()
