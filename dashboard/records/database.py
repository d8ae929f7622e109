"""The database of records: one SQLite file in write-ahead mode, safe under several worker processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from dashboard.errors import AccountError
from dashboard.records.tables import METADATA
from dashboard.settings import Settings

BUSY_SECONDS = 10
"""How long a writer waits for another one before it gives up."""


class Records:
    """Accounts, sessions and audit trail behind one engine; `reading()` never blocks a writer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads."""
        with self._engine.connect().execution_options(reading=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are on disk once the block is left, and undone when it raises."""
        with self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def of(settings: Settings) -> Records:
    """The records a process was told to use; without DATABASE_URL `records.sqlite` beside the keys."""
    beside = Path(settings.keys).absolute().parent / "records.sqlite"
    return connect(settings.database or f"sqlite:///{beside}")


def connect(url: str) -> Records:
    """The records at a database URL, tables made if missing; raises AccountError if it is no SQLite file."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise AccountError("DATABASE_URL: not a database address. Give sqlite:///path/to/records.sqlite.") from None
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise AccountError("DATABASE_URL: accounts and audit trail need a file: sqlite:///path/to/records.sqlite.")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # a connection per use: none is carried over a fork, shared by threads, or left open
    engine = create_engine(parsed, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    records = Records(engine)
    with records.writing() as connection:
        METADATA.create_all(connection)
    return records


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
