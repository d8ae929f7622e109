"""A panel in its box: title, what is drawn, and the foot that says who is counted, how, and from where."""

import typing
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from dash import html
from dash._utils import to_json
from dash.development.base_component import Component

from dashboard.errors import ChoiceError
from dashboard.figures.kinds import Figure, Sentence, Table, Verbatim
from dashboard.pages.page import Panel
from dashboard.pages.reported import NAME as REPORTED
from dashboard.pages.reported import many
from dashboard.stats.stopping.typed import mark
from dashboard.web import grid, render, trouble
from dashboard.web.address import Address
from dashboard.web.answers import Answer, Book, Numbers
from dashboard.web.aria import aria
from dashboard.web.still import Sent, whole

SKELETON_HEIGHT = 320
"""What a drawing takes until it is there, in pixels."""


def is_lead(panel: Panel) -> bool:
    """Whether a panel answers in a sentence, by what its figure says it returns."""
    return not panel.tile and _returns(panel) is Sentence


def body(book: Book, panel: Panel, address: Address) -> Sent:
    """A drawn panel; what fails is said in the panel, with a reference, and the others go on."""
    key = book.key("body", address.page, panel, address.filters)
    kept: Sent | None = book.shelf.get(key)
    if kept is None:
        try:
            answer = book.answer(address.page, panel, address.filters)
            kept = _sent(_drawn(book, panel, address, answer))
        except Exception as error:
            return _sent(failed(panel, error))
        book.shelf.put(key, kept)
    return kept


def kept_body(book: Book, panel: Panel, address: Address) -> Sent | None:
    """The drawn panel if it was drawn before."""
    kept: Sent | None = book.shelf.get(book.key("body", address.page, panel, address.filters))
    return kept


def skeleton(panel: Panel) -> Component:
    """The panel's own shape until it is drawn."""
    if is_lead(panel):
        return html.P("\u00a0", className="lead waiting")
    if panel.tile:
        return html.Div([html.H2(panel.title), html.P("\u00a0", className="value waiting")], className="tile")
    waiting = html.Div(className="waiting", style={"height": f"{SKELETON_HEIGHT}px"})
    return html.Section(
        [_title(panel), waiting, html.Div(html.Footer("\u00a0"), className="foot")],
        className="panel",
        **aria(busy="true"),
    )


def failed(panel: Panel, error: Exception) -> Component:
    """The panel's box with what went wrong: a wrong choice in words, anything else by its reference in the log."""
    if isinstance(error, ChoiceError):
        text = str(error)
    else:
        text = f"This panel could not be drawn. Reference {trouble.note(error)}."
    return html.Section([_title(panel), html.P(text, role="alert", className="empty")], className="panel")


def _drawn(book: Book, panel: Panel, address: Address, answer: Answer) -> Component:
    drawn = answer.drawn
    if isinstance(drawn, Sentence) and panel.tile:
        title = _leading(book, panel, address, drawn.text)
        return html.Div([*render.tile(drawn, title), _about(book, panel, address, answer)], className="tile")
    if isinstance(drawn, Sentence):
        return html.Div([render.lead(drawn), _about(book, panel, address, answer)], className="answer")
    if panel.listing and isinstance(drawn, Table) and drawn.rows:
        shown = grid.listing(drawn, answer.table, panel.title, book.side.name)
    else:
        shown = _shown(drawn, panel.title, book.side.name)
    foot = _foot(book, panel, address, answer)
    title = _title(panel, _leading(book, panel, address, panel.title))
    return html.Section([title, shown, foot], className="panel", **aria(label=panel.title))


def _shown(drawn: Figure | Table | Verbatim, title: str, side: str) -> Component:
    if isinstance(drawn, Figure):
        return render.figure(drawn)
    return whole(render.table(drawn, title, side) if isinstance(drawn, Table) else render.verbatim(drawn, title))


def _title(panel: Panel, title: Component | str = "") -> Component:
    subtitle = [html.P(panel.subtitle)] if panel.subtitle else []
    return html.Header([html.H2(title or panel.title), *subtitle])


def _leading(book: Book, panel: Panel, address: Address, title: str) -> Component | str:
    """The title, leading to the page that tells more if the side has one and it is not the page one is at."""
    if panel.leads_to not in book.pages or panel.leads_to == address.page.name:
        return title
    return html.A(title, href=f"/{book.side.name}/{panel.leads_to}")


def _foot(book: Book, panel: Panel, address: Address, answer: Answer) -> Component:
    """Who is counted on the left, the numbers and how they came about on the right."""
    is_table = isinstance(answer.drawn, Table | Verbatim)
    parts = [
        html.P(basis(book, answer, address.filters), className="counted"),
        *([] if is_table else [_details("Table", render.table(answer.twin, panel.title))]),
        _download(book, panel, address, "CSV", "csv"),
        *([_download(book, panel, address, "Excel", "xlsx")] if panel.listing else []),
        _details("How counted", html.P(panel.note)),
        _details("Provenance", _provenance(book, panel, address.filters)),
    ]
    return whole(html.Footer(parts), "foot")


def _about(book: Book, panel: Panel, address: Address, answer: Answer) -> Component:
    """A tile's foot: all of it behind one word."""
    parts = [
        html.P(panel.note),
        html.P(basis(book, answer, address.filters)),
        render.table(answer.twin, panel.title),
        _download(book, panel, address, "CSV", "csv"),
        _provenance(book, panel, address.filters),
    ]
    return whole(html.Footer(_details("How counted", html.Div(parts))), "foot")


def _download(book: Book, panel: Panel, address: Address, title: str, ending: str) -> Component:
    asked = replace(address, opened=bool(address.page.notice)).asked  # what is drawn stands behind its notice
    href = f"/{book.side.name}/download/{address.page.name}/{panel.name}.{ending}" + (f"?{asked}" if asked else "")
    return html.A(title, href=href, download="", className="csv")


def counted(answer: Numbers) -> str:
    """The population and its size, per arm where there are arms: All randomised, A n = 42, B n = 43."""
    if not answer.counts:
        return ""
    if len(answer.counts) == 1:
        return f"{answer.population}, n = {answer.counts[0][1]}"
    return f"{answer.population}, {', '.join(f'{arm} n = {n}' for arm, n in answer.counts)}"


def basis(book: Book, answer: Answer, filters: Mapping[str, str]) -> str:
    """What every figure stands on: All randomised, A n = 42, B n = 43 · cut-off 15 Jan 2026 · store 9c41 7f0e."""
    beside = supposed(filters)
    text = " · ".join(part for part in (counted(answer), *book.basis, beside[:1].lower() + beside[1:]) if part)
    return text[:1].upper() + text[1:]


def supposed(filters: Mapping[str, str]) -> str:
    """With 1 event that is not in the extract: number 7; empty where none is supposed."""
    numbers = filters.get(REPORTED, "")
    return f"{mark(many(numbers))}: number {numbers.replace(',', ', ')}" if numbers else ""


def provenance(book: Book, panel: Panel, filters: Mapping[str, str]) -> dict[str, str]:
    """Where a panel's numbers come from, enough to make them again."""
    chosen = ", ".join(f"{name} = {value}" for name, value in filters.items() if value) or "none"
    extra = {"Not the extract alone": supposed(filters)} if supposed(filters) else {}
    return {**extra, **book.provenance(panel), "Side": book.side.name, "Filters": chosen, "Software": book.version}


def _provenance(book: Book, panel: Panel, filters: Mapping[str, str]) -> Component:
    pairs = provenance(book, panel, filters).items()
    return html.Dl([element for title, text in pairs for element in (html.Dt(title), html.Dd(text))])


def _details(title: str, content: Component) -> Component:
    return html.Details([html.Summary(title), content])


def _returns(panel: Panel) -> Any:
    function: Any = panel.figure
    while isinstance(function, partial):
        function = function.func
    return typing.get_type_hints(function).get("return")


def _sent(element: Component) -> Sent:
    return Sent(orjson.loads(to_json(element)))  # type: ignore[no-untyped-call]  # Dash has no types here
