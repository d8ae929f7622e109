import pytest
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import ChoiceError
from dashboard.records import audit, typed
from dashboard.records.accounts import Account
from dashboard.records.database import Records
from dashboard.records.tables import TYPED
from dashboard.records.typed import Place

HERE = Place("unblinded", "9c417f0e" * 8, "nrm-100")
ELSEWHERE = (Place("unblinded", "00000000" * 8, "nrm-100"), Place("unblinded", HERE.store, "agvhd-180"))
CHAIR, MEMBER = Account("chair", "dsmb_chair"), Account("member", "dsmb_member")


def test_what_was_typed_is_kept_with_who_and_when(records: Records) -> None:
    number = typed.add(records, HERE, CHAIR, b"sealed")
    (row,) = typed.rows(records, HERE)
    assert (row.number, row.who, row.role, row.sealed) == (number, "chair", "dsmb_chair", b"sealed")
    assert row.at.endswith("Z")
    assert row.withdrawn == ""
    assert [typed.rows(records, place) for place in ELSEWHERE] == [(), ()]


def test_the_trail_holds_the_number_and_no_event(records: Records) -> None:
    number = typed.add(records, HERE, CHAIR, b"sealed", "10.0.0.7")
    typed.withdraw(records, HERE, MEMBER, number)
    first, second = audit.rows(records)
    assert (first.who, first.role, first.action, first.side, first.origin) == (
        "chair",
        "dsmb_chair",
        "typed",
        "unblinded",
        "10.0.0.7",
    )
    assert first.detail == f"nrm-100 event {number} store 9c417f0e9c417f0e"
    assert (second.who, second.action, second.detail) == ("member", "withdrawn", first.detail)


def test_a_withdrawal_is_a_row_and_deletes_nothing(records: Records) -> None:
    first, second = (typed.add(records, HERE, CHAIR, content) for content in (b"1", b"2"))
    typed.withdraw(records, HERE, MEMBER, first)
    withdrawn, standing = typed.rows(records, HERE)
    assert (withdrawn.number, withdrawn.sealed, standing.number) == (first, b"1", second)
    assert withdrawn.withdrawn.endswith("by member")
    assert standing.withdrawn == ""


def test_only_what_stands_here_can_be_withdrawn(records: Records) -> None:
    number = typed.add(records, HERE, CHAIR, b"sealed")
    for place in ELSEWHERE:
        with pytest.raises(ChoiceError, match="no event number"):
            typed.withdraw(records, place, CHAIR, number)
    typed.withdraw(records, HERE, CHAIR, number)
    with pytest.raises(ChoiceError, match=r"withdrawn already, .* by chair"):
        typed.withdraw(records, HERE, CHAIR, number)
    with pytest.raises(ChoiceError, match="no event number"):
        typed.withdraw(records, HERE, CHAIR, number + 1)  # the withdrawal's own row
    assert len(audit.rows(records)) == 2


@pytest.mark.parametrize("change", ["UPDATE typed SET who = 'x'", "DELETE FROM typed"])
def test_rows_can_be_neither_changed_nor_deleted(records: Records, change: str) -> None:
    typed.add(records, HERE, CHAIR, b"sealed")
    with pytest.raises(SQLAlchemyError, match="append-only"), records.writing() as connection:
        connection.exec_driver_sql(change)
    assert [row.sealed for row in typed.rows(records, HERE)] == [b"sealed"]


def test_the_records_hold_the_beginning_of_a_store_s_hash_and_rows_that_hold_all_of_it_are_found_too(
    records: Records,
) -> None:
    typed.add(records, HERE, CHAIR, b"sealed")
    earlier = {"at": "2026-01-15T09:00:00.000Z", "who": "chair", "role": "dsmb_chair", "guideline": HERE.guideline}
    with records.writing() as connection:
        connection.execute(insert(TYPED).values(store=HERE.store, sealed=b"earlier", **earlier))
    assert [(row.store, row.sealed) for row in typed.rows(records, HERE)] == [
        (HERE.store[:16], b"sealed"),
        (HERE.store, b"earlier"),
    ]
