"""Time at risk and cumulative incidence of many kinds of event at once, from counts by day."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import QueryError
from dashboard.stats.intervals import Array
from dashboard.stats.steps import from_counts


@dataclass(frozen=True, eq=False)
class Ends:
    """Participants by the last day of their risk, day 0 first (days,): by death, and otherwise."""

    died: Array
    left: Array


@dataclass(frozen=True, eq=False)
class FirstOnsets:
    """Sums over n participants for each kind of event (m,): person-days to the first event or the end of risk, that
    day included, and the cumulative incidence by a landmark, death competing, with its standard error and how many were
    at risk on that day.

    Incidence and error are NaN where the landmark lies beyond the follow-up and somebody was left.
    """

    person_days: Array
    incidence: Array
    error: Array
    at_risk: Array


def as_matrix(counted: pd.DataFrame, name: str, rows: int, days: int) -> Array:
    """Column `name` of counts as a matrix (rows, days); each count stands under its `row` and its `day`."""
    made = np.zeros((rows, days))
    np.add.at(made, (counted["row"].to_numpy(), counted["day"].to_numpy()), counted[name].to_numpy())
    return made


def first_onsets(everyone: Ends, first: Array, had: Ends, landmark: int) -> FirstOnsets:
    """What becomes of `everyone` until the first event of each kind.

    `first` (m, days) counts participants by the day of their first event, `had` (m, days each) the same participants by
    the end of their risk. The incidence is that of `competing.aalen_johansen` over time to the first event, to death
    or to the end of risk. Raises QueryError where more had an event than were there.
    """
    day = np.arange(first.shape[1])
    died, left = everyone.died - had.died, everyone.left - had.left
    if np.any(died < 0) or np.any(left < 0) or np.any(first.sum(axis=1) != (had.died + had.left).sum(axis=1)):
        raise QueryError("first onsets: more participants had an event than were at risk, or their ends are missing.")
    gone = first + died + left
    person_days = gone @ (day + 1.0)
    read = [_read(*counts, landmark) for counts in zip(first, died, left, strict=True)]
    incidence, error = np.array(read, dtype=float).reshape(-1, 2).T
    return FirstOnsets(person_days, incidence, error, gone[:, landmark:].sum(axis=1))


def _read(first: Array, died: Array, left: Array, landmark: int) -> tuple[float, float]:
    """Incidence and standard error at the landmark."""
    gone = first + died + left
    time = np.flatnonzero(gone)
    if not len(time):
        return np.nan, np.nan
    risk = np.cumsum(gone[::-1])[::-1][time]
    seen = from_counts(time.astype(float), risk, np.stack([first, died])[:, time])
    if landmark > time[-1] and not seen.ended:
        return np.nan, np.nan
    curve = seen.cause(0)
    at = curve.index(landmark)
    return float(curve.estimate[at]), float(curve.se[at])
