"""The arms' names, put on after the cache in the place of signs: kept answers hold no name.

Every text is reached: what is read, said to those who do not see, drawn, hovered over, or taken away as a file.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd
from dash import html
from dash.development.base_component import Component
from markupsafe import Markup, escape

from dashboard.figures import signs
from dashboard.web.still import DRAWING, WHOLE

if TYPE_CHECKING:
    from dashboard.web.unmasking import Named


def banner(named: "Named | None") -> list[Component]:
    """The strip above every page once the arms are named: since when, by whom, and what they are."""
    return [html.P(named.line, className="unmasked", role="note")] if named else []


def put_on(element: Any, named: "Named | None") -> Any:
    """What Dash is sent with the names, if there are any; the kept parts of it stay as they are."""
    return _put(element, named.names) if named and named.names else element


def markup(whole: Markup, named: "Named | None") -> Markup:
    """HTML with the names."""
    return Markup(signs.read(whole, _escaped(named.names))) if named else whole  # noqa: S704 - names are escaped


def text(words: str, named: "Named | None") -> str:
    """Plain words with the names."""
    return signs.read(words, named.names) if named else words


def table(numbers: pd.DataFrame, named: "Named | None") -> pd.DataFrame:
    """The table with the names, in its head and in columns of text; the others keep their type."""
    if named is None:
        return numbers
    made = numbers.copy()
    for title in numbers.select_dtypes(["object", "string", "category"]):
        made[title] = made[title].map(lambda value: text(value, named) if isinstance(value, str) else value)
    return made.rename(columns=lambda title: text(str(title), named))


def _put(element: Any, names: Mapping[str, str]) -> Any:
    if isinstance(element, str):
        return signs.read(element, names)
    if isinstance(element, list | tuple):
        return [_put(part, names) for part in element]
    if isinstance(element, Mapping):
        own: dict[str, Callable[[Any, Mapping[str, str]], Any]] = {WHOLE: _html, DRAWING: _drawing}
        return {key: own.get(key, _put)(value, names) for key, value in element.items()}
    return element


def _html(whole: str, names: Mapping[str, str]) -> str:
    return signs.read(whole, _escaped(names))


def _drawing(plot: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A drawing's texts are read as HTML, too."""
    written = orjson.dumps(plot).decode()
    if not signs.found(written):
        return plot
    safe = {letter: orjson.dumps(name).decode()[1:-1] for letter, name in _escaped(names).items()}
    drawn: dict[str, Any] = orjson.loads(signs.read(written, safe))
    return drawn


def _escaped(names: Mapping[str, str]) -> dict[str, str]:
    return {letter: str(escape(name)) for letter, name in names.items()}
