"""Every panel of every side of a trial, drawn as a reader gets it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask

from dashboard.figures.kinds import Figure
from dashboard.pages.page import Page, Panel
from dashboard.settings import Settings
from dashboard.web import downloads, panel, server
from dashboard.web.address import Address
from dashboard.web.answers import Answer, TrialBook
from dashboard.web.books import open_sides
from dashboard.web.still import html_of


@dataclass(frozen=True)
class Seen:
    """A panel with its answer, its HTML as words, and its CSV without the lines above the numbers."""

    side: str
    page: Page
    panel: Panel
    answer: Answer
    html: str
    csv: str

    @property
    def name(self) -> str:
        """Side, page and panel."""
        return f"{self.side}/{self.page.name}/{self.panel.name}"

    @property
    def words(self) -> str:
        """What the HTML says, without its tags."""
        return re.sub(r"<[^>]*>", " ", self.html)

    @property
    def plot(self) -> str:
        """The drawing as strict JSON, which knows no NaN; empty where there is none."""
        drawn = self.answer.drawn
        return json.dumps(drawn.plot, allow_nan=False, ensure_ascii=False) if isinstance(drawn, Figure) else ""


@dataclass(frozen=True)
class World:
    """A trial's sides by name, and everything that their pages show under the first choice of every filter."""

    books: Mapping[str, TrialBook]
    panels: Mapping[str, Seen]

    def __getitem__(self, name: str) -> Answer:
        return self.panels[name].answer

    def table(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The rows of a panel as they are read."""
        return self.panels[name].answer.twin.rows

    def cells(self, name: str, row: str) -> tuple[str, ...]:
        """The cells of the first row with that title."""
        return next(cells[1:] for cells in self.table(name) if cells[0] == row)


def look(settings: Settings) -> World:
    """Draw it all."""
    books = {
        book.side.name: book
        for book in open_sides(replace(settings, sides="conduct,blinded,unblinded"))
        if isinstance(book, TrialBook)
    }
    with Flask(server.__name__).app_context():  # listings are templates
        seen = [one for book in books.values() for page in book.pages.values() for one in at(book, page, {})]
    return World(books, {one.name: one for one in seen})


def at(book: TrialBook, page: Page, values: Mapping[str, str]) -> Iterator[Seen]:
    """The panels of a page for some values of its filters."""
    place = Address(book.side.name, page, page.chosen(values), opened=True)
    for each in page.panels:
        answer = book.answer(page, each, place.filters)
        html: Any = panel.body(book, each, place)
        text = downloads.text(book, each, place.filters, answer)
        assert text.startswith("\ufeff# Trial: ")
        numbers = re.sub(r"\A(\ufeff?# .*\n)+", "", text)
        yield Seen(book.side.name, page, each, answer, str(html_of(html)), numbers)
