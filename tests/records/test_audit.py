import threading

import pytest
from sqlalchemy.exc import SQLAlchemyError

from dashboard.records import audit
from dashboard.records.database import Records


def test_a_row_says_who_did_what_where_and_when(records: Records) -> None:
    audit.write(
        records, who="chair", role="dsmb_chair", action="view", side="unblinded", detail="deaths []", origin="10.0.0.7"
    )
    (row,) = audit.rows(records)
    assert (row.who, row.role, row.action, row.side) == ("chair", "dsmb_chair", "view", "unblinded")
    assert (row.detail, row.origin) == ("deaths []", "10.0.0.7")
    assert row.at.endswith("Z")
    assert len(row.at) == len("2026-01-15T09:30:00.000Z")


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"]
)
def test_rows_can_be_neither_changed_nor_deleted(records: Records, change: str) -> None:
    audit.write(records, who="chair", role="dsmb_chair", action="login")
    with pytest.raises(SQLAlchemyError, match="append-only"), records.writing() as connection:
        connection.exec_driver_sql(change)
    assert [row.who for row in audit.rows(records)] == ["chair"]


def test_writers_at_once_lose_no_row(records: Records) -> None:
    def write(name: str) -> None:
        for _ in range(10):
            audit.write(records, who=name, role="dsmb_member", action="view")

    writers = [threading.Thread(target=write, args=(str(i),)) for i in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    written = audit.rows(records)
    assert len(written) == 80
    assert [row.id for row in written] == list(range(1, 81))


def test_the_latest_rows_of_a_side_are_the_end_of_what_its_readers_see(records: Records) -> None:
    for number in range(7):
        side = "unblinded" if number % 3 else "conduct"
        audit.write(records, who="ann", role="dsmb_member", action="view" if number % 2 else "entry", side=side)
    seen = audit.seen(records, ["unblinded"])
    assert audit.latest(records, "unblinded", 3) == seen[:0:-1]
    assert audit.latest(records, "unblinded", 3, skipped=3) == seen[:1]
    assert audit.totals(records, "unblinded") == {"entry": 2, "view": 2}
    assert (audit.latest(records, "blinded", 3), audit.totals(records, "blinded")) == ((), {})
