"""Whether accounts, typed-in events and unmaskings say what the audit trail says was done to them.

Each of their rows was written together with a row of the trail, which is chained. So a record that was deleted leaves
its row of the trail behind, and one that was put in has none. What an envelope says, its own key keeps; a password
that was exchanged in the database is not seen.
"""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, Row, inspect, select

from dashboard.records.begin import BEFORE
from dashboard.records.tables import ACCOUNT, AUDIT, CHANGE, TYPED, UNMASKING
from dashboard.records.typed import action as typed_action
from dashboard.records.typed import detail as typed_detail
from dashboard.records.unmasking import ACTIONS, TOLD
from dashboard.records.unmasking import detail as unmasking_detail

Deed = tuple[str, str, str]
"""What was done, by whom, and to what, as the trail says it."""
RECORDED = ("account", "typed", "withdrawn", *ACTIONS.values())
"""The trail's actions of which there is a record besides."""
SWITCHES = {"added": True, "enabled": True, "disabled": False}
"""What some changes of an account say of its being enabled."""


def faults(connection: Connection) -> Iterator[str]:
    """A sentence for each record that is gone, was put in, or is not as it was left."""
    said, kept = Counter(_said(connection)), Counter(_kept(connection))
    for action, who, detail in (said - kept).elements():
        yield f"The trail says {action!r} of {detail} by {who}, but its record is not there: it was deleted."
    for action, who, detail in (kept - said).elements():
        yield f"A record says {action!r} of {detail} by {who}, and the trail does not: it was put in or altered."
    yield from _accounts(connection)


def _said(connection: Connection) -> Iterator[Deed]:
    asked = select(AUDIT.c.action, AUDIT.c.who, AUDIT.c.detail).where(AUDIT.c.action.in_(RECORDED))
    for row in connection.execute(asked):
        yield row.action, row.who, row.detail.split(TOLD)[0]


def _kept(connection: Connection) -> Iterator[Deed]:
    for row in connection.execute(select(CHANGE)):
        yield "account", row.who, f"{row.account} {row.change}: {row.role}"
    for row in connection.execute(select(TYPED)):
        yield typed_action(row.withdraws), row.who, typed_detail(row.guideline, row.withdraws or row.number, row.store)
    for row in connection.execute(select(UNMASKING)):
        yield ACTIONS[row.act], row.who, unmasking_detail(row.act, row.request or row.number)


def _accounts(connection: Connection) -> Iterator[str]:
    """Accounts that are not as their last change left them."""
    left: dict[str, tuple[str, bool]] = {}
    for row in connection.execute(select(CHANGE).order_by(CHANGE.c.number)):
        enabled = SWITCHES.get(row.change, left.get(row.account, ("", True))[1])
        left[row.account] = (row.role, enabled)
    found = {row.name: row for row in connection.execute(select(ACCOUNT))}
    older = inspect(connection).has_table(BEFORE)  # accounts made before changes were written down
    for name in sorted(left.keys() | found.keys()):
        if not (older and name not in left):
            yield from _account(name, found.get(name), left.get(name))


def _account(name: str, row: Row[tuple[object, ...]] | None, left: tuple[str, bool] | None) -> Iterator[str]:
    if row is None:
        yield f"Account {name} is not there: it was deleted."
    elif left is None:
        yield f"Account {name} was never added: it was put in."
    elif (row.role, row.enabled) != left:
        yield f"Account {name} is not as its last change left it: {left[0]}, {'enabled' if left[1] else 'disabled'}."
