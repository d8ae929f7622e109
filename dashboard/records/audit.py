"""The audit trail: who did what, when and from where. Rows are only added and chained; they hold no clinical value."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Insert, func, insert, select

from dashboard.records.clock import stamp
from dashboard.records.database import Records
from dashboard.records.tables import AUDIT

Action = Literal[
    "login",
    "login refused",
    "logout",
    "refused",
    "entry",
    "view",
    "download",
    "show",
    "findings",
    "verify",
    "lock",
    "keys",
    "account",
    "trail begun",
    "trail taken up",
    "trail verified",
    "trail exported",
    "unmasking asked",
    "unmasking agreed",
    "unmasking refused",
    "unmasking withdrawn",
    "unmasking failed",
    "unmasking done",
    "emergency unmasking",
    "job started",
    "job cancelled",
    "typed",
    "withdrawn",
]


@dataclass(frozen=True)
class Row:
    """One line of the trail; `at` is UTC, `detail` names pages and filters, never results; `mac` chains it."""

    id: int
    at: str
    who: str
    role: str
    action: str
    side: str
    detail: str
    origin: str
    mac: str


def line(*, who: str, role: str, action: Action, side: str = "", detail: str = "", origin: str = "") -> Insert:
    """The statement that adds a row, for what is to be written down together with what was done.

    Executed on a writing connection it takes the next number and chains itself to the row before.
    """
    return insert(AUDIT).values(at=stamp(), who=who, role=role, action=action, side=side, detail=detail, origin=origin)


def write(
    records: Records,
    *,
    who: str,
    role: str,
    action: Action,
    side: str = "",
    detail: str = "",
    origin: str = "",
) -> None:
    """Add a row; it is on disk when this returns. Raises SQLAlchemy's error when it could not be written."""
    with records.writing() as connection:
        connection.execute(line(who=who, role=role, action=action, side=side, detail=detail, origin=origin))


def rows(records: Records) -> tuple[Row, ...]:
    """The whole trail, oldest first."""
    with records.reading() as connection:
        return tuple(Row(*row) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.id)))


def seen(records: Records, sides: Collection[str]) -> tuple[Row, ...]:
    """What a reader of these sides may see of the trail, numbered anew: a gap would count what others did."""
    asked = select(AUDIT).where(AUDIT.c.side.in_(sides)).order_by(AUDIT.c.id)
    with records.reading() as connection:
        return tuple(replace(Row(*row), id=number, mac="") for number, row in enumerate(connection.execute(asked), 1))


def totals(records: Records, side: str) -> dict[str, int]:
    """How many rows of each action a reader of a side may see, by action."""
    asked = select(AUDIT.c.action, func.count()).where(AUDIT.c.side == side).group_by(AUDIT.c.action)
    with records.reading() as connection:
        return dict(sorted((action, n) for action, n in connection.execute(asked)))


def latest(records: Records, side: str, many: int, skipped: int = 0) -> tuple[Row, ...]:
    """So many rows as `seen` numbers them, newest first, without the newest `skipped`."""
    mine = AUDIT.c.side == side
    asked = select(AUDIT).where(mine).order_by(AUDIT.c.id.desc()).limit(many).offset(skipped)
    with records.reading() as connection:
        newest = connection.execute(select(func.count()).where(mine)).scalar_one() - skipped
        return tuple(replace(Row(*row), id=newest - at, mac="") for at, row in enumerate(connection.execute(asked)))
