"""Typing an event in, and withdrawing it: two forms sent by POST, which lead back to the page they stood on."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import ChoiceError
from dashboard.figures import words
from dashboard.pages.reported import NAME, Reports
from dashboard.records.roles import may
from dashboard.web import posted
from dashboard.web.address import Address, place
from dashboard.web.answers import TrialBook
from dashboard.web.beside import side_page
from dashboard.web.cookies import Cookies
from dashboard.web.forms import report_form
from dashboard.web.typed import Event, Events
from dashboard.web.visitor import origin, visitor

LONGEST = {"participant": 80, "words": 400}
"""Letters of each text that are kept."""


@dataclass(frozen=True)
class TypedPages:
    """The addresses to which a guideline's page sends its forms; a page that takes no such event has none."""

    book: TrialBook
    events: Events
    cookies: Cookies

    def mount(self, server: Flask) -> None:
        """Put them on a server."""
        side = self.book.side.name
        server.add_template_filter(words.dated, "dated")
        server.add_url_rule(f"/{side}/typed", f"{side}-typed", self.add, methods=["POST"])
        server.add_url_rule(f"/{side}/typed/withdraw", f"{side}-withdraw", self.withdraw, methods=["POST"])

    def add(self) -> AnyResponse:
        """Keep the event and show the page with it; one that is not possible is a sentence."""
        there, reports = self._there()
        if there.shut:
            return redirect(there.link(), 303)
        try:
            event = _event()
            self._possible(there, event)
            number = self.events.add(reports.guideline, event, visitor().account, origin())
        except ChoiceError as error:
            form = report_form(self.book, there, reports, self.cookies.proof(visitor().token))
            return self._refused(there, error, values=request.form, **form)
        shown = ",".join(part for part in (there.filters[NAME], str(number)) if part)
        return redirect(there.link({NAME: shown}), 303)

    def withdraw(self) -> AnyResponse:
        """Withdraw an event and show the page without it."""
        there, reports = self._there()
        if there.shut:
            return redirect(there.link(), 303)
        number = posted.number("number")
        try:
            self.events.withdraw(reports.guideline, number, visitor().account, origin())
        except ChoiceError as error:
            return self._refused(there, error)
        left = [shown for shown in there.filters[NAME].split(",") if shown != str(number)]
        return redirect(there.link({NAME: ",".join(left)}), 303)

    def _there(self) -> tuple[Address, Reports]:
        """The page that the form stood on, and what it takes; not found if it takes no events, or this role's none."""
        if not may(visitor().account.role, "events:type"):
            abort(404)
        for asked in (request.form.get("asked"), ""):  # the latter if what was shown was withdrawn since
            with suppress(ChoiceError):
                there = place(self.book.side.name, self.book.pages, request.form.get("page"), asked)
                if there.page.reports:
                    return there, there.page.reports
        abort(404)

    def _possible(self, there: Address, event: Event) -> None:
        """Raise ChoiceError unless the page can be shown with the event beside those that it shows already."""
        shown = there.page.given(there.filters)
        supposed = {**shown, NAME: (*shown[NAME], event.reported)}
        panel = next(panel for panel in there.page.panels if panel.supposes)
        panel.result(self.book.door, **supposed)

    def _refused(self, there: Address, error: ChoiceError, **form: object) -> AnyResponse:
        told = {"reason": str(error), "page": there.page.title, "back": there.link()}
        return side_page("not_typed.html", "Not kept", self.book, self.cookies, 400, **told, **form)


def _event() -> Event:
    """The event that the form just sent; raises ChoiceError saying which value is not possible."""
    texts = {name: posted.text(name, longest) for name, longest in LONGEST.items()}
    if not texts["participant"]:
        raise ChoiceError("Participant: give an identifier as the ledger shows it.")
    if not texts["words"]:
        raise ChoiceError("Reported by: say in words who reported the event, and how.")
    return Event(texts["participant"], _date(request.form.get("on", "")), texts["words"])


def _date(given: str) -> date:
    try:
        on = datetime.strptime(given.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise ChoiceError("Date of the event: give a date such as 2026-01-31.") from None
    if on > date.today():
        raise ChoiceError(f"Date of the event: {words.day(on)} has not come yet; give today's date or an earlier one.")
    return on
