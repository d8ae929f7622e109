"""The database of records, safe under several worker processes.

One SQLite file in write-ahead mode, or PostgreSQL. In both there is one writer at a time: SQLite by BEGIN
IMMEDIATE, PostgreSQL by an advisory lock that the transaction holds.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import NullPool

from dashboard import keyfile
from dashboard.errors import AccountError, AuditError
from dashboard.records import begin, chain
from dashboard.records.head import Head
from dashboard.settings import Settings

BUSY_SECONDS = 10
"""How long a writer waits for another one before it gives up."""
POSTGRESQL_LOCK = 0x4453_4D42
"""The advisory lock of writers; any number that nothing else in the database uses."""
FORMS = "Give sqlite:///path/to/records.sqlite or postgresql://user@host/name."


class Records:
    """Accounts, sessions and audit trail behind one engine; `reading()` never blocks a writer.

    `head` is the end of the trail as kept beside the key; a login ends after `idle_seconds` without a request and
    `longest_seconds` in all.
    """

    def __init__(self, engine: Engine, head: Head, idle_seconds: int, longest_seconds: int) -> None:
        self._engine = engine
        self.head, self.idle_seconds, self.longest_seconds = head, idle_seconds, longest_seconds

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads, all of it as it stands at the first question."""
        with self._engine.connect().execution_options(reading=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are on disk once the block is left, and undone when it raises.

        If the trail grew, its kept head moves on before the block is left: a row that was acknowledged cannot be cut
        off unnoticed. A head that is spoilt or does not lie on the trail stays where it is,
        for `dsmb audit verify` to find.
        """
        with self._engine.begin() as connection:
            yield connection
            grown = self._grown(connection)
        if grown:
            self.head.advance(grown)

    def _grown(self, connection: Connection) -> chain.Link | None:
        try:
            kept = self.head.read()
        except AuditError:
            return None
        last = chain.last(connection)
        if kept is None or last.id <= kept.id or chain.at(connection, kept.id) != kept:
            return None
        return last

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def of(settings: Settings) -> Records:
    """The records a process was told to use; without DATABASE_URL `records.sqlite` beside the keys."""
    keys = Path(settings.keys)
    opened = connect(settings.database or f"sqlite:///{beside(keys)}", keys, settings.audit_key)
    opened.idle_seconds, opened.longest_seconds = settings.idle_seconds, settings.session_seconds
    return opened


def beside(keys: Path) -> Path:
    """The file of records if no database is named."""
    return keys.absolute().parent / "records.sqlite"


def connect(url: str, keys: Path, audit_key: str = "") -> Records:
    """The records at a database URL, tables made if missing; `keys` is the folder of the audit key and the head.

    Raises AccountError if it is no such database or cannot be reached, KeyMissingError for the audit key, AuditError
    if the trail there was begun with another key.
    """
    parsed = _parsed(url)
    key = keyfile.parse(audit_key, "DSMB_AUDIT_KEY") if audit_key else _kept_key(keys)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    engine = engine.execution_options(**{chain.KEY_OPTION: key})
    told = Settings()
    records = Records(engine, Head(_head_file(keys, parsed), key), told.idle_seconds, told.session_seconds)
    try:
        start = _begun(engine, key)
        if start is not None:
            records.head.keep(start)
    except BaseException:
        records.close()
        raise
    return records


def _begun(engine: Engine, key: bytes) -> chain.Link | None:
    try:
        with engine.begin() as connection:
            return begin.begin(connection, key)
    except OperationalError as error:
        raise AccountError(
            f"Accounts and audit trail cannot be reached ({type(error.orig).__name__}). "
            "Check DATABASE_URL, that the database runs, and that it may be written."
        ) from None


def _parsed(url: str) -> URL:
    """The address, with the driver we use; its text is never repeated in an error, since it may hold a password."""
    try:
        parsed = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url))
    except ArgumentError:
        raise AccountError(f"DATABASE_URL: not a database address. {FORMS}") from None
    if parsed.get_backend_name() == "postgresql" and parsed.get_driver_name() == "psycopg":
        return parsed
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise AccountError(f"DATABASE_URL: accounts and audit trail need a file or PostgreSQL. {FORMS}")
    return parsed


def _kept_key(keys: Path) -> bytes:
    return keyfile.kept_or_drawn(keys / "audit.key", "DSMB_AUDIT_KEY")


def _head_file(keys: Path, url: URL) -> Path:
    """A database's head by the address of the database, so that one put in its place is found."""
    host = url.host or url.query.get("host", "")
    where = Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else f"{host}/{url.database}"
    return keys / f"audit-{hashlib.sha256(str(where).encode()).hexdigest()[:12]}.head"


def _sqlite(url: URL) -> Engine:
    """A connection per use: none is carried over a fork, shared by threads, or left open."""
    folder = Path(url.database or "").absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AccountError(f"DATABASE_URL: {folder} cannot be made ({error.strerror}). {FORMS}") from None
    keyfile.begin(Path(url.database or ""))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL) -> Engine:
    """A few connections a process, opened after the fork by who needs one, and tried before each use."""
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    event.listen(engine, "begin", _lock)
    return engine


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads(connection) else "BEGIN IMMEDIATE")


def _lock(connection: Connection) -> None:
    if _only_reads(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRESQL_LOCK})")


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))
