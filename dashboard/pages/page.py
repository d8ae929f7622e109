"""A page is a declaration: panels, and the filters that choose between their answers."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd

from dashboard.errors import ChoiceError
from dashboard.figures.kinds import Figure, Sentence, Table, Verbatim
from dashboard.pages.door import Door
from dashboard.pages.form import Field, Form
from dashboard.pages.reported import NAME as REPORTED
from dashboard.pages.reported import Reports
from dashboard.stats.arms import Result

Drawn = Figure | Table | Sentence | Verbatim

TYPED = "typed"
"""A function that takes a form's fields, many as they are, takes them as `**typed`."""


@dataclass(frozen=True)
class Filter:
    """A choice in the address: `choices` maps each allowed value to the words shown for it.

    Those of `of_arms` are letters of arms.
    """

    name: str
    title: str
    choices: Mapping[str, str]
    default: str
    of_arms: bool = field(default=False, kw_only=True)

    def parse(self, value: str | None) -> str:
        """The chosen value, the default if none; raises ChoiceError for a value outside the allowed set."""
        if value is None or value == "":
            return self.default
        if value not in self.choices:
            raise ChoiceError(f"{self.title}: choose one of {', '.join(self.choices)}.")
        return value

    def at(self, door: Door) -> "Filter":
        """The filter as it stands on a side with this door: the same, unless the allowed values are the door's."""
        return self

    def noted(self, value: str) -> str:
        """What the audit trail holds of a value: the value."""
        return value


@dataclass(frozen=True)
class Panel:
    """One answer on a page: rows from a query, a statistic of them, a figure of that.

    `query` is empty where nothing is asked of data: the statistic gets the filters alone.
    `fixed` are parameters of the query that no reader changes. `note` says how it is counted.
    `span` is the panel's width in twelfths of the page; a `tile` stands in the row under the lead sentence. A `listing`
    of people or events is offered as a workbook too. `counted_in` names the population of the foot where the query has
    none and not everybody randomised is counted. `arm` is the letter of the one arm that it is of, which its title then
    says as "Arm A". `most` is how many rows (people, events) a page asks for where there may be very many, 0 for all;
    query, statistic and figure take it by that name, and a file has all. `leads_to` names the page that tells more, to
    which the title leads on a side that has it.
    """

    name: str
    title: str
    stat: Callable[..., Result]
    figure: Callable[..., Drawn]
    note: str
    query: str = ""
    subtitle: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    span: int = 6
    tile: bool = False
    listing: bool = False
    counted_in: str = ""
    arm: str = ""
    most: int = 0
    leads_to: str = ""

    @property
    def population(self) -> str:
        """Who is counted where no filter chooses: the query's fixed population, else everybody randomised."""
        return self.counted_in or str(self.fixed.get("population", "randomised"))

    @property
    def supposes(self) -> bool:
        """Whether events that are not in the extract change it."""
        return REPORTED in _keywords(self.stat)

    def result(self, door: Door | None, *, in_full: bool = True, **given: Any) -> Result:
        """Rows from the door, their columns as arguments of the statistic; no rows where there is no query.

        `given` holds the filters, and the events to suppose. Without `in_full`: at most as many as a page shows.
        """
        if self.most:
            given["most"] = None if in_full else self.most
        columns = self._columns(door, given) if door and self.query else {}
        return self.stat(**columns, **_named(self.stat, given))

    def draw(self, result: Result, **filters: str) -> Drawn:
        """The result drawn."""
        return self.figure(result, **_named(self.figure, filters))

    def _columns(self, door: Door, given: Mapping[str, Any]) -> dict[str, Any]:
        asked = {k: v for k, v in given.items() if k in door.parameters(self.query)}
        rows = door.ask(self.query, **self.fixed, **asked)
        return {str(name): _values(rows[name]) for name in rows.columns}


@dataclass(frozen=True)
class Page:
    """A page of a side: `name` is its address, `notice` what an arm-only page says before it opens.

    A page `under` another (its name) stands in the navigation only while a reader is at that page or at one under it.
    `form` holds what a reader types; its fields stand in the address beside the filters. `job` holds what else a
    reader says to start a long computation of what the address holds. `reports` are the events, kept elsewhere, that
    its panels may suppose.
    """

    name: str
    title: str
    panels: tuple[Panel, ...]
    filters: tuple[Filter, ...] = ()
    notice: str = ""
    under: str = ""
    form: Form | None = None
    job: Form | None = None
    reports: Reports | None = None

    @property
    def inputs(self) -> tuple[Filter | Field | Reports, ...]:
        """Every value that the address may hold."""
        return (*self.filters, *(self.form.fields if self.form else ()), *((self.reports,) if self.reports else ()))

    def noted(self, values: Mapping[str, str]) -> dict[str, str]:
        """The values of an address as the audit trail holds them."""
        return {**values} | {item.name: item.noted(values[item.name]) for item in self.filters}

    def panel(self, name: str) -> Panel:
        """The panel of that name; raises ChoiceError listing what there is."""
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise ChoiceError(f"Page {self.name} has no panel {name!r}; it has {', '.join(p.name for p in self.panels)}.")

    def at(self, door: Door) -> "Page":
        """The page on a side with this door, which knows the values that some filters allow."""
        return replace(self, filters=tuple(item.at(door) for item in self.filters))

    def chosen(self, values: Mapping[str, str]) -> dict[str, str]:
        """A value for every filter and field; raises ChoiceError for a value outside a filter's allowed set."""
        return {item.name: item.parse(values.get(item.name)) for item in self.inputs}

    def supposing(self, filters: Mapping[str, str]) -> "Page":
        """The page with those panels alone that the supposed events change, if the filters name any."""
        if not filters.get(REPORTED):
            return self
        return replace(self, panels=tuple(panel for panel in self.panels if panel.supposes))

    def given(self, filters: Mapping[str, str]) -> dict[str, Any]:
        """The filters as statistics take them: events in the place of their numbers."""
        return {**filters, **({REPORTED: self.reports.events(filters[REPORTED])} if self.reports else {})}


def _values(column: "pd.Series[Any]") -> Any:
    """A categorical keeps its categories (arms with nothing to show stay); everything else is an array."""
    return column.array if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy()


def _named(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a function names as keywords; all of it for one that takes whatever was typed."""
    names = _keywords(function)
    if TYPED in names:
        return dict(given)
    return {name: value for name, value in given.items() if name in names}


def _keywords(function: Callable[..., Any]) -> frozenset[str]:
    inner = function.func if isinstance(function, partial) else function
    return frozenset(inspect.signature(inner).parameters)
