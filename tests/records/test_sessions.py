import pytest

from dashboard.records import accounts, clock, sessions
from dashboard.records.accounts import Account
from dashboard.records.database import Records


@pytest.fixture
def token(records: Records) -> str:
    accounts.add(records, "chair", "dsmb_chair", "correct horse battery")
    return sessions.start(records, "chair")


def _later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = clock.seconds()
    monkeypatch.setattr(clock, "seconds", lambda: now + seconds)


def test_a_session_leads_to_its_account(records: Records, token: str) -> None:
    found = sessions.account_of(records, token)
    assert found is not None
    assert (found.name, found.role) == ("chair", "dsmb_chair")


def test_another_token_leads_to_nobody(records: Records, token: str) -> None:
    assert sessions.account_of(records, token[:-1]) is None
    assert sessions.account_of(records, sessions.digest(token)) is None


def test_a_session_given_to_another_account_in_the_database_is_nobodys(records: Records, token: str) -> None:
    with records.writing() as connection:
        accounts.make(connection, Account("chair.two", "dsmb_chair"), "hash", accounts.SETUP)
        connection.exec_driver_sql("UPDATE session SET account = 'chair.two'")
    assert sessions.account_of(records, token) is None
    own = sessions.account_of(records, sessions.start(records, "chair.two"))
    assert own is not None
    assert own.name == "chair.two"


def test_the_token_itself_is_not_in_the_database(records: Records, token: str) -> None:
    with records.reading() as connection:
        assert connection.exec_driver_sql("SELECT digest FROM session").scalars().all() == [sessions.digest(token)]


def test_a_session_ends_when_idle(records: Records, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _later(monkeypatch, records.idle_seconds + 1)
    assert sessions.account_of(records, token) is None


def test_use_keeps_a_session_alive_until_its_longest(
    records: Records, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(24):  # 24 steps of 29 minutes 50 seconds stay within 12 hours
        _later(monkeypatch, records.idle_seconds - 10)
        assert sessions.account_of(records, token) is not None
    _later(monkeypatch, records.idle_seconds - 10)
    assert sessions.account_of(records, token) is None


def test_use_keeps_a_session_alive_that_ends_when_idle_for_a_minute(
    records: Records, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.idle_seconds = 60
    for _ in range(12):
        _later(monkeypatch, 20)
        assert sessions.account_of(records, token) is not None
    _later(monkeypatch, 61)
    assert sessions.account_of(records, token) is None


def test_logging_out_ends_a_session(records: Records, token: str) -> None:
    sessions.end(records, token)
    assert sessions.account_of(records, token) is None
    sessions.end(records, token)


def test_disabling_an_account_ends_its_sessions_at_once(records: Records, token: str) -> None:
    accounts.disable(records, "chair")
    assert sessions.account_of(records, token) is None


def test_a_changed_role_holds_from_the_next_request(records: Records, token: str) -> None:
    with records.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'sponsor'")
    found = sessions.account_of(records, token)
    assert found is not None
    assert found.role == "sponsor"
