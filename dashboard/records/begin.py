"""What happens when a database of records is opened: tables made if missing, an older trail put behind a chain."""

import hashlib

from sqlalchemy import Connection, insert, inspect, select

from dashboard.errors import AuditError
from dashboard.records import chain
from dashboard.records.clock import stamp
from dashboard.records.tables import AUDIT, METADATA, keep

BEFORE = "audit_before_chain"
"""Where the rows of a trail that was not chained yet are kept, unchanged and unchangeable."""
BEGUN = "trail begun"
"""What the first row of a chain says that began behind older rows."""


def begin(connection: Connection, key: bytes) -> chain.Link | None:
    """Make what is missing; returns where a new trail starts, None if the trail went on before.

    Raises AuditError if the first row was not written with this key.
    """
    unchained = _unchained(connection)
    if unchained:
        _set_aside(connection)
    METADATA.create_all(connection)
    if unchained:
        _say_so(connection)
        return chain.last(connection)
    first = connection.execute(select(AUDIT).where(AUDIT.c.id == 1)).first()
    if first and chain.mac(key, chain.START.mac, first._asdict()) != first.mac:
        raise AuditError(
            "The audit trail was not begun with this audit key: either audit.key (or DSMB_AUDIT_KEY) is not the one "
            "it was written with, or its first row was altered. Restore the right key, or the database from a backup."
        )
    return None if first else chain.START


def _unchained(connection: Connection) -> bool:
    found = inspect(connection)
    return found.has_table(AUDIT.name) and "mac" not in {column["name"] for column in found.get_columns(AUDIT.name)}


def _set_aside(connection: Connection) -> None:
    """Only SQLite ever had such a trail."""
    for change in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(f"DROP TRIGGER {AUDIT.name}_no_{change.lower()}")
    connection.exec_driver_sql(f"ALTER TABLE {AUDIT.name} RENAME TO {BEFORE}")
    for change in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(keep(BEFORE, change)["sqlite"])


def told(connection: Connection) -> str:
    """What the chain's first row says of the rows before it: their number and hash."""
    rows = connection.exec_driver_sql(f"SELECT * FROM {BEFORE} ORDER BY id").all()  # noqa: S608 - our own name
    digest = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
    return f"{len(rows)} rows from before the chain are in {BEFORE}, SHA-256 {digest}"


def _say_so(connection: Connection) -> None:
    """The chain's first row binds the older rows."""
    row = {"at": stamp(), "who": "dsmb", "role": "", "action": BEGUN, "side": "", "origin": ""}
    connection.execute(insert(AUDIT).values(detail=told(connection), **row))
