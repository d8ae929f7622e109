"""Exact operating characteristics of a boundary on exposure, by forward recursion over the events.

Events come as a homogeneous Poisson process in exposure. The k-th event meets the guideline if it happens while
exposure is at most limit[k]; the limits never fall. So nothing is met up to limit[k] exactly if at most k - 1 events
have happened by then, and from one limit to the next the number of events moves by a Poisson number.
Kulldorff M et al. A maximized sequential probability ratio test for drug and vaccine safety surveillance.
Sequential Anal 2011;30:58-78 (exact: the number of events at the exposures where the boundary steps).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.stats.stopping.operating import Characteristics

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class InExposure(Characteristics):
    """Of a boundary on exposure: `limits` (L), the largest exposure at which 1, 2, … events meet it.

    `exposure` (R) is expected when following stops at the event that meets it or at the last limit, in units of
    the window. `rates` are shares of participants with an event within a window followed through.
    """

    limits: Floats
    exposure: Floats

    def table(self) -> pd.DataFrame:
        """One row a rate."""
        return pd.DataFrame(
            {
                "True rate": self.rates,
                "Chance that it is met": self.probability,
                "Expected exposure (windows)": self.exposure,
                "Expected events": self.events,
            }
        )


def hazard(rate: ArrayLike) -> Floats:
    """Events per window of exposure when a share `rate` has an event within the window: -log(1 - rate)."""
    found: Floats = -np.log1p(-np.asarray(rate, dtype=float))
    return found


def characteristics(limits: ArrayLike, rates: ArrayLike) -> InExposure:
    """Exact operating characteristics of `limits` at the true `rates`, up to an exposure of the last limit.

    Expected exposure is expected events / events per window (Wald's identity, exact for a bounded stopping time).
    """
    furthest = np.asarray(limits, dtype=float)
    true = np.atleast_1d(np.asarray(rates, dtype=float))
    met = np.arange(1, len(furthest) + 1)
    crossing, events = np.empty((len(true), len(met))), np.empty(len(true))
    for row, per_window in enumerate(hazard(true)):
        crossing[row], left = _crossings(furthest * per_window)
        events[row] = crossing[row] @ met + left @ np.arange(len(left))
    return InExposure(true, crossing, crossing.sum(axis=1), events, furthest, events / hazard(true))


def probability(limits: ArrayLike, rate: float) -> float:
    """The chance to meet the boundary `limits` by the last of them when `rate` is true."""
    return float(_crossings(np.asarray(limits, dtype=float) * hazard(rate))[0].sum())


def _crossings(expected: Floats) -> tuple[Floats, Floats]:
    """The chance of meeting a boundary first at event 1, 2, …, and those of 0, 1, … events at the end without it.

    `expected` are the limits as expected numbers of events, so that a step of 1 is a unit Poisson process.
    """
    state, crossing = np.ones(1), np.empty(len(expected))
    log_factorial = special.gammaln(np.arange(len(expected)) + 1)
    for k, step in enumerate(np.diff(expected, prepend=0), start=1):
        crossing[k - 1] = state @ special.gammainc(k - np.arange(len(state)), step)  # at least k events in all
        some = np.arange(min(k, _most(step)))
        arriving = np.exp(special.xlogy(some, step) - step - log_factorial[some])
        state = np.convolve(state, arriving)[:k]
    return crossing, state


def _most(expected: float) -> int:
    """A number of events that a Poisson number exceeds with a chance below 1e-20."""
    return int(expected + 12 * np.sqrt(expected)) + 40
