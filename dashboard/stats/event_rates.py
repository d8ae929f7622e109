"""The table of adverse events as share, rate and incidence of each arm, from sums made at the lock."""

from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.arms import ByArm, arm_codes
from dashboard.stats.counts import FREQUENCY, LEVELS, places, shown, sizes
from dashboard.stats.disagreement import Disagreements, disagreements
from dashboard.stats.occurrence import Occurrences, occurrences


@dataclass(frozen=True, eq=False)
class EventRates:
    """Every arm's occurrences, all with the same rows in the same order; `left_out` terms were too rare to be shown."""

    arms: ByArm[Occurrences]
    depths: tuple[int, ...]
    left_out: int

    def table(self) -> pd.DataFrame:
        """One row per arm and event; shares and incidences in percent."""
        return self.arms.table()


def event_rates(
    arm: pd.Categorical,
    level: ArrayLike,
    soc: ArrayLike,
    term: ArrayLike,
    participants: ArrayLike,
    n: ArrayLike,
    person_days: ArrayLike,
    landmark: ArrayLike,
    incidence: ArrayLike,
    error: ArrayLike,
    at_risk: ArrayLike,
    *,
    order: str = FREQUENCY,
    least: str = "0",
) -> EventRates:
    """Every arm's `occurrences`, given one row per arm and event: the same events in every arm, in any order.

    Rows, their order and what is left out (`order`, `least`) are as in `counts.adverse_events`, so that both tables
    agree. Raises QueryError and SourceError as both functions do.
    """
    codes = arm_codes(arm)
    keys, row = places(*(np.asarray(column, dtype=object) for column in (level, soc, term)))
    names = [str(name) for name in arm.categories]
    everybody = sum(sizes(names, codes, np.asarray(n)).values())
    people = np.bincount(row, weights=np.asarray(participants, dtype=float), minlength=len(keys)).astype(np.int64)
    kept, left_out = shown(keys, people, everybody, order, least)
    named = {"level": level, "soc": soc, "term": term, "participants": participants, "n": n}
    named |= {"person_days": person_days, "incidence": incidence, "error": error, "landmark": landmark}
    named |= {"at_risk": at_risk}
    columns: dict[str, Any] = {name: np.asarray(given) for name, given in named.items()}
    place = np.full(len(keys), len(keys))
    place[kept] = np.arange(len(kept))
    results = {}
    for code, name in enumerate(names):
        mine = np.flatnonzero((codes == code) & (place[row] < len(keys)))
        mine = mine[np.argsort(place[row[mine]], kind="stable")]
        results[name] = occurrences(**{title: column[mine] for title, column in columns.items()})
    return EventRates(ByArm(results), tuple(LEVELS.index(keys[at][0]) for at in kept), left_out)


@wraps(event_rates)
def measures_disagree(*args: Any, **columns: Any) -> Disagreements:
    """The events of `event_rates`, of which it takes the arguments, whose measures do not order two arms alike."""
    return disagreements(event_rates(*args, **columns).arms)
