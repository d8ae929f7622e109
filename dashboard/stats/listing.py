"""Sums that a page shows as they come from the query."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Deaths:
    """Deaths from any cause by arm: `deaths` of `n` randomised, `before` at the previous extract."""

    arms: tuple[str, ...]
    n: Array
    deaths: Array
    before: Array

    def table(self) -> pd.DataFrame:
        """One row per arm."""
        return pd.DataFrame(
            {
                "Arm": self.arms,
                "Deaths": self.deaths,
                "Randomised": self.n,
                "New since the previous extract": self.deaths - self.before,
            }
        )


def deaths(arm: pd.Categorical, n: Array, deaths: Array, before: Array) -> Deaths:
    """Deaths by arm, beside those of the previous extract."""
    return Deaths(tuple(str(name) for name in arm), np.asarray(n), np.asarray(deaths), np.asarray(before))


@dataclass(frozen=True)
class Events:
    """Events by arm and kind, now and at the previous extract; `kinds` are (endpoint, cause number)."""

    arms: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    now: Array
    before: Array

    def of(self, endpoint: str, cause: int) -> tuple[int, int]:
        """Events of one kind over all arms: now, and new since the previous extract."""
        chosen = np.array([kind == (endpoint, cause) for kind in self.kinds], dtype=bool)
        now, before = int(self.now[chosen].sum()), int(self.before[chosen].sum())
        return now, now - before

    def table(self) -> pd.DataFrame:
        """One row per endpoint, cause and arm."""
        return pd.DataFrame(
            {
                "Endpoint": [endpoint for endpoint, _ in self.kinds],
                "Cause": [cause for _, cause in self.kinds],
                "Arm": self.arms,
                "Events": self.now,
                "New since the previous extract": self.now - self.before,
            }
        )


def events(
    arm: pd.Categorical,
    endpoint: Array,
    cause: Array,
    events: Array,
    before: Array,
    *,
    only: Collection[tuple[str, int]] | None = None,
) -> Events:
    """Events by endpoint, cause and arm: of the kinds in `only`, (endpoint, cause number), or of all there are."""
    kinds = [(str(name), int(number)) for name, number in zip(endpoint, cause, strict=True)]
    kept = np.array([only is None or kind in only for kind in kinds], dtype=bool)
    return Events(
        tuple(str(name) for name in arm[kept]),
        tuple(kind for kind, keep in zip(kinds, kept, strict=True) if keep),
        np.asarray(events)[kept],
        np.asarray(before)[kept],
    )
