"""Local accounts: a name, a role, and a password kept as an Argon2id hash.

Every change is written down twice in its own transaction: as a change of the account, for the roster, and in the
audit trail. Whatever takes rights away ends the account's sessions at once.
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from dashboard.errors import AccountError
from dashboard.records import audit, chain
from dashboard.records.clock import stamp
from dashboard.records.database import Records
from dashboard.records.roles import known, may_enter
from dashboard.records.tables import ACCOUNT, CHANGE, IDENTITY, SESSION
from dashboard.trial.charter import Role

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1024
WATCHED = "unblinded"
"""The side whose readers see in its trail who was let in to it, changed and let out: an administrator could add one."""
NO_PASSWORD = ""
"""What stands in place of a hash where the owner logs in at a provider: no password agrees with it."""
LOGIN = ", login sealed "
"""What stands in the trail between a change that sets how an owner logs in and the keyed digest of it."""
SETS_LOGIN = frozenset({"added", "password reset"})

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe())


@dataclass(frozen=True)
class Account:
    """Who somebody is; what the role may see is the charter's to say. `changes` is the number of its last change."""

    name: str
    role: Role
    enabled: bool = True
    changes: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Actor:
    """Who changes an account, as the audit trail says it."""

    name: str
    role: str
    origin: str = ""

    @property
    def said(self) -> dict[str, str]:
        """What a row of the trail says of who did it."""
        return {"who": self.name, "role": self.role, "origin": self.origin}


SETUP = Actor("dsmb", "set-up")
"""Where the program itself makes accounts: the demonstration."""


def add(records: Records, name: str, role: str, password: str, by: Actor = SETUP) -> Account:
    """A new account; raises AccountError for a name taken or malformed, an unknown role, a short password."""
    account = Account(named(name), known(role))
    hashed = _hashed(name, password)
    with records.writing() as connection:
        make(connection, account, hashed, by)
    return account


def disable(records: Records, name: str, by: Actor = SETUP) -> None:
    """End an account and with it its sessions; raises AccountError if there is none of that name."""
    with records.writing() as connection:
        change(connection, name, "disabled", by, enabled=False)


def enable(records: Records, name: str, by: Actor = SETUP) -> None:
    """Let a disabled account in again, with the role and password it had; raises AccountError if there is none."""
    with records.writing() as connection:
        change(connection, name, "enabled", by, enabled=True)


def reset(records: Records, name: str, password: str, by: Actor = SETUP) -> None:
    """Give an account another password and end its sessions; raises AccountError as `add` does."""
    hashed = _hashed(name, password)
    with records.writing() as connection:
        _kept_here(connection, name)
        change(connection, name, "password reset", by, password=hashed)


def give_role(records: Records, name: str, role: str, by: Actor = SETUP) -> None:
    """Give an account another role and end its sessions; raises AccountError for an unknown role or name."""
    given = known(role)
    with records.writing() as connection:
        _kept_here(connection, name)
        change(connection, name, "role changed", by, role=given)


def by_name(records: Records, name: str) -> Account | None:
    """The account of that name as it stands now, None if there is none."""
    with records.reading() as connection:
        return found(connection, name)


def verify(records: Records, name: str, password: str) -> Account | None:
    """The account if all is right and it is enabled; an unknown name takes as long as a wrong password."""
    with records.reading() as connection:
        row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.name == name)).first()
        changes = last_change(connection, name)
    kept = row.password if row else NO_PASSWORD
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    return Account(row.name, known(row.role), changes=changes) if row and kept and row.enabled else None


def last_change(connection: Connection, name: str) -> int:
    """The number of an account's last change; what was decided before a change no longer holds after it."""
    return connection.execute(select(func.max(CHANGE.c.number)).where(CHANGE.c.account == name)).scalar() or 0


def named(name: str) -> str:
    """The name, if an account may have it; raises AccountError."""
    if not NAME.fullmatch(name):
        raise AccountError(f"Account name {name!r}: use small letters, digits and . _ @ -, at most 64.")
    return name


def make(connection: Connection, account: Account, password: str, by: Actor) -> None:
    """Add an account's row and write it down, in whose transaction it is; raises AccountError for a name taken."""
    if found(connection, account.name):
        raise AccountError(f"Account {account.name} exists already. Choose another name, or change that one.")
    row = {"name": account.name, "role": account.role, "password": password, "enabled": True}
    connection.execute(insert(ACCOUNT).values(**row, added_at=stamp()))
    _written(connection, "added", account, by)


def change(connection: Connection, name: str, what: str, by: Actor, **values: Any) -> None:
    """Change an account's row, end its sessions and write both down, in whose transaction it is."""
    before = found(connection, name)
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.name == name).values(**values))
    account = found(connection, name)
    if before is None or account is None:
        raise AccountError(f"No account {name!r}. See: dsmb users list")
    connection.execute(delete(SESSION).where(SESSION.c.account == name))
    _written(connection, what, account, by, before.role)


def found(connection: Connection, name: str) -> Account | None:
    """The account of that name, None if there is none."""
    asked = select(ACCOUNT.c.name, ACCOUNT.c.role, ACCOUNT.c.enabled).where(ACCOUNT.c.name == name)
    row = connection.execute(asked).first()
    return Account(row.name, known(row.role), row.enabled) if row else None


def login_digest(connection: Connection, name: str) -> str:
    """A keyed digest of how an account's owner logs in: the password's hash, or who they are at a provider."""
    asked = select(ACCOUNT.c.password, IDENTITY.c.issuer, IDENTITY.c.subject).where(ACCOUNT.c.name == name)
    row = connection.execute(asked.outerjoin(IDENTITY, ACCOUNT.c.name == IDENTITY.c.account)).first()
    return chain.digest(connection, "login", name, *(row or ()))


def _kept_here(connection: Connection, name: str) -> None:
    if connection.execute(select(IDENTITY.c.account).where(IDENTITY.c.account == name)).first():
        raise AccountError(f"Account {name} comes from a provider, which keeps its role and password.")


def _written(connection: Connection, what: str, account: Account, by: Actor, before: Role | None = None) -> None:
    """The change and its row, which is the watched side's if the account entered it before the change, or may now."""
    row = {"account": account.name, "change": what, "role": account.role, "who": by.name}
    connection.execute(insert(CHANGE).values(at=stamp(), **row))
    detail = f"{account.name} {what}: {account.role}"
    detail += LOGIN + login_digest(connection, account.name) if what in SETS_LOGIN else ""
    side = WATCHED if any(may_enter(role, WATCHED) for role in (account.role, before) if role) else ""
    connection.execute(audit.line(action="account", side=side, detail=detail, **by.said))


def _hashed(name: str, password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"Password of {name}: give at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise AccountError(f"Password of {name}: give at most {LONGEST_PASSWORD} characters.")
    return _HASHER.hash(password)
