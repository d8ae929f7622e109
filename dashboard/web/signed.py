"""The unblinded side once its arms are named: pages and rows say arms by signs, so that kept answers hold no name."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.figures.signs import sign
from dashboard.pages.door import Door
from dashboard.pages.page import Filter, Page, Panel

ARMS = ("arm", "actual_arm")
"""Columns of queries that hold an arm."""


class SignedDoor:
    """A door whose rows say arms by their signs, in the order of `arms`; all else is the door's own."""

    def __init__(self, door: Door, arms: tuple[str, ...]) -> None:
        self._door, self.arms = door, arms
        self.side, self.hash, self.version, self.trial = door.side, door.hash, door.version, door.trial
        self.cut_off, self.previous_cut_off = door.cut_off, door.previous_cut_off

    def ask(self, query: str, /, **params: Any) -> pd.DataFrame:
        """The rows of a query, by arm where they came by arm; raises as the door does."""
        rows = self._door.ask(query, **params)
        by_arm = "arm" in rows and rows["arm"].cat.codes.is_monotonic_increasing
        for name in ARMS:
            if name in rows:
                rows[name] = self._signed(rows[name])
        return rows.sort_values("arm", kind="stable", ignore_index=True) if by_arm else rows

    def parameters(self, query: str) -> frozenset[str]:
        """The names of a query's parameters."""
        return self._door.parameters(query)

    def _signed(self, column: "pd.Series[Any]") -> "pd.Series[Any]":
        if isinstance(column.dtype, pd.CategoricalDtype):
            return column.cat.rename_categories(sign).cat.reorder_categories(list(self.arms))
        return column.map(sign, na_action="ignore")


def signed(page: Page) -> Page:
    """The page with signs in the titles of panels that are of one arm, and in the choices between arms."""
    return replace(page, panels=tuple(map(_panel, page.panels)), filters=tuple(map(_filter, page.filters)))


def _panel(panel: Panel) -> Panel:
    return replace(panel, title=panel.title.replace(f"Arm {panel.arm}", sign(panel.arm))) if panel.arm else panel


def _filter(item: Filter) -> Filter:
    if not item.of_arms:
        return item
    return replace(item, choices={value: sign(title) for value, title in item.choices.items()})
