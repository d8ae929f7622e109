"""How long a side's panels take to answer, as the web answers them."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

from dashboard.access.door import Door
from dashboard.pages.page import Panel
from dashboard.sides.side import Side
from dashboard.web import panel as web
from dashboard.web.address import Address, place
from dashboard.web.answers import Book, Shelf, TrialBook


@dataclass(frozen=True)
class Timed:
    """A panel's milliseconds: the first time, drawn again from nothing, and from what is kept."""

    name: str
    first: float
    again: float
    kept: float


def timed(side: Side, door: Door) -> list[Timed]:
    """Every panel of a side with its default filters."""
    book, times = TrialBook(side, door, Shelf()), []
    for page in book.pages.values():
        address = place(side.name, book.pages, page.name, "")
        for panel in page.panels:
            first = _milliseconds(book, panel, address)
            book.shelf = Shelf()
            again, kept = (_milliseconds(book, panel, address) for _ in range(2))
            times.append(Timed(f"{side.name}/{page.name}/{panel.name}", first, again, kept))
    return times


def summary(times: Iterable[Timed], slowest: int = 8) -> str:
    """The slowest panels, one a line, and how all of them stand."""
    ordered = sorted(times, key=lambda each: -each.again)
    lines = [f"{'milliseconds':<52}{'first':>9}{'again':>9}{'kept':>9}"]
    lines += [f"{t.name:<52}{t.first:>9.1f}{t.again:>9.1f}{t.kept:>9.2f}" for t in ordered[:slowest]]
    middle = ordered[len(ordered) // 2]
    return "\n".join([*lines, f"{len(ordered)} panels; half of them within {middle.again:.1f} ms"])


def _milliseconds(book: Book, panel: Panel, address: Address) -> float:
    start = perf_counter()
    web.body(book, panel, address)
    return 1000 * (perf_counter() - start)
