"""Sums that a page shows as they come from the query."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Deaths:
    """Deaths from any cause by arm: `deaths` of `n` randomised, `before` at the previous extract.

    `compared` is False where there is no previous extract; nothing is called new then.
    """

    arms: tuple[str, ...]
    n: Array
    deaths: Array
    before: Array
    compared: bool = True

    def table(self) -> pd.DataFrame:
        """One row per arm."""
        return pd.DataFrame(
            {
                "Arm": self.arms,
                "Deaths": self.deaths,
                "Randomised": self.n,
                "New since the previous extract": _added(self.deaths, self.before, self.compared),
            }
        )


def deaths(arm: pd.Categorical, n: Array, deaths: Array, before: Array, compared: ArrayLike = True) -> Deaths:
    """Deaths by arm, beside those of the previous extract."""
    arms = tuple(str(name) for name in arm)
    return Deaths(arms, np.asarray(n), np.asarray(deaths), np.asarray(before), bool(np.all(compared)))


@dataclass(frozen=True)
class Events:
    """Events by arm and kind, now and at the previous extract; `kinds` are (endpoint, cause number).

    `compared` is False where there is no previous extract; nothing is called new then.
    """

    arms: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    now: Array
    before: Array
    compared: bool = True

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
                "New since the previous extract": _added(self.now, self.before, self.compared),
            }
        )


def events(
    arm: pd.Categorical, endpoint: Array, cause: Array, events: Array, before: Array, compared: ArrayLike = True
) -> Events:
    """Events of every endpoint by cause and arm."""
    kinds = tuple((str(name), int(number)) for name, number in zip(endpoint, cause, strict=True))
    arms = tuple(str(name) for name in arm)
    return Events(arms, kinds, np.asarray(events), np.asarray(before), bool(np.all(compared)))


def _added(now: Array, before: Array, compared: bool) -> Array:
    return now - before if compared else np.full(len(now), np.nan)
