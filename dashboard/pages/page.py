"""A page is a declaration: panels, and the filters that choose between their answers."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from dashboard.access.door import Door
from dashboard.errors import ChoiceError
from dashboard.figures.kinds import Figure, Sentence, Table
from dashboard.stats.arms import Result

Drawn = Figure | Table | Sentence


@dataclass(frozen=True)
class Filter:
    """A choice in the address: `choices` maps each allowed value to the words shown for it."""

    name: str
    title: str
    choices: Mapping[str, str]
    default: str

    def parse(self, value: str | None) -> str:
        """The chosen value, the default if none; raises ChoiceError for a value outside the allowed set."""
        if value is None or value == "":
            return self.default
        if value not in self.choices:
            raise ChoiceError(f"{self.title}: choose one of {', '.join(self.choices)}.")
        return value


@dataclass(frozen=True)
class Panel:
    """One answer on a page: rows from a query, a statistic of them, a figure of that.

    `fixed` are parameters of the query that no reader changes. `note` says how it is counted.
    `span` is the panel's width in twelfths of the page; a `tile` stands in the row under the lead sentence.
    """

    name: str
    title: str
    query: str
    stat: Callable[..., Result]
    figure: Callable[..., Drawn]
    note: str
    subtitle: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    span: int = 6
    tile: bool = False

    @property
    def population(self) -> str:
        """Who is counted where no filter chooses: the query's fixed population, else everybody randomised."""
        return str(self.fixed.get("population", "randomised"))

    def result(self, door: Door, **filters: str) -> Result:
        """Rows from the door, their columns as arguments of the statistic."""
        asked = {k: v for k, v in filters.items() if k in door.parameters(self.query)}
        rows = door.ask(self.query, **self.fixed, **asked)
        columns = {str(name): _values(rows[name]) for name in rows.columns}
        return self.stat(**columns, **_named(self.stat, filters))

    def draw(self, result: Result, **filters: str) -> Drawn:
        """The result drawn."""
        return self.figure(result, **_named(self.figure, filters))


@dataclass(frozen=True)
class Page:
    """A page of a side: `name` is its address, `notice` what an arm-only page says before it opens."""

    name: str
    title: str
    panels: tuple[Panel, ...]
    filters: tuple[Filter, ...] = ()
    notice: str = ""

    def panel(self, name: str) -> Panel:
        """The panel of that name; raises ChoiceError listing what there is."""
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise ChoiceError(f"Page {self.name} has no panel {name!r}; it has {', '.join(p.name for p in self.panels)}.")

    def chosen(self, values: Mapping[str, str]) -> dict[str, str]:
        """A value for every filter; raises ChoiceError for a value outside a filter's allowed set."""
        return {item.name: item.parse(values.get(item.name)) for item in self.filters}


def _values(column: "pd.Series[Any]") -> Any:
    """A categorical keeps its categories (arms with nothing to show stay); everything else is an array."""
    return column.array if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy()


def _named(function: Callable[..., Any], filters: Mapping[str, str]) -> dict[str, str]:
    """The filters that a function names as keywords."""
    inner = function.func if isinstance(function, partial) else function
    names = inspect.signature(inner).parameters
    return {name: value for name, value in filters.items() if name in names}
