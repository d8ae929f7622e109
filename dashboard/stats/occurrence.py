"""How often each adverse event occurred: crude share, first-event rate and cumulative incidence beside one another.

The share knows neither time at risk nor deaths, the rate knows time, the cumulative incidence both.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import QueryError
from dashboard.stats.intervals import Array, Interval, clopper_pearson, log_log
from dashboard.stats.landmarks import FEW
from dashboard.stats.rates import PER_100_YEARS, Per, Rates, first_events

Objects = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Occurrences:
    """One arm's n participants and the m rows of its table; arrays (m,), fractions.

    `events` are participants with the event at least once; `share` is their fraction of n with Clopper-Pearson
    limits; `rate` first events per person-time with Garwood's; `incidence` the fraction with the event by day
    `landmark`, death before it competing, with log(-log) limits; `at_risk` were followed to that day without the event.
    NaN is not known: nobody at risk, no time at risk given, or a landmark beyond the follow-up.
    """

    level: Objects
    soc: Objects
    term: Objects
    n: int
    events: NDArray[np.int64]
    share: Array
    share_limits: Interval
    rate: Rates
    landmark: int
    incidence: Array
    incidence_limits: Interval
    at_risk: Array

    @property
    def few(self) -> NDArray[np.bool_]:
        """Whether an incidence that is known stands on fewer than `FEW` at risk."""
        return np.isfinite(self.incidence) & (self.at_risk < FEW)

    @property
    def titles(self) -> list[str]:
        """What each row counts, in the words of its level."""
        rows = zip(self.level, self.soc, self.term, strict=True)
        return [{"overall": "Any event", "soc": soc}.get(level, term) for level, soc, term in rows]

    def table(self) -> pd.DataFrame:
        """One row per event; shares and incidences in percent."""
        measures = {
            "%": (100 * self.share, self.share_limits, 100),
            f"Rate per {self.rate.per.name}": (self.rate.rate, Interval(self.rate.lower, self.rate.upper), 1),
            f"Incidence by day {self.landmark} (%)": (100 * self.incidence, self.incidence_limits, 100),
        }
        table = pd.DataFrame({"System organ class": self.soc, "Event": self.titles})
        table = table.assign(Participants=self.events, Of=self.n)
        for name, (estimate, limits, scale) in measures.items():
            columns = (estimate, scale * limits.lower, scale * limits.upper)
            table[[name, f"{name}: lower 95%", f"{name}: upper 95%"]] = np.stack(columns, axis=1)
        return table.assign(**{f"At risk on day {self.landmark}": self.at_risk})


def occurrences(
    level: ArrayLike,
    soc: ArrayLike,
    term: ArrayLike,
    participants: ArrayLike,
    n: ArrayLike,
    person_days: ArrayLike,
    incidence: ArrayLike,
    error: ArrayLike,
    landmark: ArrayLike,
    at_risk: ArrayLike,
    per: Per = PER_100_YEARS,
) -> Occurrences:
    """Share, first-event rate and cumulative incidence of the events of one arm, one row each (m,).

    Of `n` randomised, `participants` had the event; everybody together had `person_days` to the first event or the
    end of risk, that day included; `incidence` with its standard `error` is that of `competing.aalen_johansen` at day
    `landmark`, death competing, where `at_risk` were still without the event. `n` and `landmark` are the same in every
    row. Missing times and incidences are NaN.
    Raises QueryError for an arm with two populations or two landmarks, SourceError for more participants than n and
    for negative person-days.
    """
    had, of, days, share_by, se = (np.asarray(a, dtype=float) for a in (participants, n, person_days, incidence, error))
    with np.errstate(invalid="ignore"):
        share = had / np.where(of > 0, of, np.nan)
    return Occurrences(
        np.asarray(level, dtype=object),
        np.asarray(soc, dtype=object),
        np.asarray(term, dtype=object),
        _one(of, "n"),
        had.astype(np.int64),
        share,
        clopper_pearson(had, of),
        first_events(had, days, per),
        _one(np.asarray(landmark, dtype=float), "landmark"),
        share_by,
        log_log(share_by, se),
        np.asarray(at_risk, dtype=float),
    )


def _one(values: Array, name: str) -> int:
    """The value that every row repeats; 0 without rows."""
    found = np.unique(values)
    if len(found) > 1:
        raise QueryError(f"{name}: an arm has {' and '.join(f'{v:g}' for v in found)}; it has one. Correct the query.")
    return int(found[0]) if len(found) else 0
