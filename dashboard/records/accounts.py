"""Local accounts: a name, a role, and a password kept as an Argon2id hash."""

import re
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import insert, select, update

from dashboard.errors import AccountError
from dashboard.records.clock import stamp
from dashboard.records.database import Records
from dashboard.records.roles import known
from dashboard.records.tables import ACCOUNT
from dashboard.trial.parts import Role

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
SHORTEST_PASSWORD = 12

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("no account has this password")


@dataclass(frozen=True)
class Account:
    """Who somebody is; what the role may see is the charter's to say."""

    name: str
    role: Role
    enabled: bool = True


def add(records: Records, name: str, role: str, password: str) -> Account:
    """A new account; raises AccountError for a name taken or malformed, an unknown role, a short password."""
    if not NAME.fullmatch(name):
        raise AccountError(f"Account name {name!r}: use small letters, digits and . _ @ -, at most 64.")
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"Password of {name}: give at least {SHORTEST_PASSWORD} characters.")
    account = Account(name, known(role))
    row = {"name": name, "role": account.role, "password": _HASHER.hash(password), "enabled": True}
    with records.writing() as connection:
        if connection.execute(select(ACCOUNT.c.name).where(ACCOUNT.c.name == name)).first():
            raise AccountError(f"Account {name} exists already. Choose another name, or disable it first.")
        connection.execute(insert(ACCOUNT).values(**row, added_at=stamp()))
    return account


def by_name(records: Records, name: str) -> Account | None:
    """The account of that name as it stands now, None if there is none."""
    with records.reading() as connection:
        row = connection.execute(
            select(ACCOUNT.c.name, ACCOUNT.c.role, ACCOUNT.c.enabled).where(ACCOUNT.c.name == name)
        ).first()
    return Account(row.name, known(row.role), row.enabled) if row else None


def verify(records: Records, name: str, password: str) -> Account | None:
    """The account if all is right and it is enabled; an unknown name takes as long as a wrong password."""
    with records.reading() as connection:
        row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.name == name)).first()
    try:
        _HASHER.verify(row.password if row else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    return Account(row.name, known(row.role)) if row and row.enabled else None


def disable(records: Records, name: str) -> None:
    """End an account and with it its sessions; raises AccountError if there is none of that name."""
    with records.writing() as connection:
        changed = connection.execute(update(ACCOUNT).where(ACCOUNT.c.name == name).values(enabled=False))
        if changed.rowcount == 0:
            raise AccountError(f"No account {name!r}.")
