"""What an owner of the database can do to accounts, typed-in events and unmaskings, and how the trail tells."""

import pytest

from dashboard.records import accounts, clock, identities, typed
from dashboard.records.accounts import Account, Actor
from dashboard.records.database import Records
from dashboard.records.identities import Identity
from dashboard.records.proof import prove
from dashboard.records.typed import Place
from dashboard.records.unmasking import Case, Entry
from tests.records.owner import unguarded

ADMIN = Actor("admin", "administrator", "10.0.0.7")
ANN, BOB, CYD = (Account(name, "dsmb_member") for name in ("ann", "bob", "cyd"))
PLACE = Place("unblinded", "9c417f0e" * 8, "nrm-100")


def done(account: Account) -> Entry:
    return Entry(account, clock.stamp(), sealed=b"words")


@pytest.fixture
def lived(records: Records) -> Records:
    """A database in which everything there is was done once."""
    with records.writing() as connection:  # without the second that passwords cost
        accounts.make(connection, ANN, "hash", ADMIN)
        accounts.make(connection, Account("eve", "sponsor"), "hash", ADMIN)
        accounts.change(connection, "eve", "password reset", ADMIN, password="other hash")
    accounts.disable(records, "eve", ADMIN)
    accounts.give_role(records, "ann", "dsmb_chair", ADMIN)
    number = typed.add(records, PLACE, ANN, b"sealed")
    typed.withdraw(records, PLACE, BOB, number)
    case = Case(records, "DEMO-1", 14)
    case.emergency(done(ANN), "dsmb_chair")
    case.refuse(case.ask(done(ANN)), done(BOB))
    request = case.ask(done(ANN))
    case.agree(request, done(BOB))
    case.execute(request, done(CYD))
    return records


def tamper(records: Records, statement: str) -> None:
    """As the owner of the database may: without the triggers that keep everybody else from it."""
    with records.writing() as connection, unguarded(connection):
        connection.exec_driver_sql(statement)


def test_records_left_alone_agree_with_the_trail(lived: Records) -> None:
    assert prove(lived).faults == ()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "DELETE FROM unmasking WHERE act = 'emergency'",
            "'emergency unmasking' of emergency 1 of DEMO-1 by ann (dsmb_member), but",
        ),
        (
            "DELETE FROM unmasking WHERE act = 'refused'",
            "'unmasking refused' of request 2 of DEMO-1 by bob (dsmb_member), but",
        ),
        (
            "DELETE FROM unmasking WHERE act = 'done'",
            "'unmasking done' of request 4 of DEMO-1 by cyd (dsmb_member), but",
        ),
        ("DELETE FROM typed WHERE withdraws IS NOT NULL", "'withdrawn' of nrm-100 event 1 store 9c417f0e9c417f0e by"),
        (
            "DELETE FROM typed WHERE withdraws IS NULL",
            "'typed' of nrm-100 event 1 store 9c417f0e9c417f0e by ann (dsmb_member), but",
        ),
        ("DELETE FROM account_change WHERE change = 'disabled'", "'account' of eve disabled: sponsor by admin, but"),
    ],
)
def test_a_record_that_was_deleted_is_told_by_its_row(lived: Records, statement: str, says: str) -> None:
    tamper(lived, statement)
    assert says in prove(lived).within[0]
    assert prove(lived).within[0].endswith("its record is not there: it was deleted.")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "INSERT INTO unmasking (at, who, role, protocol, act, request, sealed) "
            "SELECT at, 'dan', role, protocol, act, request, sealed FROM unmasking WHERE act = 'agreed'",
            "A record says 'unmasking agreed' of request 4 of DEMO-1 by dan (dsmb_member), and the trail does not",
        ),
        (
            "INSERT INTO unmasking (at, who, role, protocol, act, request, sealed) "
            "SELECT at, who, role, protocol, act, request, sealed FROM unmasking WHERE act = 'agreed'",
            "A record says 'unmasking agreed' of request 4 of DEMO-1 by bob (dsmb_member), and the trail does not",
        ),
        (
            "INSERT INTO unmasking (at, who, role, protocol, act, request, sealed) "
            "SELECT at, who, role, protocol, 'blessed', request, sealed FROM unmasking WHERE act = 'agreed'",
            "A record says 'blessed' of request 4 of DEMO-1 by bob (dsmb_member), and the trail does not",
        ),
        (
            "INSERT INTO typed (at, who, role, store, guideline, sealed) "
            "SELECT at, who, role, store, guideline, sealed FROM typed WHERE withdraws IS NULL",
            "A record says 'typed' of nrm-100 event 3 store 9c417f0e9c417f0e by ann (dsmb_member), and the trail",
        ),
        ("UPDATE account SET role = 'dsmb_chair' WHERE name = 'eve'", "Account eve is not as its last change left it"),
        ("UPDATE account SET enabled = true WHERE name = 'eve'", "left it: sponsor, disabled."),
        ("DELETE FROM account WHERE name = 'eve'", "Account eve is not there: it was deleted."),
        (
            "INSERT INTO account (name, role, password, enabled, added_at) "
            "SELECT 'dan', role, password, enabled, added_at FROM account WHERE name = 'ann'",
            "Account dan was never added: it was put in.",
        ),
    ],
)
def test_a_record_that_was_put_in_or_altered_has_no_row(lived: Records, statement: str, says: str) -> None:
    tamper(lived, statement)
    (fault,) = prove(lived).within
    assert says in fault


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE account_change SET at = '2020-01-01T00:00:00.000Z' WHERE number = 1", "by admin at 2020-01-01"),
        ("UPDATE account_change SET at = 'yesterday' WHERE number = 1", "by admin at yesterday"),
        ("UPDATE typed SET at = '2020-01-01T00:00:00.000Z' WHERE number = 1", "(dsmb_member) at 2020-01-01"),
        ("UPDATE unmasking SET at = '2030-01-01T00:00:00.000Z' WHERE act = 'asked'", "(dsmb_member) at 2030-01-01"),
        ("UPDATE typed SET role = 'sponsor' WHERE number = 1", "by ann (sponsor), and the trail does not"),
        (
            "UPDATE unmasking SET role = 'dsmb_chair' WHERE act = 'agreed'",
            "by bob (dsmb_chair), and the trail does not",
        ),
        ("UPDATE unmasking SET protocol = 'X' WHERE act = 'emergency'", "of emergency 1 of X by ann"),
        ("UPDATE unmasking SET protocol = 'X' WHERE act = 'done'", "of request 4 of X by cyd"),
        ("UPDATE account_change SET number = 90 WHERE account = 'eve' AND change = 'added'", "it was moved."),
    ],
)
def test_a_record_of_another_time_role_trial_or_place_is_found(lived: Records, statement: str, says: str) -> None:
    tamper(lived, statement)
    assert any(says in fault for fault in prove(lived).within)


def test_rights_are_not_given_back_by_moving_the_change_that_took_them(lived: Records) -> None:
    """Of what was done to an account nothing is missing and nothing put in: it is the order that would let it in."""
    accounts.enable(lived, "eve", ADMIN)
    accounts.disable(lived, "eve", ADMIN)
    tamper(lived, "UPDATE account_change SET number = 90 WHERE account = 'eve' AND change = 'enabled'")
    with lived.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET enabled = true WHERE name = 'eve'")
    (fault,) = prove(lived).within
    assert (
        fault
        == "The record of 'account' of eve disabled: sponsor by admin is not where the trail has it: it was moved."
    )


def test_a_table_of_older_rows_that_row_1_does_not_know_excuses_no_account(lived: Records) -> None:
    """Accounts from before the chain have no change; a table put in must not make one of those of any account."""
    tamper(lived, "CREATE TABLE audit_before_chain (id INTEGER)")
    with lived.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account (name, role, password, enabled, added_at) "
            "SELECT 'dan', role, password, enabled, added_at FROM account WHERE name = 'ann'"
        )
    assert prove(lived).within[:2] == (  # then that nothing keeps that table
        "The table audit_before_chain is not what row 1 says of it: it was deleted, put in or altered.",
        "Account dan was never added: it was put in.",
    )


@pytest.mark.parametrize(
    ("statement", "whose"),
    [
        ("UPDATE account SET password = 'hash of my own' WHERE name = 'ann'", "ann"),
        ("UPDATE account SET password = (SELECT password FROM account WHERE name = 'ann') WHERE name = 'eve'", "eve"),
        ("UPDATE identity SET subject = 'sub-mine'", "ida"),
        ("UPDATE identity SET account = 'ann'", "ann"),
        ("DELETE FROM identity", "ida"),
        ("INSERT INTO identity (issuer, subject, account) VALUES ('https://id.example', 'sub-mine', 'ann')", "ann"),
    ],
)
def test_a_password_or_an_identity_that_was_exchanged_is_found(lived: Records, statement: str, whose: str) -> None:
    identities.enter(lived, Identity("https://id.example", "sub-ida"), "ida", "dsmb_member", ADMIN)
    assert prove(lived).holds
    tamper(lived, statement)
    assert prove(lived).within[0].startswith(f"Account {whose} has another password, or is another at its provider")


def test_a_row_that_was_altered_into_no_change_of_an_account_is_named(lived: Records) -> None:
    tamper(lived, f"UPDATE audit SET detail = '{accounts.LOGIN * 2}' WHERE id = 1")
    faults = prove(lived).within
    assert faults[0].startswith("Row 1 does not fit")
    assert "A record says 'account' of ann added: dsmb_member by admin, and the trail does not" in " ".join(faults)


def test_the_trail_of_an_earlier_version_says_nothing_of_passwords(
    lived: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "SETS_LOGIN", frozenset())
    with lived.writing() as connection:
        accounts.make(connection, Account("old", "sponsor"), "hash", ADMIN)
    tamper(lived, "UPDATE account SET password = 'other' WHERE name = 'old'")
    assert prove(lived).holds


def test_a_record_given_to_another_person_is_found_from_both_ends(lived: Records) -> None:
    tamper(lived, "UPDATE unmasking SET who = 'dan' WHERE act = 'agreed'")
    gone, put_in = prove(lived).within
    assert "by bob (dsmb_member), but its record is not there" in gone
    assert "by dan (dsmb_member), and the trail does not" in put_in
