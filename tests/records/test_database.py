from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import AccountError
from dashboard.records import audit, database
from dashboard.records.database import Records
from dashboard.settings import Settings
from tests.records.postgresql import Cluster


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_every_connection_waits_for_others_and_writes_through_to_the_disk(records: Records) -> None:
    with records.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert found == {"journal_mode": "wal", "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_what_a_block_wrote_is_undone_when_it_raises(records: Records) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        _write_and_fail(records)
    with records.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM login_failure").scalar() == 0


def _write_and_fail(records: Records) -> None:
    with records.writing() as connection:
        connection.exec_driver_sql("INSERT INTO login_failure VALUES ('account:x', 1, 0)")
        raise RuntimeError("halfway")


def test_records_opened_twice_are_the_same_records(tmp_path: Path) -> None:
    settings = replace(Settings(), keys=str(tmp_path / "keys"))
    first, second = database.of(settings), database.of(settings)
    audit.write(first, who="a", role="sponsor", action="login")
    assert [row.who for row in audit.rows(second)] == ["a"]
    with first.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
        files = [*tmp_path.glob("records.sqlite*")]
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}, "nobody else reads them"
    first.close()
    second.close()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_commit_on_postgresql_is_on_disk_and_its_writers_wait_for_one_another(records: Records) -> None:
    with records.writing() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        assert connection.exec_driver_sql(held).scalar() == 1


def test_one_reading_sees_one_state_whatever_is_written_meanwhile(records: Records) -> None:
    """So that verifying under load does not miss the row of a record that it sees."""
    count = "SELECT count(*) FROM audit"
    with records.reading() as connection:
        before = connection.exec_driver_sql(count).scalar()
        audit.write(records, who="a", role="sponsor", action="login")
        assert connection.exec_driver_sql(count).scalar() == before
    assert len(audit.rows(records)) == 1


@pytest.mark.parametrize("form", ["postgres://", "postgresql://"])
def test_both_names_of_postgresql_are_understood(cluster: Cluster, tmp_path: Path, form: str) -> None:
    records = database.connect(cluster.empty().replace("postgresql://", form), tmp_path / "keys")
    audit.write(records, who="a", role="sponsor", action="login")
    assert [row.who for row in audit.rows(records)] == ["a"]
    records.close()


@pytest.mark.parametrize("wrong", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://me:hunter2@host/name"])
def test_another_kind_of_database_is_refused_in_words(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="sqlite:///path") as refused:
        database.connect(wrong, tmp_path)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("away", ["postgresql://me:hunter2@/records?host=/nowhere", "sqlite:////proc/none/r.sqlite"])
def test_a_database_that_cannot_be_reached_is_one_message_without_its_password(away: str, tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="DATABASE_URL") as refused:
        database.connect(away, tmp_path)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_sessions_last_as_long_as_the_settings_say(tmp_path: Path) -> None:
    told = replace(Settings(), keys=str(tmp_path / "keys"), idle_minutes="5", session_hours="2")
    records = database.of(told)
    assert (records.idle_seconds, records.longest_seconds) == (300, 7200)
    records.close()


@pytest.mark.parametrize("slip", ["", "0", "-5", "ten", "1.5", "٣"])
def test_a_slip_of_the_pen_never_makes_a_session_longer(slip: str) -> None:
    told = replace(Settings(), idle_minutes=slip, session_hours=slip)
    assert (told.idle_seconds, told.session_seconds) == (30 * 60, 12 * 60 * 60)
