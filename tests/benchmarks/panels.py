"""How long a side's panels take to answer, as the web answers them."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

import orjson
from flask import Flask

from dashboard.access.door import Door
from dashboard.pages.page import Panel
from dashboard.sides.side import Side
from dashboard.web import panel as web
from dashboard.web import server
from dashboard.web.address import Address, place
from dashboard.web.answers import Book, TrialBook
from dashboard.web.shelf import Shelf

OPENED = "opened=yes"
"""A notice was read."""


@dataclass(frozen=True)
class Timed:
    """A panel's milliseconds: the first time, drawn again from nothing, and from what is kept; the bytes sent."""

    name: str
    first: float
    again: float
    kept: float
    size: int


def timed(side: Side, door: Door) -> list[Timed]:
    """Every panel of a side with its default filters."""
    book, times = TrialBook(side, door, Shelf()), []
    with Flask(server.__name__).app_context():  # listings are templates
        for page in book.pages.values():
            address = place(side.name, book.pages, page.name, OPENED if page.notice else "")
            for panel in page.panels:
                first = _milliseconds(book, panel, address)
                book.shelf = Shelf()
                again, kept = (_milliseconds(book, panel, address) for _ in range(2))
                size = len(orjson.dumps(web.body(book, panel, address)))
                times.append(Timed(f"{side.name}/{page.name}/{panel.name}", first, again, kept, size))
    return times


def summary(times: Iterable[Timed], slowest: int = 8) -> str:
    """The slowest panels, one a line, and how all of them stand."""
    ordered = sorted(times, key=lambda each: -each.again)
    lines = [f"{'milliseconds':<52}{'first':>9}{'again':>9}{'kept':>9}{'kB':>9}"]
    lines += [
        f"{t.name:<52}{t.first:>9.1f}{t.again:>9.1f}{t.kept:>9.2f}{t.size / 1000:>9.0f}" for t in ordered[:slowest]
    ]
    middle, largest = ordered[len(ordered) // 2], max(ordered, key=lambda each: each.size)
    lines.append(f"{len(ordered)} panels; half of them within {middle.again:.1f} ms")
    return "\n".join([*lines, f"the largest, {largest.name}, sends {largest.size / 1000:.0f} kB"])


def _milliseconds(book: Book, panel: Panel, address: Address) -> float:
    start = perf_counter()
    web.body(book, panel, address)
    return 1000 * (perf_counter() - start)
