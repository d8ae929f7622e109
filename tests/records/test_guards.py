"""The triggers that keep the records: verifying tells when one is gone, off, another, or not ours."""

import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.records import audit
from dashboard.records.database import Records
from dashboard.records.proof import prove
from dashboard.records.tables import GROWING


def owner(records: Records, sqlite: str, postgresql: str) -> None:
    """What the owner of the database does."""
    with records.writing() as connection:
        connection.exec_driver_sql(sqlite if connection.dialect.name == "sqlite" else postgresql)


def test_records_left_alone_refuse_every_change_and_are_said_to(records: Records) -> None:
    audit.write(records, who="ann", role="dsmb_member", action="login")
    assert prove(records).holds
    for table in GROWING:
        for change in (f"UPDATE {table.name} SET at = 'x'", f"DELETE FROM {table.name}"):
            if table.name == "audit":  # SQLite asks its triggers for each row there is
                with pytest.raises(DBAPIError, match="append-only"):
                    owner(records, change, change)


@pytest.mark.parametrize("table", [table.name for table in GROWING])
def test_a_trigger_that_is_gone_is_named(records: Records, table: str) -> None:
    owner(records, f"DROP TRIGGER {table}_no_delete", f"DROP TRIGGER {table}_no_delete ON {table}")
    (fault,) = prove(records).within
    assert fault.startswith(f"The trigger {table}_no_delete is gone, off or another. Make it again, as owner of the")
    made = fault.partition("database: ")[2]
    owner(records, made, made)
    assert prove(records).holds


def test_a_trigger_that_no_longer_refuses_is_named(records: Records) -> None:
    with records.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
            connection.exec_driver_sql("CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT 1; END")
        else:
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER audit_no_update")
    (fault,) = prove(records).within
    assert "The trigger audit_no_update is gone, off or another." in fault


def test_a_trigger_of_somebody_else_is_named(records: Records) -> None:
    """One that changes a row as it is written, before the chain or a record is complete."""
    owner(
        records,
        "CREATE TRIGGER helper AFTER INSERT ON account BEGIN UPDATE account SET role = 'dsmb_chair'; END",
        "CREATE TRIGGER helper AFTER INSERT ON account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
    assert prove(records).within == ("The trigger helper is none of this program's: it was put in.",)
