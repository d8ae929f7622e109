"""Downloads: a panel's numbers as CSV or as a workbook, the same table that its page shows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import ChoiceError
from dashboard.pages.page import Panel
from dashboard.web import address as addresses
from dashboard.web import naming, workbook
from dashboard.web import panel as panels
from dashboard.web.answers import Book, Numbers, TrialBook
from dashboard.web.trail import Trail

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = "\ufeff"
"""What a spreadsheet knows UTF-8 by: without it −, ≥ and every term in another script come out as other letters."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Downloads:
    """The downloads of one side."""

    book: Book
    trail: Trail

    def mount(self, server: Flask) -> None:
        """Put the side's downloads on a server."""
        side = self.book.side.name
        server.add_url_rule(f"/{side}/download/<page>/<name>.csv", f"{side}-download", self.csv)
        server.add_url_rule(f"/{side}/download/<page>/<name>.xlsx", f"{side}-workbook", self.xlsx)

    def csv(self, page: str, name: str) -> AnyResponse:
        """The table of a panel; its page's notice if that was not read; unknown page, panel or value: not found."""
        return self._sent(page, name, "csv", "text/csv", text)

    def xlsx(self, page: str, name: str) -> AnyResponse:
        """The same table as a workbook, answered as `csv` is."""
        return self._sent(page, name, "xlsx", WORKBOOK, sheets)

    def _sent(self, page: str, name: str, ending: str, kind: str, made: Callable[..., str | bytes]) -> AnyResponse:
        book = self.book
        try:
            place = addresses.place(book.side.name, book.pages, page, request.query_string.decode("ascii", "replace"))
            panel = place.page.panel(name)
        except ChoiceError:
            abort(404)
        if place.page.form and place.page.form.faults(place.filters):
            abort(404)
        if place.shut:
            return redirect(place.link())
        self.trail.write(book, "download", place, panel.name)
        answer = book.numbers(place.page, panel, place.filters)
        response = Response(made(book, panel, place.filters, answer), mimetype=kind)
        called = f"{file_name(book, page, name, place.filters)}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
        return response


def text(book: Book, panel: Panel, filters: Mapping[str, str], answer: Numbers) -> str:
    """Lines that say where the numbers come from, then the numbers; in front the mark of UTF-8."""
    facts = _facts(book, panel, filters, answer).items()
    head = "".join(f"# {title}: {' '.join(value.split())}\n" for title, value in facts if value)
    return MARK + head + safe(naming.table(answer.table, book.named)).to_csv(index=False, lineterminator="\n")


def sheets(book: Book, panel: Panel, filters: Mapping[str, str], answer: Numbers) -> bytes:
    """The numbers on a sheet, and where they come from on another; it bears the date of the cut-off."""
    made = book.door.cut_off if isinstance(book, TrialBook) else workbook.NO_DATA
    return workbook.of(safe(naming.table(answer.table, book.named)), _facts(book, panel, filters, answer), made)


def _facts(book: Book, panel: Panel, filters: Mapping[str, str], answer: Numbers) -> dict[str, str]:
    facts = panels.provenance(book, panel, filters) | {"Panel": panel.title, "Population": panels.counted(answer)}
    facts |= {"Unmasked": book.named.line} if book.named else {}
    return {title: naming.text(fact, book.named) for title, fact in facts.items()}


def safe(table: pd.DataFrame) -> pd.DataFrame:
    """The table with every text that a spreadsheet would run as a formula made a text again."""
    plain = table.astype(object).map(_plain)
    plain.columns = pd.Index([_plain(str(title)) for title in table.columns])
    return plain


def file_name(book: Book, page: str, panel: str, filters: Mapping[str, str]) -> str:
    """Where the numbers come from, in letters that every system takes; no arm stands in it."""
    named = (*book.file_name(page, panel), *filter(None, [panels.supposed(filters)]))
    parts = (re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in named)
    return "_".join(parts)


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
