from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import AccountError
from dashboard.records import audit, database
from dashboard.records.database import Records
from dashboard.settings import Settings


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
    assert (tmp_path / "records.sqlite").exists()
    first.close()
    second.close()


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "postgresql://host/name"])
def test_a_database_that_is_no_sqlite_file_is_refused_in_words(url: str) -> None:
    with pytest.raises(AccountError, match="sqlite:///path"):
        database.connect(url)
