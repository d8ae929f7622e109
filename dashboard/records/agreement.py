"""Whether accounts, typed-in events and unmaskings say what the audit trail says was done to them.

Each of their rows was written together with a row of the trail, which is chained. So a record that was deleted leaves
its row of the trail behind, one that was put in has none, and one that was altered or moved differs from its row in
what was done, by whom, to what, when or in which order. What an envelope says, its own key keeps; a password, and who
somebody is at a provider, stand in the trail as a keyed digest.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Row, inspect, select

from dashboard.records.accounts import LOGIN, login_digest
from dashboard.records.begin import BEFORE, BEGUN, told
from dashboard.records.tables import ACCOUNT, AUDIT, CHANGE, TYPED, UNMASKING
from dashboard.records.typed import action as typed_action
from dashboard.records.typed import detail as typed_detail
from dashboard.records.unmasking import ACTIONS, TOLD
from dashboard.records.unmasking import detail as unmasking_detail

SWITCHES = {"added": True, "enabled": True, "disabled": False}
"""What some changes of an account say of its being enabled."""
TOGETHER = timedelta(minutes=1)
"""How far the times of a record and of its row may be apart: a writer may have waited for another."""


class Deed(NamedTuple):
    """What was done, by whom, and to what, as the trail says it."""

    action: str
    who: str
    detail: str


Done = list[tuple[Deed, str]]
"""Deeds in the order in which they were done, each with its time (UTC)."""


def faults(connection: Connection) -> Iterator[str]:
    """A sentence for each record that is gone, was put in, or is not as it was left."""
    for actions, kept in (
        (("account",), _changes(connection)),
        (("typed", "withdrawn"), _typed(connection)),
        (tuple(ACTIONS.values()), _unmaskings(connection)),
    ):
        yield from _compared(_said(connection, actions), kept)
    yield from _accounts(connection)


def _compared(said: Done, kept: Done) -> Iterator[str]:
    """What differs between the rows of the trail and the records of one kind."""
    rows, records = (Counter(deed for deed, _ in done) for done in (said, kept))
    for action, who, detail in (rows - records).elements():
        yield f"The trail says {action!r} of {detail} by {who}, but its record is not there: it was deleted."
    for action, who, detail in (records - rows).elements():
        yield f"A record says {action!r} of {detail} by {who}, and the trail does not: it was put in or altered."
    if rows == records:
        yield from _moved(said, kept)


def _moved(said: Done, kept: Done) -> Iterator[str]:
    """The first record that stands in another's place, or else those of another time."""
    for (row, _), ((action, who, detail), _) in zip(said, kept, strict=True):
        if row != (action, who, detail):
            yield f"The record of {action!r} of {detail} by {who} is not where the trail has it: it was moved."
            return
    for (_, then), ((action, who, detail), at) in zip(said, kept, strict=True):
        if not _together(then, at):
            yield f"A record says {action!r} of {detail} by {who} at {at}, and the trail at {then}: it was altered."


def _together(one: str, other: str) -> bool:
    try:
        return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= TOGETHER
    except (ValueError, TypeError):  # no time, or one without its zone
        return False


def _said(connection: Connection, actions: tuple[str, ...]) -> Done:
    """The trail's rows of some actions; the role of who changed an account stands in the trail alone."""
    asked = select(AUDIT).where(AUDIT.c.action.in_(actions)).order_by(AUDIT.c.id)
    return [
        (Deed(row.action, row.who if row.action == "account" else _by(row), _deed(row.detail)), row.at)
        for row in connection.execute(asked)
    ]


def _changes(connection: Connection) -> Done:
    rows = connection.execute(select(CHANGE).order_by(CHANGE.c.number))
    return [(Deed("account", row.who, f"{row.account} {row.change}: {row.role}"), row.at) for row in rows]


def _typed(connection: Connection) -> Done:
    rows = connection.execute(select(TYPED).order_by(TYPED.c.number))
    return [
        (
            Deed(
                typed_action(row.withdraws),
                _by(row),
                typed_detail(row.guideline, row.withdraws or row.number, row.store),
            ),
            row.at,
        )
        for row in rows
    ]


def _unmaskings(connection: Connection) -> Done:
    rows = connection.execute(select(UNMASKING).order_by(UNMASKING.c.number))
    return [
        (
            Deed(
                ACTIONS.get(row.act, row.act),  # an act that is none was put in
                _by(row),
                unmasking_detail(row.act, row.request or row.number, row.protocol),
            ),
            row.at,
        )
        for row in rows
    ]


def _deed(detail: str) -> str:
    """What the record of a row says too."""
    return detail.split(TOLD)[0].split(LOGIN)[0]


def _by(row: Row[tuple[object, ...]]) -> str:
    return f"{row.who} ({row.role})"


def _accounts(connection: Connection) -> Iterator[str]:
    """Accounts that are not as their last change left them."""
    left: dict[str, tuple[str, bool]] = {}
    for row in connection.execute(select(CHANGE).order_by(CHANGE.c.number)):
        enabled = SWITCHES.get(row.change, left.get(row.account, ("", True))[1])
        left[row.account] = (row.role, enabled)
    found = {row.name: row for row in connection.execute(select(ACCOUNT))}
    first = connection.execute(select(AUDIT.c.action, AUDIT.c.detail).where(AUDIT.c.id == 1)).first()
    older = bool(first and first.action == BEGUN)  # accounts made before changes were written down
    if inspect(connection).has_table(BEFORE) != older or (older and first and first.detail != told(connection)):
        yield f"The table {BEFORE} is not what row 1 says of it: it was deleted, put in or altered."
    for name in sorted(left.keys() | found.keys()):
        if not (older and name not in left):
            yield from _account(name, found.get(name), left.get(name))
    yield from _logins(connection)


def _account(name: str, row: Row[tuple[object, ...]] | None, left: tuple[str, bool] | None) -> Iterator[str]:
    if row is None:
        yield f"Account {name} is not there: it was deleted."
    elif left is None:
        yield f"Account {name} was never added: it was put in."
    elif (row.role, row.enabled) != left:
        yield f"Account {name} is not as its last change left it: {left[0]}, {'enabled' if left[1] else 'disabled'}."


def _logins(connection: Connection) -> Iterator[str]:
    """Accounts whose owners log in otherwise than was last set; the trail of earlier versions says nothing of it."""
    asked = select(AUDIT.c.detail).where((AUDIT.c.action == "account") & AUDIT.c.detail.contains(LOGIN))
    details = [detail.rpartition(LOGIN) for (detail,) in connection.execute(asked.order_by(AUDIT.c.id))]
    sealed = {deed.partition(" ")[0]: digest for deed, _, digest in details}
    for (name,) in connection.execute(select(ACCOUNT.c.name).order_by(ACCOUNT.c.name)):
        if name in sealed and sealed[name] != login_digest(connection, name):
            yield f"Account {name} has another password, or is another at its provider, than the trail says."
