"""The standard error of the mean cumulative count at every day, from one pass over participants and their events."""

from dataclasses import dataclass

import numpy as np

from dashboard.stats.intervals import Array
from dashboard.stats.times import Counts, Truths

ROUNDING = 1e-12
"""A variance below this share of mean²/n is rounding of 0: one event more or less of n is about 1/n² at least."""


@dataclass(frozen=True, eq=False)
class Own:
    """What is known participant by participant: the place among the days of the end of risk, and whether by death (n,);
    whose each event is, a position among those, and its place among the days (events,)."""

    ended: Counts
    died: Truths
    participant: Counts
    happened: Counts


@dataclass(frozen=True, eq=False)
class Daily:
    """At each distinct day (points,): at risk, deaths, ended otherwise, events, and what one event adds to the mean."""

    risk: Array
    died: Array
    censored: Array
    events: Array
    gain: Array


def daily(died: Counts, censored: Counts, events: Counts) -> Daily:
    """`gain` is S(u-)/Y(u): survival just before the day over those at risk then, the ended of the day included."""
    ended = died + censored
    risk = (ended.sum() - np.cumsum(ended) + ended).astype(float)
    after = np.cumprod((risk - died) / risk)
    before = np.concatenate([[1.0], after])[: len(after)]
    return Daily(risk, died.astype(float), censored.astype(float), events.astype(float), before / risk)


def standard_error(days: Daily, own: Own) -> Array:
    """The robust standard error of the mean by each day (points,): the root of the sum of squares of what each adds.

    Ghosh & Lin 2000 (Biometrics 56:554). By day t participant i adds A_i(t) - D_i (m(t) - m(X)) / Y(X) less what was
    expected to X or t: A are the gains of own events, D is 1 for a death at X up to t, m the mean. This is
    a_i + m(t) b_i with a and b that do not change after X, so running sums of a², ab and b² give every day at once.
    """
    mean = np.cumsum(days.gain * days.events)
    expected = np.cumsum((days.gain * days.events + mean * days.died / days.risk) / days.risk)
    slope = np.cumsum(days.died / days.risk**2)
    gained, squared, dead, others = _own_sums(days, own)
    gone = _squares(days.died, dead, mean / days.risk - expected, slope - 1 / days.risk)
    gone += _squares(days.censored, others, -expected, slope)
    still = np.cumsum([gained - dead[0] - others[0], squared - dead[1] - others[1]], axis=1)
    sums = np.cumsum(gone, axis=1) + _squares(days.risk - days.died - days.censored, still, -expected, slope)
    variance = sums[0] + 2 * mean * sums[1] + mean**2 * sums[2]
    least = ROUNDING * mean**2 / max(float(np.sum(days.died + days.censored)), 1.0)
    error: Array = np.sqrt(np.where(variance > least, variance, 0.0))
    return error


def _squares(many: Array, own: Array, shift: Array, slope: Array) -> Array:
    """Sums of a², ab and b² (3, points) of so many participants with a = A + shift and b = slope.

    `own` are the sums of A and A² over them (2, points).
    """
    first = own[0] + many * shift
    second = own[1] + 2 * shift * own[0] + many * shift**2
    return np.stack([second, slope * first, many * slope**2])


def _own_sums(days: Daily, own: Own) -> tuple[Array, Array, Array, Array]:
    """What events of each day add to the sum of A and of A² over participants (points,) each; then, of those whose risk
    ended that day by death and otherwise, the sums of A and A² (2, points) each."""
    points = len(days.risk)
    order = np.lexsort((own.happened, own.participant))
    who, place = own.participant[order], own.happened[order]
    gain = days.gain[place]
    after = np.cumsum(gain)
    first = np.flatnonzero(np.diff(who, prepend=-1))
    after -= np.repeat(after[first] - gain[first], np.diff(np.append(first, len(who))))
    squares = after**2 - (after - gain) ** 2
    total = _summed(who, gain, len(own.ended))
    dead, others = (
        np.stack([_summed(own.ended[kind], total[kind] ** power, points) for power in (1, 2)])
        for kind in (own.died, ~own.died)
    )
    return _summed(place, gain, points), _summed(place, squares, points), dead, others


def _summed(places: Counts, values: Array, many: int) -> Array:
    return np.asarray(np.bincount(places, weights=values, minlength=many), dtype=float)
