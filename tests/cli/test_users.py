"""`dsmb users`: an account, its password from standard input."""

import getpass
import io
import sys

import pytest

from dashboard.cli import main as cli
from dashboard.records import accounts, database
from dashboard.settings import Settings
from tests.cli.commands import refused


def typed(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(line))


def test_an_account_is_added_with_its_password_from_standard_input(
    told: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "correct horse battery\n")
    assert cli.run(["users", "add", "ruth", "--role", "dsmb_chair"]) == 0
    assert capsys.readouterr().out == "Added ruth as dsmb_chair.\n"
    records = database.of(told)
    account = accounts.verify(records, "ruth", "correct horse battery")
    records.close()
    assert account is not None
    assert account.role == "dsmb_chair"


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("ruth", "chair", "correct horse battery", "No role 'chair'. Choose one of sponsor, "),
        ("ruth", "dsmb_chair", "short", "Password of ruth: give at least 12 characters."),
        ("Ruth K", "dsmb_chair", "correct horse battery", "Account name 'Ruth K': use small letters"),
    ],
)
def test_an_account_that_cannot_be_is_one_message(
    told: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    role: str,
    password: str,
    said: str,
) -> None:
    typed(monkeypatch, f"{password}\n")
    assert said in refused(capsys, cli.run(["users", "add", name, "--role", role]))


def test_leaving_at_the_password_is_no_traceback(
    told: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leave(_: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", leave)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert cli.run(["users", "add", "ruth", "--role", "dsmb_chair"]) == 130
    assert capsys.readouterr().err == "dsmb: stopped.\n"
