"""What stands above every page: which room this is, which trial, how far it is, and who is looking."""

from dataclasses import dataclass
from datetime import date

from dashboard.figures import words
from dashboard.web.answers import Book
from dashboard.web.visitor import Visitor


@dataclass(frozen=True)
class Heading:
    """The words of band and header; `facts` stand in one line, `others` are sides one may go to."""

    side: str
    band: str
    trial: str
    facts: tuple[str, ...]
    store: str
    version: str
    name: str
    role: str
    others: tuple[str, ...]


def heading(book: Book, visitor: Visitor, today: date | None = None) -> Heading:
    """The heading of a side for a visitor; it says when the extract is older than the charter allows."""
    door, trial = book.door, book.trial
    meeting = (f"meeting {trial.trial.meeting}",) if trial.trial.meeting else ()
    randomised = f"{book.randomised} of {trial.accrual.planned} randomised"
    band = book.side.band + (" · synthetic data" if trial.trial.synthetic else "")
    return Heading(
        side=book.side.name,
        band=band,
        trial=trial.trial.name,
        facts=(f"Cut-off {words.day(door.cut_off)}", *_age(book, today or date.today()), randomised, *meeting),
        store=book.store,
        version=door.version,
        name=visitor.account.name,
        role=visitor.role_title,
        others=tuple(side for side in visitor.sides if side != book.side.name),
    )


def _age(book: Book, today: date) -> tuple[str, ...]:
    """How old the data are, once that is more than the charter allows."""
    allowed, days = book.trial.charter.extract_age_days, (today - book.door.cut_off).days
    return (f"{days} days old, the charter allows {allowed}",) if allowed is not None and days > allowed else ()
