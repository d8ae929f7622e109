"""What stands above every page: which room this is, which trial, how far it is, and who is looking."""

from dataclasses import dataclass

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


def heading(book: Book, visitor: Visitor) -> Heading:
    """The heading of a side for a visitor."""
    door, trial = book.door, book.trial
    meeting = (f"meeting {trial.trial.meeting}",) if trial.trial.meeting else ()
    randomised = f"{book.randomised} of {trial.accrual.planned} randomised"
    band = book.side.band + (" · synthetic data" if trial.trial.synthetic else "")
    return Heading(
        side=book.side.name,
        band=band,
        trial=trial.trial.name,
        facts=(f"Cut-off {words.day(door.cut_off)}", randomised, *meeting),
        store=book.store,
        version=door.version,
        name=visitor.account.name,
        role=visitor.role_title,
        others=tuple(side for side in visitor.sides if side != book.side.name),
    )
