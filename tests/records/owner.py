"""The owner of a database of records, who takes its triggers off, does as they like, and puts them back."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from dashboard.records.tables import CHANGES, GROWING, keep


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    dialect = connection.dialect.name
    kept = [(table.name, change) for table in GROWING for change in CHANGES[dialect]]
    for table, change in kept:
        on = f" ON {table}" if dialect == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{change.lower()}{on}")
    yield
    for table, change in kept:
        connection.exec_driver_sql(keep(table, change)[dialect])
