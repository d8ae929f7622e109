"""Elements as plain parts for Dash, and as HTML that can be read before any script has run."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup, escape

TAGS = {"Link": "a", "NavLink": "a", "Graph": "div", "Location": ""}
"""What stands in for elements that only a script can draw; the rest have HTML's own names."""
CLASSES = {"NavLink": "nav-link"}
"""The classes that such elements give themselves."""
NAMES = {"className": "class", "tabIndex": "tabindex"}
WHOLE = "data-html"
VOID = frozenset({"hr", "br"})


class Sent(dict[str, Any]):
    """An element as Dash sends it, which is kept and never changed; its HTML is made once."""

    @cached_property
    def still(self) -> Markup:
        """The element as HTML."""
        return _html(self)


def whole(element: Component, name: str = "") -> Component:
    """The element as one piece of HTML that `page.js` puts in place: Dash is slow with thousands of small parts."""
    made: Any = {WHOLE: str(html_of(element))}
    return html.Div(className=name, **made)


def plain(element: Any) -> Any:
    """The element as Dash sends it, all the way down: plain parts are written many times faster than components."""
    if isinstance(element, list | tuple):
        return [plain(part) for part in element]
    if not isinstance(element, Component):
        return element
    sent: Any = element.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash has no types here
    return {**sent, "props": {**sent["props"], "children": plain(sent["props"].get("children"))}}


def html_of(element: Any) -> Markup:
    """The element and all inside it as HTML, every text escaped."""
    if element is None:
        return Markup("")
    if isinstance(element, Sent):
        return element.still
    if isinstance(element, str | int | float):
        return escape(element)
    if isinstance(element, Sequence):
        return Markup("").join(html_of(part) for part in element)
    return _html(element)


def _html(element: Any) -> Markup:
    kind, props = _parts(element)
    tag = TAGS.get(kind, kind.lower())
    if not tag:
        return Markup("")
    own = {"class": CLASSES[kind]} if kind in CLASSES else {}
    start = Markup("<{}{}>").format(tag, _attributes({**own, **props}))
    inside = Markup(props[WHOLE]) if WHOLE in props else html_of(props.get("children"))  # noqa: S704 - made by `whole`
    return start if tag in VOID else start + inside + Markup("</{}>").format(tag)


def _parts(element: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(element, Component):
        element = element.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash has no types here
    return element["type"], element["props"]


def _attributes(props: Mapping[str, Any]) -> Markup:
    plain = {NAMES.get(name, name): value for name, value in props.items() if isinstance(value, str)}
    style = props.get("style")
    if style:
        plain["style"] = ";".join(f"{name}:{value}" for name, value in style.items())
    return Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in plain.items() if name not in ("children", WHOLE)
    )
