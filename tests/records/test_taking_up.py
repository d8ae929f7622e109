"""A backup is restored: the trail says so for good, and what it lacks can be told when it is found again."""

import pytest

from dashboard.errors import AuditError
from dashboard.records import accounts, audit, sessions
from dashboard.records.accounts import Account, Actor
from dashboard.records.database import Records
from dashboard.records.proof import prove
from dashboard.records.taking_up import LONGEST_REASON, take_up
from tests.records.test_proof import tamper

KEEPER = Actor("keeper", "command line", "host7")
REASON = "disk of host7 lost,\nbackup of 14 January"


@pytest.fixture
def restored(records: Records) -> Records:
    """As a backup leaves it: eight rows were written, the database has the first five."""
    for number in range(1, 9):
        audit.write(records, who=f"reader{number}", role="dsmb_member", action="view", detail=f"page{number} []")
    tamper(records, "DELETE FROM audit WHERE id > 5")
    return records


def test_it_goes_on_and_says_so_for_good(restored: Records) -> None:
    lost = restored.head.read()
    assert lost is not None
    assert lost.id == 8
    last = take_up(restored, REASON, KEEPER, "unblinded")
    (row,) = prove(restored).taken_up
    assert (row.id, row.who, row.role, row.origin, row.side) == (6, "keeper", "command line", "host7", "unblinded")
    assert row.detail == (
        "The trail ends at row 5, but row 8 was written once: what came after was cut off. "
        f"Head until then: 8:{lost.mac}. Reason: disk of host7 lost, backup of 14 January"
    )
    assert prove(restored).holds
    assert restored.head.read() == last == prove(restored).last
    audit.write(restored, who="later", role="", action="login")
    assert restored.head.read() == prove(restored).last
    assert prove(restored).holds
    assert len(prove(restored).taken_up) == 1


def test_a_head_written_down_before_still_tells_of_what_was_lost(restored: Records) -> None:
    lost = restored.head.read()
    take_up(restored, REASON, KEEPER, "unblinded")
    assert "row 8 was written once" in prove(restored, lost).faults[0]


def test_what_is_cut_off_after_it_was_taken_up_is_found_again(restored: Records) -> None:
    lost = restored.head.read()
    assert lost is not None
    take_up(restored, REASON, KEEPER, "unblinded")
    tamper(restored, "DELETE FROM audit WHERE id = 6")
    assert prove(restored).faults == (
        "The trail ends at row 5, but row 6 was written once: what came after was cut off.",
        f"The head 8:{lost.mac} was given up for a backup, and the row that said so was cut off.",
    )


def test_taken_up_a_second_time_it_still_says_what_was_lost_the_first_time(restored: Records) -> None:
    """Else whoever cuts off rows could have them taken up twice: the second row would tell of the first alone."""
    lost = restored.head.read()
    assert lost is not None
    take_up(restored, REASON, KEEPER, "unblinded")
    tamper(restored, "DELETE FROM audit WHERE id = 6")
    take_up(restored, REASON, KEEPER, "unblinded")
    (row,) = prove(restored).taken_up
    assert f"The head 8:{lost.mac} was given up" in row.detail
    assert "Head until then: 6:" in row.detail
    assert prove(restored).holds


def test_heads_given_up_that_were_altered_are_found(restored: Records) -> None:
    take_up(restored, REASON, KEEPER, "unblinded")
    (kept,) = restored.head.path.parent.glob("*.given-up")
    kept.write_bytes(kept.read_bytes().replace(b"8 ", b"7 ", 1))
    assert "given-up: the head of the audit trail was changed" in prove(restored).faults[0]


def test_a_trail_that_was_written_on_before_is_taken_up_too(restored: Records) -> None:
    for _ in range(4):
        audit.write(restored, who="later", role="", action="login")
    assert "Row 8 is not the one that was written" in prove(restored).faults[0]
    take_up(restored, REASON, KEEPER, "unblinded")
    assert prove(restored).holds


@pytest.mark.parametrize("spoilt", [True, False])
def test_so_is_one_whose_head_is_spoilt_or_gone(restored: Records, spoilt: bool) -> None:
    if spoilt:
        restored.head.path.write_text("x")
    else:
        restored.head.path.unlink()
    take_up(restored, REASON, KEEPER, "unblinded")
    assert prove(restored).holds
    assert "No head until then." in prove(restored).taken_up[0].detail


def test_sessions_of_the_backup_end(restored: Records) -> None:
    with restored.writing() as connection:
        accounts.make(connection, Account("ann", "dsmb_member"), "hash", KEEPER)
    token = sessions.start(restored, "ann")
    take_up(restored, REASON, KEEPER, "unblinded")
    assert sessions.account_of(restored, token) is None


def test_a_trail_that_lacks_nothing_is_not_taken_up(restored: Records) -> None:
    take_up(restored, REASON, KEEPER, "unblinded")
    with pytest.raises(AuditError, match="nothing to take up"):
        take_up(restored, REASON, KEEPER, "unblinded")
    assert prove(restored).last.id == 6


def test_what_does_not_fit_is_no_backup(restored: Records) -> None:
    tamper(restored, "UPDATE audit SET who = 'nobody' WHERE id = 2")
    with pytest.raises(AuditError, match="Row 2 does not fit"):
        take_up(restored, REASON, KEEPER, "unblinded")
    assert prove(restored).last.id == 5


@pytest.mark.parametrize("reason", ["", " \n", "x" * (LONGEST_REASON + 1)])
def test_a_reason_is_needed(restored: Records, reason: str) -> None:
    with pytest.raises(AuditError, match="--reason"):
        take_up(restored, reason, KEEPER, "unblinded")
    assert not prove(restored).holds
