"""What an owner of the database can do to accounts, typed-in events and unmaskings, and how the trail tells."""

import pytest

from dashboard.records import accounts, typed
from dashboard.records.accounts import Account, Actor
from dashboard.records.database import Records
from dashboard.records.proof import prove
from dashboard.records.typed import Place
from dashboard.records.unmasking import Case, Entry

ADMIN = Actor("admin", "administrator", "10.0.0.7")
ANN, BOB, CYD = (Account(name, "dsmb_member") for name in ("ann", "bob", "cyd"))
PLACE = Place("unblinded", "9c417f0e" * 8, "nrm-100")
TABLES = ("account_change", "typed", "unmasking")


def done(account: Account, minute: int) -> Entry:
    return Entry(account, f"2026-01-15T09:{minute:02}:00.000Z", sealed=b"words")


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
    case.emergency(done(ANN, 0), "dsmb_chair")
    case.refuse(case.ask(done(ANN, 1)), done(BOB, 2))
    request = case.ask(done(ANN, 3))
    case.agree(request, done(BOB, 4))
    case.execute(request, done(CYD, 5))
    return records


def tamper(records: Records, statement: str) -> None:
    """As the owner of the database may: without the triggers that keep everybody else from it."""
    with records.writing() as connection:
        for table in TABLES:
            if connection.dialect.name == "sqlite":
                for change in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{change}")
            else:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        connection.exec_driver_sql(statement)


def test_records_left_alone_agree_with_the_trail(lived: Records) -> None:
    assert prove(lived).faults == ()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM unmasking WHERE act = 'emergency'", "'emergency unmasking' of emergency 1 by ann, but"),
        ("DELETE FROM unmasking WHERE act = 'refused'", "'unmasking refused' of request 2 by bob, but"),
        ("DELETE FROM unmasking WHERE act = 'done'", "'unmasking done' of request 4 by cyd, but"),
        ("DELETE FROM typed WHERE withdraws IS NOT NULL", "'withdrawn' of nrm-100 event 1 store 9c417f0e9c417f0e by"),
        ("DELETE FROM typed WHERE withdraws IS NULL", "'typed' of nrm-100 event 1 store 9c417f0e9c417f0e by ann, but"),
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
            "A record says 'unmasking agreed' of request 4 by dan, and the trail does not",
        ),
        (
            "INSERT INTO unmasking (at, who, role, protocol, act, request, sealed) "
            "SELECT at, who, role, protocol, act, request, sealed FROM unmasking WHERE act = 'agreed'",
            "A record says 'unmasking agreed' of request 4 by bob, and the trail does not",
        ),
        (
            "INSERT INTO typed (at, who, role, store, guideline, sealed) "
            "SELECT at, who, role, store, guideline, sealed FROM typed WHERE withdraws IS NULL",
            "A record says 'typed' of nrm-100 event 3 store 9c417f0e9c417f0e by ann, and the trail does not",
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


def test_a_record_given_to_another_person_is_found_from_both_ends(lived: Records) -> None:
    tamper(lived, "UPDATE unmasking SET who = 'dan' WHERE act = 'agreed'")
    gone, put_in = prove(lived).within
    assert "by bob, but its record is not there" in gone
    assert "by dan, and the trail does not" in put_in
