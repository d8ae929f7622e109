"""Answers: what a panel shows for an address, drawn once and kept as long as the process lives.

An extract never changes, so an answer depends only on its key; the oldest unused answers give way.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
import pandas as pd

from dashboard.access.door import Door
from dashboard.figures import tables
from dashboard.figures.kinds import Table
from dashboard.pages.page import Drawn, Page, Panel
from dashboard.sides.side import Side
from dashboard.trial.model import Trial

KEPT = 1024
"""Answers a process keeps, over all sides; one takes about 20 kB."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A drawn panel: `counts` is its population's size per arm, `table` the numbers behind it, `twin` to read."""

    drawn: Drawn
    table: pd.DataFrame
    twin: Table
    counts: tuple[tuple[str, int], ...]
    population: str


class Shelf:
    """Keeps what was made last under its key; safe between threads."""

    def __init__(self, size: int = KEPT) -> None:
        self._kept: OrderedDict[Key, Any] = OrderedDict()
        self._size = size
        self._lock = threading.Lock()

    def get(self, key: Key) -> Any:
        """What is kept under a key, else None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, value: Any) -> None:
        """Keep a value; the one unused for longest goes when there is no room."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


class Book:
    """A side's pages and the answers its door gives to them."""

    def __init__(self, side: Side, door: Door, shelf: Shelf) -> None:
        self.side = side
        self.door = door
        self.pages: dict[str, Page] = {page.name: page for page in side.pages(door.trial)}
        self.shelf = shelf

    @property
    def trial(self) -> Trial:
        """The trial definition as this side's store may say it."""
        return self.door.trial

    def key(self, kind: str, page: Page, panel: Panel, filters: Mapping[str, str]) -> Key:
        """All that an answer depends on."""
        chosen = orjson.dumps(dict(filters), option=orjson.OPT_SORT_KEYS).decode()
        return (kind, self.door.hash, self.side.name, page.name, panel.name, chosen, self.door.version)

    def answer(self, page: Page, panel: Panel, filters: Mapping[str, str]) -> Answer:
        """The panel's answer, drawn now unless it is kept; raises what query, statistic or figure raise."""
        key = self.key("answer", page, panel, filters)
        kept: Answer | None = self.shelf.get(key)
        if kept is None:
            kept = self._draw(panel, filters)
            self.shelf.put(key, kept)
        return kept

    @property
    def store(self) -> str:
        """The store's hash as a reader compares it: the first eight digits."""
        return f"{self.door.hash[:4]} {self.door.hash[4:8]}"

    @cached_property
    def randomised(self) -> int:
        """How many were randomised, over all arms."""
        return int(self.door.ask("conduct/population", population="randomised")["n"].sum())

    def _draw(self, panel: Panel, filters: Mapping[str, str]) -> Answer:
        result = panel.result(self.door, **filters)
        population = filters.get("population", panel.population)
        drawn = panel.draw(result, **filters)
        return Answer(drawn, result.table(), tables.frame(result), self._counts(population), self._title(population))

    def _counts(self, population: str) -> tuple[tuple[str, int], ...]:
        rows = self.door.ask("conduct/population", population=population)
        return tuple((str(arm), int(n)) for arm, n in zip(rows["arm"], rows["n"], strict=True))

    def _title(self, population: str) -> str:
        titles = {p.name: p.title for p in self.trial.populations}
        return titles.get(population, population.capitalize())
