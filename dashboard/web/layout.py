"""The page around the panels: navigation, title, lead sentence, filters, tiles, grid."""

from collections.abc import Callable
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.errors import ChoiceError
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.sought import Sought
from dashboard.web import forms, naming
from dashboard.web import panel as panels
from dashboard.web.address import Address
from dashboard.web.answers import Book
from dashboard.web.aria import aria

ROW = 12
"""Twelfths in a row of the grid."""
HERE = "nav-link active"
"""How Bootstrap marks the entry one is at."""
UNDER = "ms-3 small"
"""How Bootstrap indents an entry and makes it smaller."""


def navigation(book: Book, current: str) -> list[Component]:
    """The side's pages; those that say something before they open stand apart."""
    here = book.pages.get(current)
    family = (here.under or here.name) if here else ""
    shown = [page for page in book.pages.values() if page.under in ("", family)]
    plain = [_entry(book, page, current) for page in shown if not page.notice]
    noticed = [_entry(book, page, current) for page in shown if page.notice]
    plain += [_jobs(book) for page in book.pages.values() if page.job]
    plain += [_unmasking(book)] if book.unmasking else []
    return [_pills(plain), *([html.Hr(), _pills(noticed)] if noticed else [])]


def frame(book: Book, address: Address, proof: str = "") -> list[Component]:
    """A page: panels drawn before are in it at once, the others ask for themselves.

    A form with a wrong value stands alone, with what is possible beside it. `proof` goes into forms that change.
    """
    page = address.page
    banner = naming.banner(book.named)
    if address.shut:
        return [*banner, html.H1(page.title), _notice(address)]
    wanted = next(
        (f for f in page.filters if isinstance(f, Sought) and f.sources and not address.filters[f.name]), None
    )
    if wanted:
        return [*banner, html.H1(page.title), _choices(address), _wanted(book, wanted)]
    leads = [p for p in page.panels if panels.is_lead(p)]
    tiles = [p for p in page.panels if p.tile]
    rest = [p for p in page.panels if not p.tile and not panels.is_lead(p)]
    slot = _slots(book, address)
    form = forms.typed(address)
    if form.wrong:
        return [*banner, html.H1(page.title), *form.parts]
    return [
        *banner,
        html.H1(page.title),
        *forms.supposed(address),
        *form.parts,
        *[slot(p, "slot first") for p in leads],
        *([_choices(address)] if page.filters else []),
        *([html.Div([slot(p, "slot") for p in tiles], className="tiles")] if tiles else []),
        *([html.Div([slot(p, f"slot span-{span}") for p, span in _spans(rest)], className="grid")] if rest else []),
        *forms.job(address, proof),
        *forms.events(book, address, proof),
    ]


def missing(book: Book, error: ChoiceError) -> list[Component]:
    """What stands where an address means nothing: the reason, and a way on."""
    start = f"/{book.side.name}/"
    text = html.P([f"{error} ", dcc.Link("Go to the first page.", href=start)], role="alert", className="lead")
    return [html.H1("Nothing at this address"), text]


def _entry(book: Book, page: Page, current: str) -> Component:
    opens = [html.Small("opens after notice")] if page.notice and not page.under else []
    indent = UNDER if page.under else None
    if page.name == current:
        return html.Li(html.Span([page.title, *opens], className=HERE, **aria(current="page")), className=indent)
    return html.Li(dbc.NavLink([page.title, *opens], href=f"/{book.side.name}/{page.name}"), className=indent)


def _jobs(book: Book) -> Component:
    """The way to computations started so far, which are no page of the side's app."""
    return html.Li(html.A("Simulations", href=f"/{book.side.name}/jobs", className="nav-link"))


def _unmasking(book: Book) -> Component:
    """The way to the page on which arms are named, which is no page of the side's app."""
    return html.Li(html.A("Unmasking", href=f"/{book.side.name}/unmasking", className="nav-link"))


def _pills(entries: list[Component]) -> Component:
    """Bootstrap's pills as a list, so that a screen reader says how many there are."""
    return html.Ul(entries, className="nav nav-pills flex-column")


def _notice(address: Address) -> Component:
    way = dcc.Link("Open this page", href=address.link(opened=True), className="button")
    return html.Div([html.P(address.page.notice), html.P(way)], className="notice", role="note")


def _wanted(book: Book, item: Sought) -> Component:
    """What stands in the place of panels until a value is chosen: the pages whose rows lead to one."""
    sources = [book.pages[name] for name in item.sources if name in book.pages]
    links = [dcc.Link(page.title, href=f"/{book.side.name}/{page.name}") for page in sources]
    ways = [part for link in links for part in (link, " · ")][:-1]
    how = "Type one, or come" if item.typed else "Come"
    return html.P([f"No {item.title.lower()} is chosen yet. {how} from a row of: ", *ways], className="lead")


def _choices(address: Address) -> Component:
    return html.Div([_choice(address, item) for item in address.page.filters], className="filters")


def _choice(address: Address, item: Filter) -> Component:
    """A filter: each choice is a link that changes the address; a value too many to list is typed."""
    if isinstance(item, Sought) and item.typed:
        return forms.sought(address, item)
    chosen = address.filters[item.name]
    choices = {"": "Any", chosen: chosen or "Any"} if isinstance(item, Sought) else item.choices
    options = [
        html.Span(title, className=HERE, **aria(current="true"))
        if value == chosen
        else dbc.NavLink(title, href=address.link({item.name: value}))
        for value, title in choices.items()
    ]
    label = html.Span(item.title, className="quiet")
    return html.Div([label, *options], className="filter nav nav-pills", role="group", **aria(label=item.title))


def _spans(panels_: list[Panel]) -> list[tuple[Panel, int]]:
    """Each panel's width in twelfths; the last one of a row takes what is left, so that the grid has no hole."""
    spans: list[tuple[Panel, int]] = []
    used = 0
    for panel in panels_:
        if used + panel.span > ROW:
            spans[-1] = (spans[-1][0], spans[-1][1] + ROW - used)
            used = 0
        spans.append((panel, panel.span))
        used = (used + panel.span) % ROW
    if spans and used:
        spans[-1] = (spans[-1][0], spans[-1][1] + ROW - used)
    return spans


def _slots(book: Book, address: Address) -> Callable[[Panel, str], Component]:
    def slot(panel: Panel, name: str) -> Component:
        kept = panels.kept_body(book, panel, address)
        if kept is not None:
            sent: Any = kept
            return html.Div(sent, className=name)
        asks = {"page": address.page.name, "panel": panel.name, "filters": address.asked}
        return html.Div(panels.skeleton(panel), id=asks, className=name)

    return slot
