"""When adverse events began: by day and by cycle, as events per person-days at risk."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.counts import share
from dashboard.stats.intervals import Array

PERIOD = 28
"""Days of a period, counted from randomisation."""


@dataclass(frozen=True, eq=False)
class Onset:
    """One arm by periods, each from its first day (m,): events, days at risk, and events per 100 of them."""

    first_day: Array
    events: Array
    person_days: Array
    rate: Array

    def table(self) -> pd.DataFrame:
        """One row per period."""
        columns = {"From day": self.first_day, "To day": self.first_day + PERIOD - 1, "Events": self.events}
        return pd.DataFrame(columns | {"Person-days": self.person_days, "Events per 100 person-days": self.rate})


def onset(period: ArrayLike, events: ArrayLike, person_days: ArrayLike) -> Onset:
    """Events and days at risk of one arm, one row per period, numbered from 0."""
    count, days = np.asarray(events), np.asarray(person_days)
    return Onset(PERIOD * np.asarray(period), count, days, _rate(count, days))


@dataclass(frozen=True, eq=False)
class ByCycle:
    """One arm by the last cycle begun (m,), 0 before any: who reached it, who had an event, events and days at risk."""

    cycle: Array
    reached: Array
    participants: Array
    events: Array
    person_days: Array

    def table(self) -> pd.DataFrame:
        """One row per cycle."""
        return pd.DataFrame(
            {
                "Last cycle begun": ["None yet" if not cycle else f"Cycle {cycle}" for cycle in self.cycle.tolist()],
                "Participants with an event": self.participants,
                "Reached it": self.reached,
                "%": [share(int(x), int(n)) for x, n in zip(self.participants, self.reached, strict=True)],
                "Events": self.events,
                "Person-days": self.person_days,
                "Events per 100 person-days": _rate(self.events, self.person_days),
            }
        )


def by_cycle(
    cycle: ArrayLike, reached: ArrayLike, participants: ArrayLike, events: ArrayLike, person_days: ArrayLike
) -> ByCycle:
    """The rows of one arm, one per cycle."""
    return ByCycle(*(np.asarray(column) for column in (cycle, reached, participants, events, person_days)))


def _rate(events: Array, days: Array) -> Array:
    """Per 100 days; NaN of none."""
    found: Array = np.divide(100.0 * events, days, out=np.full(len(days), np.nan), where=days > 0)
    return found
