"""Accounts whose owners log in at their institution's provider: who they are, and which role, is the provider's to say.

No password of theirs is kept here. An administrator may disable such an account, and the provider cannot undo that.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from dashboard.errors import AccountError
from dashboard.records.accounts import NO_PASSWORD, Account, Actor, change, found, last_change, make, named
from dashboard.records.database import Records
from dashboard.records.tables import IDENTITY, SESSION
from dashboard.trial.charter import Role


@dataclass(frozen=True)
class Identity:
    """Somebody for good: issuer and subject together (OpenID Connect Core 1.0, section 5.7); names may change."""

    issuer: str
    subject: str


def enter(records: Records, identity: Identity, name: str, role: Role, by: Actor) -> Account:
    """The account of an identity with the role it has at the provider now; made at the first login under `name`.

    Another role than before is a change of the account, which ends its earlier sessions. Raises AccountError if the
    account was disabled here, or its name is malformed or another's.
    """
    with records.writing() as connection:
        account = _account(connection, identity)
        if account is None:
            if found(connection, name):
                raise AccountError(f"An account {name} is here already, and not yours. Ask the administrator.")
            account = Account(named(name), role)
            connection.execute(insert(IDENTITY).values(**vars(identity), account=name))
            make(connection, account, NO_PASSWORD, by)
        if not account.enabled:
            raise AccountError(f"Account {account.name} was disabled here. Ask the administrator.")
        if account.role != role:
            change(connection, account.name, "role changed", by, role=role)
        return replace(account, role=role, changes=last_change(connection, account.name))


def end_sessions(records: Records, identity: Identity) -> Account | None:
    """End what is left of an identity's sessions, as its provider says; returns whose, None if none was left."""
    with records.writing() as connection:
        account = _account(connection, identity)
        if account is None:
            return None
        ended = connection.execute(delete(SESSION).where(SESSION.c.account == account.name))
        return account if ended.rowcount else None


def provided(records: Records, account: str) -> bool:
    """Whether an account's owner logs in at a provider."""
    with records.reading() as connection:
        return connection.execute(select(IDENTITY.c.account).where(IDENTITY.c.account == account)).first() is not None


def _account(connection: Connection, identity: Identity) -> Account | None:
    mine = (IDENTITY.c.issuer == identity.issuer) & (IDENTITY.c.subject == identity.subject)
    row = connection.execute(select(IDENTITY.c.account).where(mine)).first()
    return found(connection, row.account) if row else None
