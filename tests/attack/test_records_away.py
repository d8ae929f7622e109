"""Accounts and audit trail away, locked or full: nothing is shown, and nothing of the inside is said."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.records import database
from tests.web.fakes import House, build, call, log_in, view

PATHS = ("/unblinded/", "/unblinded/download/five-answers/curve.csv", "/conduct/", "/", "/none")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert database.BUSY_SECONDS == 10
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    built = build(tmp_path, monkeypatch)
    yield built
    built.records.close()


def answers(house: House, browser: FlaskClient) -> Iterator[tuple[int, str]]:
    """What a signed-in member gets: pages, a download, an unknown address, and calls."""
    for path in PATHS:
        answered = browser.get(path)
        yield answered.status_code, answered.text
    for body in (view("/unblinded/"), call("five-answers", "curve")):
        answered = browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser))
        yield answered.status_code, answered.text


def file_of(house: House) -> Path:
    return Path(house.settings.database.removeprefix("sqlite:///"))


def test_without_the_records_every_answer_is_that_they_are_away(house: House, caplog: pytest.LogCaptureFixture) -> None:
    browser = house.log_in("dsmb_chair")
    for path in file_of(house).parent.glob("r.sqlite*"):
        path.unlink()
    for status, text in answers(house, browser):
        assert status == 503
        assert "cannot be reached, and without them nothing is shown" in text
        assert not [word for word in ("sqlite", "SELECT", "Traceback", "n = 42", "Deaths") if word in text]
    assert "SELECT" not in caplog.text
    assert log_in(house.server.test_client(), "dsmb_chair").status_code == 503


def test_while_another_holds_the_records_what_must_be_written_down_is_not_shown(house: House) -> None:
    """Reading goes on, so that conduct, which writes no views, is served."""
    browser = house.log_in("dsmb_chair")
    with closing(sqlite3.connect(file_of(house), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [browser.get(path).status_code for path in PATHS[:3]] == [503, 503, 200]
        assert log_in(house.server.test_client(), "dsmb_chair").status_code == 503
        other.execute("ROLLBACK")
    assert [browser.get(path).status_code for path in PATHS[:3]] == [200, 200, 200]


def test_records_that_are_no_database_show_nothing(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    for path in file_of(house).parent.glob("r.sqlite*"):
        path.unlink()
    file_of(house).write_bytes(b"no database " * 400)
    for status, text in answers(house, browser):
        assert status in (500, 503)
        assert "n = 42" not in text
