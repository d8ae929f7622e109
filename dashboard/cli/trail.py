"""The records as the command line uses them: accounts, and a row of the trail before anything is printed."""

import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import settings
from dashboard.errors import AccountError

if TYPE_CHECKING:
    from dashboard.records.accounts import Actor
    from dashboard.records.audit import Action
    from dashboard.records.database import Records

SIDE = "unblinded"
"""Whoever works on a host by commands is written down where the unblinded side's readers alone see it."""


def record(detail: str, action: "Action" = "show") -> None:
    """An audit row of something unblinded that is about to be printed; nothing is printed if it fails."""
    from dashboard.records import audit

    with records() as opened:
        audit.write(opened, action=action, side=SIDE, detail=detail, **actor().said)


def note(detail: str, action: "Action") -> None:
    """As `record`, where accounts and a trail are kept; a host that only locks and verifies may have none."""
    if configured():
        record(detail, action)


def configured() -> bool:
    """Whether this host keeps accounts and a trail."""
    from dashboard.records.database import beside

    told = settings.read()
    return bool(told.database) or beside(Path(told.keys)).exists()


@contextmanager
def records() -> "Iterator[Records]":
    """Accounts and audit trail; raises AccountError when they cannot be opened or written."""
    from sqlalchemy.exc import SQLAlchemyError

    from dashboard.records import database

    try:
        with closing(database.of(settings.read())) as opened:
            yield opened
    except SQLAlchemyError as error:
        raise AccountError(
            f"Accounts and audit trail cannot be used ({type(error).__name__}), so nothing was done or shown. "
            "Check DATABASE_URL, and that its database may be written."
        ) from None


def actor() -> "Actor":
    """Who runs this, by the operating system; never by a variable that the user may set."""
    from dashboard.records.accounts import Actor

    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid {os.getuid()}"
    return Actor(name, "command line", socket.gethostname())
