"""`dsmb users`: an account, its password from standard input."""

import getpass
import io
import re
import sys

import pytest

from dashboard.cli import main as cli
from dashboard.records import accounts, database
from dashboard.settings import Settings
from tests.cli.commands import refused, written


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


def test_an_account_is_changed_and_listed(
    told: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "correct horse battery\n")
    assert cli.run(["users", "add", "ruth", "--role", "dsmb_chair"]) == 0
    assert cli.run(["users", "role", "ruth", "sponsor"]) == 0
    typed(monkeypatch, "staple battery horse\n")
    assert cli.run(["users", "reset", "ruth"]) == 0
    assert cli.run(["users", "disable", "ruth"]) == 0
    capsys.readouterr()
    assert cli.run(["users", "list"]) == 0
    assert re.match(r"ruth +sponsor +since \d{4}-\d\d-\d\d \d\d:\d\d UTC  disabled\n", capsys.readouterr().out)
    assert cli.run(["users", "enable", "ruth"]) == 0
    assert capsys.readouterr().out == "Enabled ruth.\n"
    assert cli.run(["users", "list"]) == 0
    assert "conduct, blinded" in capsys.readouterr().out
    assert cli.run(["users", "list", "--history"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5
    rows = [row for row in written(told) if row.action == "account"]
    assert [row.detail.split(accounts.LOGIN)[0] for row in rows] == [
        "ruth added: dsmb_chair",
        "ruth role changed: sponsor",
        "ruth password reset: sponsor",
        "ruth disabled: sponsor",
        "ruth enabled: sponsor",
    ]
    assert {row.role for row in rows} == {"command line"}


@pytest.mark.parametrize("change", [["disable", "nobody"], ["enable", "nobody"], ["role", "nobody", "sponsor"]])
def test_an_account_that_is_not_there_is_one_message(
    told: Settings, capsys: pytest.CaptureFixture[str], change: list[str]
) -> None:
    assert "No account 'nobody'" in refused(capsys, cli.run(["users", *change]))
