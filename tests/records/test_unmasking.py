"""Asked, agreed, done: three persons, in that order, once; each other order is refused in words."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import ChoiceError
from dashboard.records import audit, clock
from dashboard.records.accounts import Account
from dashboard.records.database import Records
from dashboard.records.unmasking import Case, Entry

MEMBER, CHAIR, REPORTING = (
    Account("member", "dsmb_member"),
    Account("chair", "dsmb_chair"),
    Account("reporting", "reporting_statistician"),
)
DAYS = 14


@pytest.fixture
def case(records: Records) -> Case:
    return Case(records, "BLIN-MAINT", DAYS)


def by(account: Account, *, days_ago: float = 0, sealed: bytes = b"") -> Entry:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    return Entry(account, at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "10.0.0.7", sealed)


def trail(records: Records) -> list[tuple[str, str, str, str]]:
    return [(row.who, row.action, row.side, row.detail) for row in audit.rows(records)]


def test_three_persons_one_after_the_other_name_the_arms(records: Records, case: Case) -> None:
    number = case.ask(by(MEMBER, sealed=b"why"))
    assert case.done() is None
    case.agree(number, by(CHAIR))
    assert case.done() is None
    case.execute(number, by(REPORTING, sealed=b"names"))
    done = case.done()
    assert done is not None
    assert done.ended is not None
    assert (done.asked.sealed, done.ended.sealed) == (b"why", b"names")
    assert done.by == "asked by member, agreed by chair, done by reporting"
    assert trail(records) == [
        ("member", "unmasking asked", "unblinded", "request 1 of BLIN-MAINT"),
        ("chair", "unmasking agreed", "unblinded", "request 1 of BLIN-MAINT"),
        ("reporting", "unmasking done", "unblinded", "request 1 of BLIN-MAINT"),
    ]


def test_another_trial_in_the_same_database_stays_masked(records: Records, case: Case) -> None:
    number = case.ask(by(MEMBER))
    case.agree(number, by(CHAIR))
    case.execute(number, by(REPORTING))
    other = Case(records, "OTHER", DAYS)
    assert (other.done(), other.requests(), other.emergencies()) == (None, (), ())
    with pytest.raises(ChoiceError, match="no request number 1"):
        other.agree(number, by(CHAIR))


def test_it_is_not_asked_twice(case: Case) -> None:
    number = case.ask(by(MEMBER))
    for account in (MEMBER, CHAIR):
        with pytest.raises(ChoiceError, match="Request 1 by member is open already"):
            case.ask(by(account))
    case.agree(number, by(CHAIR))
    with pytest.raises(ChoiceError, match="open already"):
        case.ask(by(MEMBER))
    case.execute(number, by(REPORTING))
    with pytest.raises(ChoiceError, match="named already, by request 1 of member"):
        case.ask(by(MEMBER))


def test_nobody_agrees_to_what_they_asked_for(case: Case) -> None:
    number = case.ask(by(CHAIR))
    with pytest.raises(ChoiceError, match="You made request 1 yourself"):
        case.agree(number, by(CHAIR))
    with pytest.raises(ChoiceError, match="You made request 1 yourself"):
        case.agree(number, by(Account("chair", "dsmb_member")))  # under another role still the same person


@pytest.mark.parametrize("person", [MEMBER, CHAIR])
def test_who_asked_or_agreed_does_not_carry_it_out(case: Case, person: Account) -> None:
    number = case.ask(by(MEMBER))
    case.agree(number, by(CHAIR))
    with pytest.raises(ChoiceError, match="three different persons"):
        case.execute(number, by(Account(person.name, "reporting_statistician")))
    assert case.done() is None


def test_nothing_is_carried_out_that_was_not_agreed_to(case: Case) -> None:
    number = case.ask(by(MEMBER))
    for carried in (case.check, case.execute):
        with pytest.raises(ChoiceError, match="was not agreed to yet"):
            carried(number, by(REPORTING))
    assert case.done() is None


def test_it_is_agreed_to_once(case: Case) -> None:
    number = case.ask(by(MEMBER))
    case.agree(number, by(CHAIR))
    with pytest.raises(ChoiceError, match="agreed to already, by chair"):
        case.agree(number, by(Account("vice", "dsmb_chair")))


@pytest.mark.parametrize("agreed", [False, True])
def test_a_request_is_withdrawn_by_who_made_it_and_then_it_is_over(case: Case, agreed: bool) -> None:
    number = case.ask(by(MEMBER))
    if agreed:
        case.agree(number, by(CHAIR))
    with pytest.raises(ChoiceError, match="made by member, who alone can withdraw it"):
        case.withdraw(number, by(CHAIR))
    case.withdraw(number, by(MEMBER))
    for late in (case.agree, case.refuse, case.execute, case.withdraw):
        with pytest.raises(ChoiceError, match="Request 1 was withdrawn already, by member"):
            late(number, by(Account("other", "dsmb_chair")))
    assert case.ask(by(MEMBER)) > number


def test_a_request_is_refused_by_another_also_after_agreeing(records: Records, case: Case) -> None:
    number = case.ask(by(MEMBER))
    with pytest.raises(ChoiceError, match="You made request 1 yourself"):
        case.refuse(number, by(MEMBER))
    case.agree(number, by(CHAIR))
    case.refuse(number, by(CHAIR))
    with pytest.raises(ChoiceError, match="was refused already, by chair"):
        case.execute(number, by(REPORTING))
    assert trail(records)[-1] == ("chair", "unmasking refused", "unblinded", "request 1 of BLIN-MAINT")


@pytest.mark.parametrize("agreed", [False, True])
def test_a_request_lapses(case: Case, agreed: bool) -> None:
    number = case.ask(by(MEMBER, days_ago=DAYS + 0.01))
    if agreed:
        case.agree(number, by(CHAIR, days_ago=DAYS - 1))
    for late in (case.agree, case.refuse, case.withdraw, case.execute):
        with pytest.raises(ChoiceError, match=r"lapsed: it was open for more than 14 days\. Ask anew"):
            late(number, by(REPORTING))
    (request,) = case.requests()
    assert case.state(request, clock.stamp()) == "lapsed"
    assert case.ask(by(MEMBER)) == max(row.number for row in (request.asked, request.agreed) if row) + 1


def test_a_request_holds_to_its_last_day(case: Case) -> None:
    number = case.ask(by(MEMBER, days_ago=DAYS - 0.01))
    case.agree(number, by(CHAIR))
    assert case.state(case.requests()[0], clock.stamp()) == "agreed"


def test_an_act_of_another_kind_is_no_request(case: Case) -> None:
    number = case.ask(by(MEMBER))
    case.agree(number, by(CHAIR))
    for wrong in (0, number + 1, 99):
        with pytest.raises(ChoiceError, match=f"no request number {wrong}"):
            case.execute(wrong, by(REPORTING))


def test_an_emergency_names_nobody_in_the_trail_and_unmasks_nothing(records: Records, case: Case) -> None:
    number = case.emergency(by(CHAIR, sealed=b"01-004"), "reporting_statistician")
    assert [row.sealed for row in case.emergencies()] == [b"01-004"]
    assert (case.done(), case.requests()) == (None, ())
    said = f"emergency {number} of BLIN-MAINT, to be told: reporting_statistician"
    assert trail(records) == [("chair", "emergency unmasking", "unblinded", said)]


def test_rows_are_only_added(records: Records, case: Case) -> None:
    case.ask(by(MEMBER))
    with records.reading() as connection:
        dialect = connection.dialect.name
    changes = ["UPDATE unmasking SET act = 'done'", "DELETE FROM unmasking"]
    for change in [*changes, *(["TRUNCATE unmasking"] if dialect == "postgresql" else [])]:
        with pytest.raises(SQLAlchemyError, match="append-only"), records.writing() as connection:
            connection.exec_driver_sql(change)
    assert case.done() is None


def test_nothing_is_kept_without_its_row_of_the_trail(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: str) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "line", fails)
    with pytest.raises(OSError, match="disk full"):
        case.ask(by(MEMBER))
    assert case.requests() == ()
