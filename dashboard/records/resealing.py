"""Typed-in events and unmaskings under another key: what they say stays, only their envelopes are exchanged."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, Table, select, update

from dashboard.records import audit, typed, unmasking
from dashboard.records.accounts import Actor
from dashboard.records.database import Records
from dashboard.records.tables import TYPED, UNMASKING, keep

Exchange = Callable[[bytes, str, str], bytes]
"""From an envelope and what it is bound to (a name and a store) to the new one; the same where it stays."""


def reseal(records: Records, exchange: Exchange, by: Actor, detail: str) -> int:
    """Exchange every envelope and write that down, all or nothing; returns how many typed-in events were exchanged.

    For this one transaction, which nobody else can look into, the tables take changes.
    """
    with records.writing() as connection:
        events = _exchanged(
            connection, TYPED, lambda row: exchange(row.sealed, typed.binding(row.guideline, row.who), row.store)
        )
        acts = _exchanged(
            connection,
            UNMASKING,
            lambda row: exchange(row.sealed, unmasking.binding(row.act, row.at, row.who), unmasking.STORE),
        )
        told = f"{detail} unmasking records {acts} typed events {events}"
        connection.execute(audit.line(action="keys", side=unmasking.SIDE, detail=told, **by.said))
    return events


def _exchanged(connection: Connection, table: Table, fresh: Callable[[Row[Any]], bytes]) -> int:
    """How many envelopes of a table were exchanged; a row that says nothing has none."""
    on = f" ON {table.name}" if connection.dialect.name == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER {table.name}_no_update{on}")
    changed = 0
    for row in connection.execute(select(table)).all():
        sealed = fresh(row) if row.sealed else row.sealed
        if sealed != row.sealed:
            connection.execute(update(table).where(table.c.number == row.number).values(sealed=sealed))
            changed += 1
    connection.exec_driver_sql(keep(table.name, "UPDATE")[connection.dialect.name])
    return changed
