"""Sums that a page shows as they come from the query."""

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


def events(arm: pd.Categorical, endpoint: Array, cause: Array, events: Array, before: Array) -> Events:
    """Events of every endpoint by cause and arm."""
    kinds = tuple((str(name), int(number)) for name, number in zip(endpoint, cause, strict=True))
    return Events(tuple(str(name) for name in arm), kinds, np.asarray(events), np.asarray(before))
