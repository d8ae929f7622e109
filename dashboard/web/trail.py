"""Writes what is looked at on an audited side, and what is taken from any, before it is shown."""

from dataclasses import dataclass

from dashboard.records import audit
from dashboard.records.accounts import WATCHED
from dashboard.records.audit import Action
from dashboard.records.database import Records
from dashboard.records.roles import known, may_enter
from dashboard.web.address import Address
from dashboard.web.answers import Book
from dashboard.web.cookies import Cookies
from dashboard.web.visitor import actor


@dataclass(frozen=True)
class Trail:
    """The audit trail as the sides of this process write it."""

    records: Records
    cookies: Cookies

    def write(self, book: Book, action: Action, place: Address, panel: str = "") -> None:
        """A row for a page or panel of an audited side, or a file of any side with trial data.

        What somebody does who enters the unblinded side is in that side's trail, wherever it was: when the committee
        is at work is nothing for readers who are blinded. Raises when it cannot be written, so nothing is shown.
        """
        if not (book.side.audited or (action == "download" and book.store)):
            return
        by = actor()
        side = WATCHED if may_enter(known(by.role), WATCHED) else book.side.name
        what = f"{place.page.name}/{panel}" if panel else place.page.name
        what = what if side == book.side.name else f"{book.side.name}: {what}"
        filters = " ".join(f"{name}={value}" for name, value in place.page.noted(place.filters).items())
        notice = (" notice shown" if place.shut else " notice read") if place.page.notice else ""
        detail = f"{what} [{filters}]{notice} store {book.hash[:16]}"
        audit.write(self.records, action=action, side=side, detail=detail, **by.said)
