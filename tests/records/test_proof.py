"""What an owner of the database can do to the trail, and how each is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import AuditError
from dashboard.records import audit, chain, database
from dashboard.records.chain import Link
from dashboard.records.database import Records
from dashboard.records.proof import prove
from tests.records.owner import unguarded


@pytest.fixture
def written(records: Records) -> Records:
    """A trail of five rows."""
    for number in range(1, 6):
        audit.write(records, who=f"reader{number}", role="dsmb_member", action="view", detail=f"page{number} []")
    return records


def tamper(records: Records, *statements: str) -> None:
    """As the owner of the database may: without the triggers that keep everybody else from it."""
    with records.writing() as connection, unguarded(connection):
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_trail_left_alone_holds(written: Records) -> None:
    proof = prove(written)
    assert proof.holds
    assert proof.last == Link(5, audit.rows(written)[-1].mac) == written.head.read()


def test_an_empty_trail_holds(records: Records) -> None:
    assert prove(records).holds


@pytest.mark.parametrize("column", [name for name in chain.HASHED if name != "id"])
def test_an_altered_row_is_named_whichever_column(written: Records, column: str) -> None:
    tamper(written, f"UPDATE audit SET {column} = 'x' WHERE id = 3")
    assert prove(written).faults == ("Row 3 does not fit: it was altered, put in, or moved, or the row before it was.",)


def test_a_deleted_row_is_named(written: Records) -> None:
    tamper(written, "DELETE FROM audit WHERE id = 3")
    assert prove(written).faults[0] == "Row 3 is missing."


def test_closing_the_gap_does_not_hide_it(written: Records) -> None:
    tamper(
        written,
        "DELETE FROM audit WHERE id = 3",
        "UPDATE audit SET id = 3 WHERE id = 4",
        "UPDATE audit SET id = 4 WHERE id = 5",
    )
    assert [fault.split(":")[0] for fault in prove(written).faults] == [
        "Row 3 does not fit",
        "Row 4 does not fit",
        "The trail ends at row 4, but row 5 was written once",
    ]


def test_exchanged_rows_are_found(written: Records) -> None:
    tamper(
        written,
        "UPDATE audit SET id = 99 WHERE id = 2",
        "UPDATE audit SET id = 2 WHERE id = 4",
        "UPDATE audit SET id = 4 WHERE id = 99",
    )
    assert not prove(written).holds


@pytest.mark.parametrize("left", [4, 1, 0])
def test_rows_cut_off_at_the_end_are_found_by_the_head_kept_apart(written: Records, left: int) -> None:
    tamper(written, f"DELETE FROM audit WHERE id > {left}")
    (fault,) = prove(written).faults
    assert fault.startswith(f"The trail ends at row {left}, but row 5 was written once")


def test_writing_on_after_a_cut_does_not_hide_it(written: Records) -> None:
    tamper(written, "DELETE FROM audit WHERE id > 2")
    for _ in range(9):
        audit.write(written, who="thief", role="", action="login")
    assert prove(written).faults == (
        "Row 5 is not the one that was written: the trail was replaced from there or before.",
    )


def test_a_row_made_without_the_key_is_found(written: Records) -> None:
    forged = {**vars(audit.rows(written)[-1]), "id": 6}
    forged["mac"] = chain.mac(b"guess", forged["mac"], forged)
    values = ", ".join(f"'{value}'" for value in forged.values())
    tamper(written, f"INSERT INTO audit ({', '.join(forged)}) VALUES ({values})")
    assert prove(written).faults[0].startswith("Row 6 does not fit")


def test_a_head_that_is_gone_is_said_and_one_written_down_brings_it_back(written: Records) -> None:
    noted = prove(written).last
    written.head.path.unlink()
    audit.write(written, who="later", role="", action="login")
    assert "No head of this trail is kept" in prove(written).faults[0]
    proof = prove(written, noted)
    assert proof.holds
    assert proof.known_to == noted.id, "whether rows after it were cut off nobody can tell"
    assert prove(written).known_to is None
    assert written.head.read() == Link(6, audit.rows(written)[-1].mac)


@pytest.mark.parametrize(
    ("noted", "says"), [(Link(5, "0" * 64), "is not the one"), (Link(6, "0" * 64), "was written once")]
)
def test_a_head_written_down_elsewhere_finds_what_an_owner_of_file_and_key_rewrote(
    written: Records, noted: Link, says: str
) -> None:
    assert says in prove(written, noted).faults[0]


@pytest.mark.parametrize("spoil", [lambda text: text.replace("0005", "0002"), lambda _: "", lambda text: text[:-9]])
def test_a_head_that_was_changed_is_no_head(written: Records, spoil: Callable[[str], str]) -> None:
    written.head.path.write_text(spoil(written.head.path.read_text()))
    with pytest.raises(AuditError, match="the head of the audit trail was changed"):
        written.head.read()
    assert not prove(written).holds


def test_another_key_does_not_carry_on_a_trail(written: Records, url: str, keys: Path) -> None:
    with pytest.raises(AuditError, match="not begun with this audit key"):
        database.connect(url, keys, "00" * 32)
    (keys / "audit.key").unlink()
    with pytest.raises(AuditError, match="not begun with this audit key"):
        database.connect(url, keys)


def test_a_reader_sees_the_rows_of_their_sides_without_what_others_did_between_them(records: Records) -> None:
    for side in ("blinded", "unblinded", "", "unblinded", "blinded"):
        audit.write(records, who="x", role="", action="view", side=side)
    shown = audit.seen(records, ("conduct", "blinded"))
    assert [(row.id, row.side, row.mac) for row in shown] == [(1, "blinded", ""), (2, "blinded", "")]
