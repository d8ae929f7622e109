"""What stands above every page: which room this is, which trial, how far it is, and who is looking."""

from dataclasses import dataclass
from datetime import date

from dashboard.web.answers import Book
from dashboard.web.visitor import Visitor


@dataclass(frozen=True)
class Heading:
    """The words of band and header; `facts` stand in one line, `others` are sides one may go to.

    `unmasked` is the banner of a side whose arms are named, for pages that are no page of its app.
    """

    side: str
    band: str
    title: str
    facts: tuple[str, ...]
    store: str
    version: str
    name: str
    role: str
    others: tuple[str, ...]
    unmasked: str = ""


def heading(book: Book, visitor: Visitor, today: date | None = None) -> Heading:
    """The heading of a side for a visitor; it says when the extract is older than the charter allows."""
    return Heading(
        side=book.side.name,
        band=book.band,
        title=book.title,
        facts=book.facts(today or date.today()),
        store=book.store,
        version=book.version,
        name=visitor.account.name,
        role=visitor.role_title,
        others=tuple(side for side in visitor.sides if side != book.side.name),
        unmasked=book.named.line if book.named else "",
    )
