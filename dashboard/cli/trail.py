"""The records as the command line uses them: accounts, and a row before anything unblinded is printed."""

import os
import pwd
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from dashboard import settings
from dashboard.errors import AccountError

if TYPE_CHECKING:
    from dashboard.records.database import Records


def record(detail: str) -> None:
    """An audit row of something unblinded that is about to be printed; nothing is printed if it fails."""
    from dashboard.records import audit

    with records() as opened:
        audit.write(opened, who=_user(), role="command line", action="show", side="unblinded", detail=detail)


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
            "Check DATABASE_URL, and that its file may be written."
        ) from None


def _user() -> str:
    """Who runs this, by the operating system; never by a variable that the user may set."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
