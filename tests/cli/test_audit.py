"""`dsmb audit`: what was done to the trail is found, and the trail comes out as it is."""

import csv
import io
import json
import re

import pytest

from dashboard.cli import main as cli
from dashboard.records import audit, database
from dashboard.settings import Settings
from tests.cli.commands import refused, written
from tests.records.owner import unguarded


@pytest.fixture
def trail(told: Settings) -> Settings:
    records = database.of(told)
    audit.write(records, who="=1+1", role="", action="login refused", origin="10.0.0.7")
    audit.write(records, who="sponsor", role="sponsor", action="refused", detail="/unblinded/")
    audit.write(records, who="chair", role="dsmb_chair", action="view", side="unblinded", detail="home [] store 9c41")
    records.close()
    return told


def tamper(settings: Settings, statement: str) -> None:
    records = database.of(settings)
    with records._engine.begin() as connection, unguarded(connection):  # past the kept head, as an owner goes
        connection.exec_driver_sql(statement)
    records.close()


def test_a_trail_that_holds_prints_the_head_to_be_written_down(
    trail: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    last = written(trail)[-1]
    assert last.action == "trail verified"
    assert said.startswith("4 rows, none altered")
    assert said.rstrip().endswith(f" 4:{last.mac}")
    assert cli.run(["audit", "verify", "--head", f"4:{last.mac}"]) == 0


def test_where_no_head_was_kept_it_is_said_for_good_how_far_the_trail_is_known(
    trail: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody removes the head and cuts off rows; the head of the last minutes does not tell of those after it."""
    noted = written(trail)[1]
    records = database.of(trail)
    records.head.path.unlink()
    records.close()
    tamper(trail, "DELETE FROM audit WHERE id = 3")
    assert cli.run(["audit", "verify", "--head", f"2:{noted.mac}"]) == 0
    said = capsys.readouterr().out
    told = "no head was kept here, so rows after 2 that were cut off cannot be told"
    assert said.startswith(f"3 rows, none altered, deleted or moved; {told}.")
    assert told in written(trail)[-1].detail
    assert cli.run(["audit", "verify"]) == 0


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE id = 2", "Row 2 does not fit"),
        ("DELETE FROM audit WHERE id = 2", "Row 2 is missing"),
        ("DELETE FROM audit WHERE id = 3", "Row 3 is not the one that was written"),
    ],
)
def test_what_was_done_to_it_is_named(
    trail: Settings, capsys: pytest.CaptureFixture[str], statement: str, says: str
) -> None:
    tamper(trail, statement)
    assert cli.run(["audit", "verify"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "The audit trail is not what was written.\n" in said.err
    assert says in said.err
    last = written(trail)[-1]
    assert last.action == "trail verified"
    assert re.fullmatch(r"not what was written; faults told: [1-9]", last.detail)


def test_csv_and_json_say_the_same_and_no_name_is_a_formula(
    trail: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["audit", "export", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert cli.run(["audit", "export", "--format", "json"]) == 0
    same = json.loads(capsys.readouterr().out)
    assert rows[0]["who"] == "'=1+1"
    assert same[0]["who"] == "=1+1"
    assert [row["mac"] for row in rows] == [row["mac"] for row in same[:4]] == [row.mac for row in written(trail)[:4]]
    assert [row.action for row in written(trail)[3:]] == ["trail exported"] * 2


def test_the_rows_of_a_side_are_numbered_anew(trail: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["audit", "export", "--side", "unblinded", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["who"], row["mac"]) for row in rows[:1]] == [(1, "chair", "")]
    assert "sponsor" not in {row["who"] for row in rows}


def test_another_audit_key_is_one_message(
    trail: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DSMB_AUDIT_KEY", "ab" * 32)
    said = refused(capsys, cli.run(["audit", "verify"]))
    assert "not begun with this audit key" in said
    assert "ab" * 32 not in said


def test_a_backup_is_taken_up_with_a_reason_that_every_verification_repeats(
    trail: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(trail, "DELETE FROM audit WHERE id = 3")
    assert cli.run(["audit", "verify"]) == 2
    capsys.readouterr()
    assert cli.run(["audit", "take-up", "--reason", "backup of Monday"]) == 0
    assert "goes on at row 5" in capsys.readouterr().out
    assert cli.run(["audit", "verify"]) == 0
    said = capsys.readouterr().out
    assert "Taken up at row 5 on " in said
    assert "Reason: backup of Monday" in said
    assert [(row.action, row.side) for row in written(trail)[3:]] == [
        ("trail verified", "unblinded"),
        ("trail taken up", "unblinded"),
        ("trail verified", "unblinded"),
    ]
    assert "nothing to take up" in refused(capsys, cli.run(["audit", "take-up", "--reason", "again"]))
