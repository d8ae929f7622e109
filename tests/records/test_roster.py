"""Account changes: sessions end at once, each is written down twice, and the roster says since when."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import AccountError
from dashboard.records import accounts, audit, roster, sessions
from dashboard.records.accounts import Account, Actor
from dashboard.records.database import Records
from dashboard.records.roles import known

PASSWORD, OTHER = "correct horse battery", "staple battery horse"
ADMIN = Actor("admin", "administrator", "10.0.0.7")
CHANGES: dict[str, Callable[[Records], object]] = {
    "disabled": lambda records: accounts.disable(records, "ruth", ADMIN),
    "password reset": lambda records: accounts.reset(records, "ruth", OTHER, ADMIN),
    "role changed": lambda records: accounts.give_role(records, "ruth", "sponsor", ADMIN),
}


@pytest.fixture
def token(records: Records) -> str:
    """A live session of ruth's."""
    accounts.add(records, "ruth", "dsmb_chair", PASSWORD, ADMIN)
    accounts.add(records, "other", "dsmb_member", PASSWORD, ADMIN)
    return sessions.start(records, "ruth")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_rights_ends_the_accounts_sessions_at_once_and_no_others(
    records: Records, token: str, change: str
) -> None:
    others = sessions.start(records, "other")
    assert sessions.account_of(records, token) is not None
    CHANGES[change](records)
    assert sessions.account_of(records, token) is None
    assert sessions.account_of(records, others) is not None


@pytest.mark.parametrize("change", CHANGES)
def test_a_password_being_checked_during_a_change_opens_nothing(records: Records, token: str, change: str) -> None:
    account = accounts.verify(records, "ruth", PASSWORD)
    assert account is not None
    CHANGES[change](records)
    with pytest.raises(AccountError, match="changed just now"):
        sessions.start(records, "ruth", account.changes)


def test_enabling_again_does_not_bring_a_session_back(records: Records, token: str) -> None:
    accounts.disable(records, "ruth")
    accounts.enable(records, "ruth")
    assert sessions.account_of(records, token) is None
    assert accounts.verify(records, "ruth", PASSWORD) is not None


def test_after_a_reset_the_new_password_alone_is_right(records: Records, token: str) -> None:
    accounts.reset(records, "ruth", OTHER)
    assert accounts.verify(records, "ruth", PASSWORD) is None
    assert accounts.verify(records, "ruth", OTHER) is not None


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_in_the_history_and_in_the_trail_with_who_made_it(
    records: Records, token: str, change: str
) -> None:
    CHANGES[change](records)
    last, row = roster.history(records)[-1], audit.rows(records)[-1]
    assert (last.account, last.change, last.who) == ("ruth", change, "admin")
    assert (row.who, row.role, row.action, row.origin) == ("admin", "administrator", "account", "10.0.0.7")
    assert row.detail.split(accounts.LOGIN)[0] == f"ruth {change}: {last.role}"
    assert not any(secret in str(row) for secret in (PASSWORD, OTHER))


@pytest.mark.parametrize(
    ("role", "seen"), [("dsmb_member", 1), ("reporting_statistician", 1), ("sponsor", 0), ("trial_statistician", 0)]
)
def test_readers_of_the_unblinded_side_see_who_was_let_in_to_it(records: Records, role: str, seen: int) -> None:
    """An administrator sees no trial data, but could add an account that does, or give one another password."""
    before = len(audit.seen(records, ["unblinded"]))
    accounts.add(records, "newcomer", role, PASSWORD, ADMIN)
    assert len(audit.seen(records, ["unblinded"])) == before + seen
    assert not [row for row in audit.seen(records, ["conduct", "blinded", "bench"]) if "newcomer" in row.detail]


def test_they_see_who_was_let_out_too(records: Records) -> None:
    with records.writing() as connection:  # without the second that passwords cost
        for name, role in (("leaver", "dsmb_member"), ("other", "sponsor")):
            accounts.make(connection, Account(name, known(role)), "hash", ADMIN)
    accounts.give_role(records, "leaver", "sponsor", ADMIN)
    accounts.disable(records, "leaver", ADMIN)
    accounts.disable(records, "other", ADMIN)
    said = [row.detail.split(accounts.LOGIN)[0] for row in audit.seen(records, ["unblinded"])]
    assert said == ["leaver added: dsmb_member", "leaver role changed: sponsor"]


def test_the_roster_says_who_may_see_what_since_when(records: Records, token: str) -> None:
    added, changed = roster.history(records)[0], None
    accounts.reset(records, "ruth", OTHER)
    assert [entry.since for entry in roster.roster(records) if entry.account == "ruth"] == [added.at]
    accounts.give_role(records, "ruth", "sponsor")
    changed = roster.history(records)[-1]
    accounts.disable(records, "other")
    other, ruth = roster.roster(records)
    assert (ruth.role, ruth.sides, ruth.since) == ("sponsor", ("conduct", "blinded"), changed.at)
    assert (other.enabled, other.sides) == (False, ())


@pytest.mark.parametrize("change", [accounts.disable, accounts.enable])
def test_a_change_of_nobody_is_refused_and_written_nowhere(records: Records, change: Callable[..., None]) -> None:
    with pytest.raises(AccountError, match="No account 'nobody'"):
        change(records, "nobody")
    assert audit.rows(records) == () == roster.history(records)


@pytest.mark.parametrize("statement", ["UPDATE account_change SET who = 'x'", "DELETE FROM account_change"])
def test_the_history_can_be_neither_changed_nor_deleted(records: Records, token: str, statement: str) -> None:
    with pytest.raises(SQLAlchemyError, match="append-only"), records.writing() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["audit", "typed", "account_change", "unmasking"])
def test_postgresql_refuses_to_empty_a_table(records: Records, table: str) -> None:
    with pytest.raises(SQLAlchemyError, match="append-only"), records.writing() as connection:
        connection.exec_driver_sql(f"TRUNCATE {table}")
