"""Figure, Table, Sentence and Verbatim as elements of a page."""

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.figures.key import keyed
from dashboard.figures.kinds import Column, Figure, Lead, Sentence, Table, Verbatim
from dashboard.figures.signs import letter
from dashboard.figures.theme import Style
from dashboard.web.aria import aria

QUIET: Any = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
SHORT_TABLE = 32
"""Rows up to which a table is shown whole; a longer one scrolls under its head."""
TALL = 2400
"""Pixels up to which a drawing is shown whole; a taller one scrolls in a window of its own."""
ONE_LINE = 18
"""Letters up to which the words of a column (a date, a clause) stay on one line."""
FEW_COLUMNS = 14
"""Columns up to which a table is printed in the ordinary size."""


def figure(drawn: Figure) -> Component:
    """A drawing, with its result in one sentence for those who do not see it; above it what its glyphs mean."""
    drawn, arms = keyed(drawn)
    style = {"height": f"{drawn.height}px"}
    graph = html.Div(
        dcc.Graph(figure=drawn.plot, config=QUIET, style=style, responsive=True),
        role="img",
        style=style,
        **aria(label=drawn.alt),
    )
    if drawn.height > TALL:
        graph = html.Div(
            graph, className="scrolls tall", role="region", tabIndex="0", **aria(label="Scrolling drawing")
        )
    foot = [html.Figcaption(drawn.foot)] if drawn.foot else []
    return html.Figure([*_key(arms), graph, *foot], className="drawing")


def table(drawn: Table, name: str, side: str = "") -> Component:
    """A table to read; `name` is what it is called when it scrolls, `side` the one whose pages its rows lead to."""
    if not drawn.rows:
        return html.P(drawn.empty, className="empty")
    head = html.Thead(html.Tr([_head(column) for column in drawn.columns]))
    levels = drawn.levels or (0,) * len(drawn.rows)
    leads = drawn.leads if side and drawn.leads else (None,) * len(drawn.rows)
    named = [(_leading(side, lead, row[0]), *row[1:]) for lead, row in zip(leads, drawn.rows, strict=True)]
    kinds = [*map(_kind, drawn.columns, zip(*drawn.rows, strict=True))][1:]
    align = drawn.columns[0].align
    body = html.Tbody([_row(align, kinds, row, level) for row, level in zip(named, levels, strict=True)])
    foot = [html.P(drawn.foot, className="quiet")] if drawn.foot else []
    return html.Div([_scrolling(html.Table([head, body]), name, drawn), *foot])


def address(side: str, lead: Lead) -> str:
    """The address of the place where a row leads."""
    return f"/{side}/{lead.page}" + (f"?{urlencode(lead.values)}" if lead.values else "")


def verbatim(drawn: Verbatim, name: str) -> Component:
    """Text as it is to be copied."""
    return html.Pre(drawn.text, className="verbatim", role="region", tabIndex="0", **aria(label=name))


def lead(drawn: Sentence) -> Component:
    """A sentence that answers before the figures do."""
    return html.P(drawn.text, className="lead")


def tile(drawn: Sentence, title: Component | str = "") -> list[Component]:
    """What is counted (or its `title`, which leads somewhere), its value, and the lines below."""
    below = [html.P(line, className="quiet") for line in drawn.detail]
    return [html.H2(title or drawn.text), html.P(drawn.value, className="value"), *below]


def _key(arms: tuple[Style, ...]) -> list[Component]:
    marks = [html.Span(arm.mark, className=_class(arm.name)) for arm in arms]
    return [html.P(marks, className="key")] if marks else []


def _class(arm: str) -> str:
    """The class that gives an arm's words its colour."""
    return f"arm-{letter(arm).lower()}"


def _scrolling(content: Component, name: str, drawn: Table) -> Component:
    tall = " tall" if len(drawn.rows) > SHORT_TABLE else ""
    wide = " wide" if len(drawn.columns) > FEW_COLUMNS else ""
    return html.Div(
        content, className=f"scrolls{tall}{wide}", role="region", tabIndex="0", **aria(label=f"Table: {name}")
    )


def _head(column: Column) -> Component:
    arm = f" {_class(column.arm)}" if len(column.arm) == 1 else ""
    return html.Th(column.title, scope="col", className=column.align + arm)


def _leading(side: str, lead: Lead | None, text: str) -> Component | str:
    """A row's first cell: a link to where the row leads, or its words."""
    if lead is None:
        return text
    return html.A(text, href=address(side, lead))


def _kind(column: Column, texts: tuple[str, ...]) -> str:
    """The class of a column's cells: words stand on the left, short ones on one line; none on the right."""
    if column.align == "right":
        return ""
    return "left word" if max(map(len, texts)) <= ONE_LINE else "left"


def _row(align: str, kinds: list[str], row: tuple[Any, ...], level: int) -> Component:
    first = html.Th(row[0], scope="row", className=f"{align} level-{min(level, 3)}")
    rest = [_cell(kind, text) for kind, text in zip(kinds, row[1:], strict=True)]
    return html.Tr([first, *rest], className=f"at-{min(level, 3)}")


def _cell(kind: str, text: str) -> Component:
    """Cells are aligned right unless they say otherwise: most are, and there are thousands."""
    return html.Td(text, className=kind) if kind else html.Td(text)
