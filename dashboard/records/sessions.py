"""Sessions: a row per login. The browser holds a random token, the row only its SHA-256."""

import hashlib
import secrets

from sqlalchemy import delete, insert, select, update

from dashboard.errors import AccountError
from dashboard.records import clock
from dashboard.records.accounts import Account, last_change
from dashboard.records.database import Records
from dashboard.records.roles import known
from dashboard.records.tables import ACCOUNT, SESSION

SEEN_EVERY_SECONDS = 60
"""A session's last sight is written at most this often, so that reading a page writes little; where a login ends after
a few minutes without a request, more often."""


def start(records: Records, account: str, changes: int | None = None) -> str:
    """A new session's token (256 random bits as text, and whose it is); sessions past their end are swept out.

    `changes` is the account's last change when its password was checked: raises AccountError if there was one since,
    so that a password being checked while it is reset, or its account disabled, opens nothing.
    """
    token, now = f"{secrets.token_urlsafe(32)}.{account}", clock.seconds()
    with records.writing() as connection:
        if changes is not None and last_change(connection, account) != changes:
            raise AccountError(f"Account {account} was changed just now. Log in again.")
        connection.execute(delete(SESSION).where(SESSION.c.started < now - records.longest_seconds))
        connection.execute(insert(SESSION).values(digest=digest(token), account=account, started=now, seen=now))
    return token


def account_of(records: Records, token: str) -> Account | None:
    """Whose session it is, role as it stands now; None if ended, idle, too old, or the account disabled.

    A session that was given to another account in the database is nobody's: the token, which is signed, says whose.
    """
    now = clock.seconds()
    join = SESSION.join(ACCOUNT, SESSION.c.account == ACCOUNT.c.name)
    alive = (SESSION.c.seen >= now - records.idle_seconds) & (SESSION.c.started >= now - records.longest_seconds)
    mine = SESSION.c.digest == digest(token)
    with records.reading() as connection:
        row = connection.execute(
            select(ACCOUNT.c.name, ACCOUNT.c.role, SESSION.c.seen)
            .select_from(join)
            .where(mine & alive & ACCOUNT.c.enabled)
        ).first()
    if row is None or row.name != token.partition(".")[2]:
        return None
    if row.seen < now - min(SEEN_EVERY_SECONDS, records.idle_seconds / 4):
        with records.writing() as connection:
            connection.execute(update(SESSION).where(mine).values(seen=now))
    return Account(row.name, known(row.role))


def end(records: Records, token: str) -> None:
    """Log out; ending what has ended is no error."""
    with records.writing() as connection:
        connection.execute(delete(SESSION).where(SESSION.c.digest == digest(token)))


def digest(token: str) -> str:
    """What the row holds instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()
