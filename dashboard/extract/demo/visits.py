"""Scheduled assessments, when they were held and when their forms came in."""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo.people import LAGGING_SITE, Generator, People
from dashboard.extract.demo.timeline import Codes, Days, Flags, Pull

NAMES = ("Day 30", "Day 100", "Day 180", "1 year", "18 months", "2 years")
DUE = np.array([30, 100, 180, 365, 545, 730])
OVERDUE = 0.06
MISSED = 0.03
SITE_LAG = 40


@dataclass(frozen=True)
class Visits:
    """Participants x visits: day after randomisation (infinite: missed) and entry lag in days."""

    held: Days
    lag: Days

    def known(self, entered: Days, until: Days, pull: Pull) -> Flags:
        """Which visits are in the snapshot; none after `until` (death or loss, days after randomisation)."""
        known: Flags = (self.held <= until[:, None]) & pull.knows(entered[:, None] + self.held, self.lag)
        return known

    def last(self, entered: Days, until: Days, pull: Pull) -> Days:
        """Day of the last documented assessment; 0 (randomisation) where there is none yet."""
        last: Days = np.where(self.known(entered, until, pull), self.held, 0).max(axis=1)
        return last


def simulate(rng: Generator, people: People, slower: Days) -> Visits:
    """Visits held on the due day or up to twelve days later, so that a window is seen whole."""
    shape = (people.size, len(DUE))
    held = DUE + np.floor(rng.triangular(0, 2, 13, shape))
    held[rng.random(shape) < MISSED] = np.inf
    lag = entry_lag(rng, 4, people.site.repeat(len(DUE)), slower.repeat(len(DUE))).reshape(shape)
    return Visits(held, lag + np.where(rng.random(shape) < OVERDUE, 75.0, 0.0))


def entry_lag(rng: Generator, median: float, site: Codes, slower: Days) -> Days:
    """Days from a happening to its entry: lognormal, times `slower`, later by 40 at the lagging site."""
    days = np.floor(median * np.exp(0.6 * rng.standard_normal(len(site))) * slower)
    return days + np.where(site == LAGGING_SITE, float(SITE_LAG), 0.0)
