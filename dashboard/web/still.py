"""Elements as plain parts for Dash, and as HTML that can be read before any script has run."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from dash import html
from dash.development.base_component import Component
from flask import render_template
from markupsafe import Markup, escape

TAGS = {"Link": "a", "NavLink": "a", "Graph": "div", "Location": ""}
"""What stands in for elements that only a script can draw; the rest have HTML's own names."""
CLASSES = {"NavLink": "nav-link"}
"""The classes that such elements give themselves."""
NAMES = {"className": "class", "tabIndex": "tabindex"}
WHOLE = "data-html"
DRAWING = "figure"
"""The property that holds a drawing."""
VOID = frozenset({"hr", "br"})


class Sent(dict[str, Any]):
    """An element as Dash sends it, which is kept and never changed; its HTML is made once."""

    @cached_property
    def still(self) -> Markup:
        """The element as HTML."""
        return html_of(dict(self))


def whole(element: Component, name: str = "") -> Component:
    """The element as one piece of HTML that `page.js` puts in place: Dash is slow with thousands of small parts."""
    made: Any = {WHOLE: str(html_of(element))}
    return html.Div(className=name, **made)


def written(template: str, name: str = "", **values: Any) -> Component:
    """A template as one piece of HTML, as `whole` has it."""
    made: Any = {WHOLE: render_template(template, **values)}
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
    return Markup(_text(element))  # noqa: S704 - every leaf and attribute below is escaped


def _text(element: Any) -> str:
    """HTML as plain text: a table has thousands of parts, and joining Markup escapes each of them again."""
    if element is None:
        return ""
    if isinstance(element, Sent):
        return str(element.still)
    if isinstance(element, str | int | float):
        return str(escape(element))
    if isinstance(element, Sequence):
        return "".join(map(_text, element))
    return _tagged(element)


def _tagged(element: Any) -> str:
    kind, props = _parts(element)
    tag = TAGS.get(kind, kind.lower())
    if not tag:
        return ""
    own = {"class": CLASSES[kind]} if kind in CLASSES else {}
    start = f"<{tag}{_attributes({**own, **props})}>"
    inside = props[WHOLE] if WHOLE in props else _text(props.get("children"))
    return start if tag in VOID else f"{start}{inside}</{tag}>"


def _parts(element: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(element, Component):
        element = element.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash has no types here
    return element["type"], element["props"]


def _attributes(props: Mapping[str, Any]) -> str:
    plain = {NAMES.get(name, name): value for name, value in props.items() if isinstance(value, str)}
    style = props.get("style")
    if style:
        plain["style"] = ";".join(f"{name}:{value}" for name, value in style.items())
    left_out = ("children", WHOLE)
    return "".join(f' {name}="{escape(value)}"' for name, value in plain.items() if name not in left_out)
