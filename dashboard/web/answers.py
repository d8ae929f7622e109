"""Answers: what a panel shows for an address, drawn once and kept as long as the process lives.

An extract never changes, so an answer depends only on its key.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from dashboard.figures import tables, words
from dashboard.figures.kinds import Table
from dashboard.figures.signs import sign
from dashboard.pages.door import Door
from dashboard.pages.page import Drawn, Page, Panel
from dashboard.sides.side import EmptySide, Side
from dashboard.stats.arms import Result
from dashboard.trial.charter import Role
from dashboard.trial.model import Trial
from dashboard.web.shelf import Key, Shelf
from dashboard.web.signed import SignedDoor, signed
from dashboard.web.typed import Events

if TYPE_CHECKING:  # a process that never names arms does not import what could
    from dashboard.web.unmasking import Named, Unmasking

TWIN = 500
"""Rows of the table beside a drawing; a longer one is read as a file."""


@dataclass(frozen=True)
class Numbers:
    """A panel's numbers: `counts` is its population's size per arm."""

    table: pd.DataFrame
    counts: tuple[tuple[str, int], ...]
    population: str


@dataclass(frozen=True)
class Answer(Numbers):
    """A drawn panel, and its numbers as a table to read."""

    drawn: Drawn
    twin: Table


class Book(ABC):
    """A side's pages, the answers to them, and the words for where the answers come from.

    `title` stands at the top of every page, `basis` is what every number stands on, in phrases; `hash` and `version`
    are what answers depend on besides their address, `roles` those that enter.
    """

    title: str
    basis: tuple[str, ...]
    hash: str
    version: str
    roles: frozenset[Role]
    store: str
    """The store's hash as a reader compares it: its first eight digits; empty without a store."""
    events: Events | None = None
    """Events that are typed in because the extract does not have them, where the side takes such."""
    unmasking: "Unmasking | None" = None
    """How the arms come by their names, where the side has arms."""

    def __init__(self, side: Side | EmptySide, pages: Iterable[Page], shelf: Shelf) -> None:
        self.side = side
        self._pages: dict[str, Page] = {page.name: page for page in pages}
        self.shelf = shelf

    @property
    def pages(self) -> Mapping[str, Page]:
        """The side's pages by name."""
        return self._pages

    @property
    def order(self) -> tuple[str, ...]:
        """The signs of the arms in the order in which they are compared, once they are named."""
        return ()

    @property
    @abstractmethod
    def band(self) -> str:
        """The line at the very top of every page."""

    @property
    def named(self) -> "Named | None":
        """The arms' names, to be put on after the cache; None while the arms are letters, or where there are none."""
        return self.unmasking.named() if self.unmasking else None

    def key(self, kind: str, page: Page, panel: Panel, filters: Mapping[str, str]) -> Key:
        """All that an answer depends on."""
        chosen = orjson.dumps(dict(filters), option=orjson.OPT_SORT_KEYS).decode()
        return (kind, self.hash, self.side.name, page.name, panel.name, chosen, self.version, *self.order)

    def answer(self, page: Page, panel: Panel, filters: Mapping[str, str]) -> Answer:
        """The panel's answer, drawn now unless it is kept; raises what query, statistic or figure raise."""
        key = self.key("answer", page, panel, filters)
        kept: Answer | None = self.shelf.get(key)
        if kept is None:
            kept = self._draw(panel, page.given(filters))
            self.shelf.put(key, kept)
        return kept

    def numbers(self, page: Page, panel: Panel, filters: Mapping[str, str]) -> Numbers:
        """The panel's numbers for a file: all of them, and not kept, where a page shows the first so many."""
        if panel.most:
            return self._count(panel, page.given(filters))
        return self.answer(page, panel, filters)

    @abstractmethod
    def facts(self, today: date) -> tuple[str, ...]:
        """What stands under the title, in phrases."""

    @abstractmethod
    def provenance(self, panel: Panel) -> dict[str, str]:
        """Where a panel's numbers come from, besides its filters."""

    @abstractmethod
    def file_name(self, page: str, panel: str) -> tuple[str, ...]:
        """The parts of a download's name; no arm stands in it."""

    @abstractmethod
    def _draw(self, panel: Panel, given: Mapping[str, Any]) -> Answer:
        """Ask, count and draw what a page shows; `given` holds the filters, and the events to suppose."""

    @abstractmethod
    def _count(self, panel: Panel, given: Mapping[str, Any]) -> Numbers:
        """Ask and count, in full."""


class TrialBook(Book):
    """The book of a side with trial data, which its door gives."""

    def __init__(self, side: Side, door: Door, shelf: Shelf) -> None:
        super().__init__(side, (page.at(door) for page in side.pages(door.trial)), shelf)
        self.door, self.hash, self.version = door, door.hash, door.version
        self._letters = side.letters
        self.store = f"{door.hash[:4]} {door.hash[4:8]}"
        self.basis = (f"cut-off {words.day(door.cut_off)}", f"store {self.store}")
        self.title = door.trial.trial.name
        self.roles = frozenset(getattr(door.trial.charter, side.name))

    @property
    def trial(self) -> Trial:
        """The trial definition as this side's store may say it."""
        return self.door.trial

    @property
    def band(self) -> str:
        """The side's words, what letters are as long as arms have no names, and whether the data are synthetic."""
        letters = "" if self.order else self._letters
        synthetic = "synthetic data" if self.trial.trial.synthetic else ""
        return " · ".join(part for part in (self.side.band, letters, synthetic) if part)

    @property
    def order(self) -> tuple[str, ...]:
        """The signs of the named arms, control before experimental; none while they are letters."""
        named = self.named
        return tuple(map(sign, named.order)) if named and {*named.order} == {*self.door.arms} else ()

    @property
    def pages(self) -> Mapping[str, Page]:
        """The side's pages by name; they say arms by signs once these are named."""
        return self._signed if self.order else self._pages

    @cached_property
    def _signed(self) -> Mapping[str, Page]:
        """The pages with signs, made when they are first asked for: no page changes once the side is served."""
        return {name: signed(page) for name, page in self._pages.items()}

    def keep(self, events: Events) -> None:
        """Let every page that may suppose events find them among these."""
        self.events = events
        for name, page in self._pages.items():
            if page.reports:
                self._pages[name] = replace(page, reports=replace(page.reports, find=events.find))

    def facts(self, today: date) -> tuple[str, ...]:
        """How far the trial is; also when the extract is older than the charter allows."""
        trial = self.trial
        randomised = f"{self.randomised} of {trial.accrual.planned} randomised"
        meeting = (f"meeting {trial.trial.meeting}",) if trial.trial.meeting else ()
        return (f"Cut-off {words.day(self.door.cut_off)}", *self._age(today), randomised, *meeting)

    def provenance(self, panel: Panel) -> dict[str, str]:
        """Enough to make the numbers again from the same extract."""
        cut_off = words.day(self.door.cut_off)
        return {"Trial": self.title, "Cut-off": cut_off, "Store": self.hash, "Query": panel.query}

    def file_name(self, page: str, panel: str) -> tuple[str, ...]:
        """Protocol, side, cut-off, page, panel, store."""
        return (self.trial.trial.protocol, self.side.name, self.door.cut_off.isoformat(), page, panel, self.hash[:8])

    @cached_property
    def randomised(self) -> int:
        """How many were randomised, over all arms."""
        return int(self.door.ask("conduct/population", population="randomised")["n"].sum())

    def _age(self, today: date) -> tuple[str, ...]:
        """How old the data are, once that is more than the charter allows."""
        allowed, days = self.trial.charter.extract_age_days, (today - self.door.cut_off).days
        return (f"{days} days old, the charter allows {allowed}",) if allowed is not None and days > allowed else ()

    @property
    def _asks(self) -> Door:
        """The door as panels ask it."""
        return SignedDoor(self.door, self.order) if self.order else self.door

    def _draw(self, panel: Panel, given: Mapping[str, Any]) -> Answer:
        result = panel.result(self._asks, in_full=False, **given)
        drawn = panel.draw(result, **given)
        return Answer(result.table(), *self._counted(panel, given), drawn, _twin(drawn, result))

    def _count(self, panel: Panel, given: Mapping[str, Any]) -> Numbers:
        return Numbers(panel.result(self._asks, **given).table(), *self._counted(panel, given))

    def _counted(self, panel: Panel, given: Mapping[str, Any]) -> tuple[tuple[tuple[str, int], ...], str]:
        """Size and title of the panel's population: its own, or else the one that a filter of the page chooses."""
        population = panel.counted_in or given.get("population", panel.population)
        return self._counts(population), self._title(population)

    def _counts(self, population: str) -> tuple[tuple[str, int], ...]:
        rows = self._asks.ask("conduct/population", population=population)
        return tuple((str(arm), int(n)) for arm, n in zip(rows["arm"], rows["n"], strict=True))

    def _title(self, population: str) -> str:
        titles = {p.name: p.title for p in self.trial.populations}
        return titles.get(population, population.capitalize())


class EmptyBook(Book):
    """The book of a side without trial data: no door, no trial, no store."""

    hash = ""
    store = ""
    basis = ("no trial data",)

    def __init__(self, side: EmptySide, version: str, shelf: Shelf) -> None:
        super().__init__(side, side.pages, shelf)
        self.version = version
        self.title, self.roles = side.title, side.roles

    @property
    def band(self) -> str:
        """The side's words."""
        return self.side.band

    def facts(self, today: date) -> tuple[str, ...]:
        """No trial stands behind these pages."""
        return ("No trial, no participants",)

    def provenance(self, panel: Panel) -> dict[str, str]:
        """Nothing but what was typed."""
        return {}

    def file_name(self, page: str, panel: str) -> tuple[str, ...]:
        """Side, page, panel."""
        return (self.side.name, page, panel)

    def _draw(self, panel: Panel, given: Mapping[str, Any]) -> Answer:
        result = panel.result(None, in_full=False, **given)
        drawn = panel.draw(result, **given)
        return Answer(result.table(), (), "", drawn, _twin(drawn, result))

    def _count(self, panel: Panel, given: Mapping[str, Any]) -> Numbers:
        return Numbers(panel.result(None, **given).table(), (), "")


def _twin(drawn: Drawn, result: Result) -> Table:
    """The numbers behind what is drawn, to read; a table is read as it is."""
    return drawn if isinstance(drawn, Table) else tables.frame(result, shown=TWIN)
