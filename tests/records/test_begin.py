"""A database from before the chain is put behind it, and nothing of it is lost."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from dashboard.records import audit, database
from dashboard.records.proof import prove

OLD = """
CREATE TABLE account (name VARCHAR PRIMARY KEY, role VARCHAR NOT NULL, password VARCHAR NOT NULL,
                      enabled BOOLEAN NOT NULL, added_at VARCHAR NOT NULL);
INSERT INTO account VALUES ('chair', 'dsmb_chair', 'x', 1, '2026-01-01T00:00:00.000Z');
CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at VARCHAR NOT NULL, who VARCHAR NOT NULL,
                    role VARCHAR NOT NULL, action VARCHAR NOT NULL, side VARCHAR NOT NULL, detail VARCHAR NOT NULL,
                    origin VARCHAR NOT NULL);
INSERT INTO audit VALUES (1, 't', 'chair', 'dsmb_chair', 'login', '', '', '');
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit table is append-only'); END;
"""


@pytest.fixture
def old(tmp_path: Path) -> str:
    file = tmp_path / "old.sqlite"
    connection = sqlite3.connect(file)
    connection.executescript(OLD)
    connection.close()
    return f"sqlite:///{file}"


def test_the_older_rows_stay_unchangeable_and_the_chain_begins_by_saying_how_many(old: str, tmp_path: Path) -> None:
    database.connect(old, tmp_path / "keys").close()
    records = database.connect(old, tmp_path / "keys")
    audit.write(records, who="chair", role="dsmb_chair", action="logout")
    first, second = audit.rows(records)
    assert first.action == "trail begun"
    assert first.detail.startswith("1 rows from before the chain are in audit_before_chain, SHA-256 ")
    assert second.action == "logout"
    assert prove(records).holds
    with records.reading() as connection:
        assert connection.exec_driver_sql("SELECT who, action FROM audit_before_chain").all() == [("chair", "login")]
    for change in ("DELETE FROM audit_before_chain", "UPDATE audit_before_chain SET who = 'x'"):
        with pytest.raises(SQLAlchemyError, match="append-only"), records.writing() as connection:
            connection.exec_driver_sql(change)
    records.close()
