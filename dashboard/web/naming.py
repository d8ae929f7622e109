"""The arms' names beside their letters, put on after the cache: kept answers hold letters only.

Names stand where there is room: in the foot of every panel, in the heads of columns, in rows that are an arm, and
in the words for those who do not see a drawing. A drawing keeps its letters; its panel's foot is its key.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component
from markupsafe import escape

from dashboard.web.still import WHOLE, Sent

if TYPE_CHECKING:
    from dashboard.web.unmasking import Named

_COUNTED = re.compile(r"\b([A-Z]) n = (?=\d)")
"""A panel's foot: A n = 42."""
_HEAD = re.compile(r"(<th (?=[^>]*\barm-[a-z]\b)[^>]*>)([A-Z])(?=<|, N = | \(n = )")
"""The head of an arm's column: A, or with its number."""
_TABLE = re.compile(r"<table><thead><tr><th [^>]*>Arm<.*?</table>", re.DOTALL)
"""A table whose rows are arms."""
_ROW = re.compile(r'(<th (?=[^>]*scope="row")[^>]*>)([A-Z])(?=</th>)')


def banner(named: "Named | None") -> list[Component]:
    """The strip above every page once the arms are named: since when, by whom, and what they are."""
    return [html.P(named.line, className="unmasked", role="note")] if named else []


def put_on(element: Sent, named: "Named | None") -> Sent:
    """A kept answer with the names, if there are any; the kept one stays as it is."""
    return Sent(_put(dict(element), named.names)) if named and named.names else element


def _put(element: Any, names: Mapping[str, str]) -> Any:
    if isinstance(element, list | tuple):
        return [_put(part, names) for part in element]
    if isinstance(element, str):
        return text(element, names)
    if not isinstance(element, dict) or "props" not in element:
        return element
    props = dict(element["props"])
    if "children" in props:
        props["children"] = _put(props["children"], names)
    if WHOLE in props:
        props[WHOLE] = markup(props[WHOLE], names)
    if props.get("role") == "img":
        props["aria-label"] = f"{props['aria-label']} {said(names)}"
    return {**element, "props": props}


def text(words: str, names: Mapping[str, str]) -> str:
    """Words with the names: A n = 42 is A (Observation) n = 42."""
    return _COUNTED.sub(lambda found: f"{found[1]}{_beside(found[1], names)} n = ", words)


def markup(whole: str, names: Mapping[str, str]) -> str:
    """The HTML of a table or a foot with the names."""
    safe = {letter: str(escape(name)) for letter, name in names.items()}

    def after(found: re.Match[str]) -> str:
        return f"{found[0]} {safe[found[2]]}" if found[2] in safe else found[0]

    whole = _HEAD.sub(after, text(whole, safe))
    return _TABLE.sub(lambda found: _ROW.sub(after, found[0]), whole)


def said(names: Mapping[str, str]) -> str:
    """The names as a sentence: A is Observation, B is Treatment."""
    return ", ".join(f"{letter} is {name}" for letter, name in names.items()) + "."


def _beside(letter: str, names: Mapping[str, str]) -> str:
    return f" ({names[letter]})" if letter in names else ""
