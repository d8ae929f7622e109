"""Typed-in events under another key: what they say stays, only their envelopes are exchanged."""

from collections.abc import Callable

from sqlalchemy import Connection, select, update

from dashboard.records import audit
from dashboard.records.accounts import Actor
from dashboard.records.database import Records
from dashboard.records.tables import TYPED, keep

Exchange = Callable[[str, str, str, bytes], bytes]
"""From guideline, who typed it in, store and envelope to the new envelope; the same one where it stays."""


def reseal(records: Records, exchange: Exchange, by: Actor, detail: str) -> int:
    """Exchange every envelope and write that down, all or nothing; returns how many were exchanged.

    For this one transaction, which nobody else can look into, the table takes changes.
    """
    with records.writing() as connection:
        _changeable(connection)
        rows = connection.execute(select(TYPED).where(TYPED.c.withdraws.is_(None))).all()
        changed = 0
        for row in rows:
            sealed = exchange(row.guideline, row.who, row.store, row.sealed)
            if sealed != row.sealed:
                connection.execute(update(TYPED).where(TYPED.c.number == row.number).values(sealed=sealed))
                changed += 1
        connection.exec_driver_sql(keep(TYPED.name, "UPDATE")[connection.dialect.name])
        who = {"who": by.name, "role": by.role, "side": "unblinded", "origin": by.origin}
        connection.execute(audit.line(action="keys", detail=f"{detail} typed events {changed}", **who))
    return changed


def _changeable(connection: Connection) -> None:
    on = f" ON {TYPED.name}" if connection.dialect.name == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER {TYPED.name}_no_update{on}")
