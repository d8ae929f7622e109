"""The roster: who may see what since when, and every change that led there."""

from dataclasses import dataclass

from sqlalchemy import select

from dashboard.records.database import Records
from dashboard.records.roles import known, may_enter
from dashboard.records.tables import ACCOUNT, CHANGE
from dashboard.settings import SIDES
from dashboard.trial.charter import Role

RIGHTS = frozenset({"added", "role changed", "disabled", "enabled"})
"""Changes after which an account may see something else than before."""


@dataclass(frozen=True)
class Entry:
    """An account as it stands; `sides` are the most its role may enter (none while disabled), `since` is UTC."""

    account: str
    role: Role
    enabled: bool
    since: str

    @property
    def sides(self) -> tuple[str, ...]:
        """In the order of the sides; a charter may grant fewer."""
        return tuple(side for side in SIDES if self.enabled and may_enter(self.role, side))


@dataclass(frozen=True)
class Change:
    """What was done to an account, which role it had after it, by whom and when (UTC)."""

    at: str
    account: str
    change: str
    role: str
    who: str


def roster(records: Records) -> tuple[Entry, ...]:
    """Every account by name, disabled ones too."""
    latest = {change.account: change.at for change in history(records) if change.change in RIGHTS}
    with records.reading() as connection:
        rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).all()
    return tuple(Entry(row.name, known(row.role), row.enabled, latest.get(row.name, row.added_at)) for row in rows)


def history(records: Records) -> tuple[Change, ...]:
    """Every change of every account, oldest first."""
    columns = (CHANGE.c.at, CHANGE.c.account, CHANGE.c.change, CHANGE.c.role, CHANGE.c.who)
    with records.reading() as connection:
        return tuple(Change(*row) for row in connection.execute(select(*columns).order_by(CHANGE.c.number)))
