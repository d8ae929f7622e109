"""Events per person-time: of first events with Garwood's interval, of all events with a participant-clustered one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array, garwood, z_value


@dataclass(frozen=True)
class Per:
    """The person-time that a rate is quoted for, in days."""

    name: str
    days: float


PER_100_YEARS = Per("100 person-years", 100 * 365.25)
PER_100_DAYS = Per("100 person-days", 100.0)
"""For infections, which transplant registries quote so."""

FIRST = "first events, Garwood interval"
CLUSTERED = "all events, participant-clustered interval"
POISSON = "all events, Poisson interval (repeats of a participant taken as independent)"


@dataclass(frozen=True, eq=False)
class Rates:
    """Rates of one shape: events over person-days, and the rate with its 95% limits in units of `per`.

    NaN where there is no person-time, and limits where the method has none. `method` says which events and interval.
    """

    events: Array
    person_days: Array
    rate: Array
    lower: Array
    upper: Array
    per: Per
    method: str

    def table(self) -> pd.DataFrame:
        """One row per rate."""
        columns = {
            "Events": self.events.astype(np.int64),
            "Person-years": self.person_days / 365.25,
            f"Rate per {self.per.name}": self.rate,
            "Lower 95%": self.lower,
            "Upper 95%": self.upper,
        }
        table = pd.DataFrame({title: np.atleast_1d(values) for title, values in columns.items()})
        return table.assign(Method=self.method)


def days_at_risk(end: ArrayLike, onset: ArrayLike) -> Array:
    """Person-days to the first event or the end of risk, that day included (n,): onset or end + 1.

    `end` (n,) is each participant's last day at risk, day 0 the start; `onset` (n,) the day of the first event,
    NaN without one. Raises SourceError for missing or negative days and for an onset after the end of risk.
    """
    last, first = np.broadcast_arrays(np.asarray(end, dtype=float), np.asarray(onset, dtype=float))
    if bad := int(np.count_nonzero(~np.isfinite(last) | (last < 0))):
        raise SourceError(
            f"end of risk: {bad} of {last.size} are missing or before the start. It is the earliest of death, last "
            "contact, end of collection and cut-off: correct these dates in the source and lock again."
        )
    if bad := int(np.count_nonzero((first < 0) | (first > last))):
        raise SourceError(
            f"onset: {bad} of {first.size} first events lie outside the time at risk. Count events from the start to "
            "the end of risk only: correct the query, or the dates in the source."
        )
    return np.where(np.isnan(first), last, first) + 1


def first_event_rate(end: ArrayLike, onset: ArrayLike, per: Per = PER_100_YEARS, level: float = 0.95) -> Rates:
    """Participants with at least one event over the time to it (end of risk without one), that day included.

    Arguments and errors as in `days_at_risk`.
    """
    return first_events(np.sum(~np.isnan(np.asarray(onset, dtype=float))), days_at_risk(end, onset).sum(), per, level)


def first_events(
    participants: ArrayLike, person_days: ArrayLike, per: Per = PER_100_YEARS, level: float = 0.95
) -> Rates:
    """The first-event rate from sums: participants with an event, and everybody's person-days to it.

    Arrays of one shape (terms, arms). Raises SourceError for negative sums.
    """
    return _exact(participants, person_days, per, level, FIRST)


def all_events_poisson(
    events: ArrayLike, person_days: ArrayLike, per: Per = PER_100_YEARS, level: float = 0.95
) -> Rates:
    """All events over all time with the Poisson interval, to match a published table alone.

    Events of one participant go together, which this interval does not know: it is too narrow. The method says so.
    Raises SourceError for negative sums.
    """
    return _exact(events, person_days, per, level, POISSON)


def all_event_rate(events: ArrayLike, days: ArrayLike, per: Per = PER_100_YEARS, level: float = 0.95) -> Rates:
    """All events over all time at risk, which events do not end; the interval knows whose events they are.

    `events` (n,) and `days` (n,) are each participant's. As `all_events`, which gets their sums.
    """
    x, t = np.asarray(events, dtype=float), np.asarray(days, dtype=float)
    if x.shape != t.shape:
        raise SourceError(f"events and days: {x.size} and {t.size} rows; each participant needs one of both.")
    return all_events(len(x), x.sum(), t.sum(), (x * x).sum(), (x * t).sum(), (t * t).sum(), per, level)


def all_events(
    participants: ArrayLike,
    events: ArrayLike,
    person_days: ArrayLike,
    events_squared: ArrayLike,
    events_by_days: ArrayLike,
    days_squared: ArrayLike,
    per: Per = PER_100_YEARS,
    level: float = 0.95,
) -> Rates:
    """The all-event rate R from sums over participants i of x (events), t (days), x², x·t and t².

    The logarithm of R has the sandwich variance of a Poisson model clustered by participant,
    n/(n - 1) Σ(x - R t)² / (Σ x)² (Liang & Zeger 1986, Biometrika 73:13; the factor as in Stata's vce(cluster) and
    R's sandwich::vcovCL); the limits are R exp(± z se). They are NaN where the data show no variance: no events,
    one participant, or the same rate in everybody. Arrays of one shape. Raises SourceError for negative sums.
    """
    n, x, t, xx, xt, tt = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (participants, events, person_days, events_squared, events_by_days)),
        np.asarray(days_squared, dtype=float),
    )
    _checked(x, t)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(t > 0, x / t, np.nan)
        spread = xx - 2 * rate * xt + rate**2 * tt
        spread = np.where(spread > 1e-12 * xx, spread, np.nan)  # below is rounding of no variance
        reach = np.exp(z_value(level) * np.sqrt(spread * n / (n - 1)) / x)
    return Rates(x, t, per.days * rate, per.days * rate / reach, per.days * rate * reach, per, CLUSTERED)


def _exact(events: ArrayLike, person_days: ArrayLike, per: Per, level: float, method: str) -> Rates:
    x, t = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(person_days, dtype=float))
    _checked(x, t)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(t > 0, per.days * x / t, np.nan)
    limits = garwood(x, t / per.days, level)
    return Rates(x, t, rate, limits.lower, limits.upper, per, method)


def _checked(events: Array, person_days: Array) -> None:
    if np.any(events < 0) or np.any(person_days < 0) or np.any((events > 0) & (person_days == 0)):
        raise SourceError(
            "A rate needs events and person-days of at least 0, and person-days wherever there are events. "
            "Check that the query sums the days of everybody at risk."
        )
