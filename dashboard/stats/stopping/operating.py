"""Exact operating characteristics of a boundary on a binary endpoint, by forward recursion.

The state is the number of events so far in a participant's sequence that has not met the guideline. One
participant more moves it by an event with the true rate; at a look the states at or above the boundary leave.
Schultz JR et al. Multiple-stage procedures for drug screening. Biometrics 1973;29:293-300.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Characteristics(ABC):
    """What a boundary does at the true `rates` (R).

    `crossing` (R, L) is the chance to meet the guideline first at each of L points: looks, or numbers of events;
    `probability` (R) at any of them; `events` (R) are those expected when following stops at the point that
    meets it, or at the planned end.
    """

    rates: Floats
    crossing: Floats
    probability: Floats
    events: Floats

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """One row a rate."""


@dataclass(frozen=True, eq=False)
class AtLooks(Characteristics):
    """Of a boundary on participants: `looks` (L) after each of which one looks, `participants` (R) expected."""

    looks: NDArray[np.int64]
    participants: Floats

    def table(self) -> pd.DataFrame:
        """One row a rate."""
        return pd.DataFrame(
            {
                "True rate": self.rates,
                "Chance that it is met": self.probability,
                "Expected participants": self.participants,
                "Expected events": self.events,
            }
        )


def characteristics(looks: ArrayLike, boundary: ArrayLike, rates: ArrayLike) -> AtLooks:
    """Exact operating characteristics of `boundary` (events needed at each of `looks`) at the true `rates`.

    `looks` are rising numbers of participants; a boundary above its look means that nothing meets it there.
    Expected events are rate times expected participants (Wald's identity, exact for a bounded stopping time).
    """
    sizes = np.asarray(looks, dtype=np.int64)
    true = np.atleast_1d(np.asarray(rates, dtype=float))
    crossing = np.stack(list(_crossings(sizes, np.asarray(boundary, dtype=np.int64), true)), axis=1)
    probability = crossing.sum(axis=1)
    participants = crossing @ sizes + (1 - probability) * sizes[-1]
    return AtLooks(true, crossing, probability, true * participants, sizes, participants)


def probability(looks: ArrayLike, boundary: ArrayLike, rate: float) -> float:
    """The chance to meet `boundary` at any of `looks` when `rate` is true."""
    return float(characteristics(looks, boundary, rate).probability[0])


def chance_of_any(*chances: float) -> float:
    """The chance that at least one of several independent guidelines is met: 1 - (1 - a)(1 - b)…"""
    return 1 - prod(1 - chance for chance in chances)


def _crossings(looks: NDArray[np.int64], boundary: NDArray[np.int64], rates: Floats) -> Iterator[Floats]:
    """For each look the chance (R) of meeting the boundary there first."""
    state = np.zeros((len(rates), int(looks[-1]) + 2))
    state[:, 0] = 1
    event, none = rates[:, None], 1 - rates[:, None]
    before = 0
    for look, least in zip(looks.tolist(), boundary.tolist(), strict=True):
        for n in range(before, look):
            moved = state[:, : n + 1] * event
            state[:, : n + 1] *= none
            state[:, 1 : n + 2] += moved
        yield state[:, least:].sum(axis=1)
        state[:, least:] = 0
        before = look
