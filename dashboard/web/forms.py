"""Forms as a page shows them: what was typed stands in its field, and what is wrong with it below."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.errors import ExtractError
from dashboard.pages.reported import NAME as REPORTED
from dashboard.pages.reported import Reports, many
from dashboard.pages.sought import Sought
from dashboard.stats.stopping.typed import mark
from dashboard.web.address import Address
from dashboard.web.answers import Book, TrialBook
from dashboard.web.cookies import FORM_FIELD
from dashboard.web.still import written
from dashboard.web.typed import Entry


@dataclass(frozen=True)
class Typed:
    """A page's form, if it has one, as elements; `wrong` if a value is not possible."""

    parts: list[Component]
    wrong: bool


def typed(address: Address) -> Typed:
    """The form whose values the address holds: sent by GET, so that the address stays the only state."""
    form = address.page.form
    if form is None:
        return Typed([], False)
    faults = form.faults(address.filters)
    rows = form.shown(address.filters) if form.shown else form.rows
    values = {item.name: address.filters[item.name] for item in form.fields}
    action = f"/{address.side}/{address.page.name}"
    made = written("form.html", "typed", form=form, rows=rows, values=values, faults=faults, action=action)
    return Typed([made], bool(faults))


def sought(address: Address, item: Sought) -> Component:
    """A filter whose values are too many to list, as a field of its own: sent by GET beside what else is chosen."""
    others = {name: value for name, value in parse_qsl(address.asked) if name != item.name}
    action = f"/{address.side}/{address.page.name}"
    return written("sought.html", "filter", item=item, value=address.filters[item.name], others=others, action=action)


def job(address: Address, proof: str) -> list[Component]:
    """The form that starts a long computation of what the address holds: sent by POST with the session's proof."""
    form = address.page.job
    if form is None:
        return []
    kept = {"page": address.page.name, "asked": address.asked, FORM_FIELD: proof}
    return [written("job_form.html", "typed", form=form, kept=kept, action=f"/{address.side}/jobs")]


def supposed(address: Address) -> list[Component]:
    """The strip that stands above everything while events are supposed that are not in the extract."""
    numbers = address.filters.get(REPORTED)
    if not numbers:
        return []
    text = "Everything on this page counts it" if many(numbers) == 1 else "Everything on this page counts them"
    alone = dcc.Link("Show the extract alone", href=address.link({REPORTED: ""}))
    lead = html.Strong(f"{mark(many(numbers))}. ")
    rest = f"{text}; what is drawn from the extract alone is left out. "
    return [html.Div([lead, rest, alone], className="supposed", role="note")]


def events(book: Book, address: Address, proof: str) -> list[Component]:
    """The form that adds an event that is not in the extract, and the list of those added so far."""
    page = address.page
    if page.reports is None or not isinstance(book, TrialBook) or book.events is None:
        return []
    try:
        entries, failed = book.events.entries(page.reports.guideline), ""
    except ExtractError as error:
        entries, failed = (), str(error)
    rows = [(entry, _with(address, entry)) for entry in entries]
    form = report_form(book, address, page.reports, proof)
    return [written("reports.html", "typed events", rows=rows, failed=failed, values={}, **form)]


def report_form(book: TrialBook, address: Address, reports: Reports, proof: str) -> dict[str, Any]:
    """What the form of an event that is not in the extract needs, wherever it stands."""
    return {
        "action": f"/{address.side}/typed",
        "kept": {"page": address.page.name, "asked": address.asked, FORM_FIELD: proof},
        "participants": reports.participants(book.door),
        "today": date.today().isoformat(),
    }


def _with(address: Address, entry: Entry) -> str:
    """The address that shows an event besides those shown already; empty if it cannot be shown, or is."""
    shown = [part for part in address.filters[REPORTED].split(",") if part]
    if entry.withdrawn or str(entry.number) in shown:
        return ""
    return address.link({REPORTED: ",".join([*shown, str(entry.number)])})
