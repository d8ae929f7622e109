"""The chain of the audit trail: each row carries a keyed hash (HMAC-SHA-256) over itself and the row before it.

Row n's hash covers the hash of row n − 1, so that nobody without the key can alter, delete or exchange a row
and make what follows fit. Rows are numbered 1, 2, 3 … by who holds the database's one write lock. The table
fills in number and hash itself (column defaults), so that no insert can forget them.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, text
from sqlalchemy.engine.default import DefaultExecutionContext

KEY_OPTION = "audit_key"
"""The engine's option that holds the key."""
HASHED = ("id", "at", "who", "role", "action", "side", "detail", "origin")
"""The columns under the hash, in this order; the table's columns but the hash itself (a test compares)."""

_LAST = text("SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1")
_AT = text("SELECT id, mac FROM audit WHERE id = :id")


class Link(NamedTuple):
    """A row's number and hash; number 0 with no hash stands before the first row."""

    id: int
    mac: str


START = Link(0, "")


def mac(key: bytes, before: str, row: Mapping[str, Any]) -> str:
    """The hash of a row that follows one with the hash `before`; a JSON list, so that no two rows read alike."""
    return hmac.new(key, orjson.dumps([before, *(row[name] for name in HASHED)]), hashlib.sha256).hexdigest()


def digest(connection: Connection, *said: str | None) -> str:
    """A keyed hash of some texts, in 16 digits: nobody without the key can put others in their place."""
    key: bytes = connection.get_execution_options()[KEY_OPTION]
    return hmac.new(key, orjson.dumps(said), hashlib.sha256).hexdigest()[:16]


def last(connection: Connection) -> Link:
    """The row written last; START if there is none."""
    return _link(connection, _LAST)


def at(connection: Connection, number: int) -> Link:
    """The row of that number; START if there is none."""
    return _link(connection, _AT, id=number)


def next_id(context: DefaultExecutionContext) -> int:
    """The number of the row about to be inserted."""
    return last(context.root_connection).id + 1


def next_mac(context: DefaultExecutionContext) -> str:
    """The hash of the row about to be inserted."""
    connection = context.root_connection
    key: bytes = connection.get_execution_options()[KEY_OPTION]
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
    return mac(key, last(connection).mac, row)


def _link(connection: Connection, question: Any, **asked: int) -> Link:
    row = connection.execute(question, asked).first()
    return Link(row.id, row.mac) if row else START
