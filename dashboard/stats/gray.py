"""Gray's test: whether the cumulative incidence of a cause differs between groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.competing import checked_causes
from dashboard.stats.groups import groups, strata_of
from dashboard.stats.intervals import Array
from dashboard.stats.logrank import quadratic
from dashboard.stats.times import Counts, at_risk


@dataclass(frozen=True, eq=False)
class GrayTest:
    """One cause's test of k groups: `score` (k,), positive where a group has more, and its `variance` (k, k).

    `df` is the rank of the variance, usually k - 1; `chi_square` and `p` are NaN where it is 0.
    """

    score: Array
    variance: Array
    chi_square: float
    df: int
    p: float


@dataclass(frozen=True, eq=False)
class GrayTests:
    """A test for every cause."""

    causes: dict[str, GrayTest]

    def table(self) -> pd.DataFrame:
        """One row per cause."""
        tests = self.causes.values()
        return pd.DataFrame(
            {
                "Measure": list(self.causes),
                "Chi-square": [test.chi_square for test in tests],
                "Degrees of freedom": [test.df for test in tests],
                "p-value": [test.p for test in tests],
            }
        )


def gray(
    days: ArrayLike,
    cause: ArrayLike,
    group: "ArrayLike | pd.Categorical",
    causes: Sequence[str] = ("relapse", "nrm"),
    strata: "ArrayLike | pd.Categorical | None" = None,
) -> GrayTests:
    """Gray's test with rho = 0 (Gray 1988, Annals of Statistics 16:1141) for each cause, the others competing.

    `days` (n,) to the first event or censoring, `cause` (n,) 0 censored, k the k-th of `causes`, `group` and
    `strata` (n,) labels. Scores and variances are summed over strata. Ties are kept and shrink the variance as
    those of a draw without replacement do. Raises SourceError for impossible days, causes or labels.
    """
    time, codes = checked_causes(days, cause, causes)
    of, within = groups(group, len(time)), strata_of(strata, len(time))
    inside = [within.codes == stratum for stratum in range(len(within.names))]
    seen = [_seen(time[here], codes[here], of.codes[here], len(of.names), len(causes)) for here in inside]
    return GrayTests({name: _test(seen, k, len(of.names)) for k, name in enumerate(causes)})


@dataclass(frozen=True, eq=False)
class _Seen:
    """One stratum at its m event times: at risk (groups, m), events (causes, groups, m), free before and after."""

    risk: Array
    events: Array
    before: Array
    after: Array


def _seen(time: Array, codes: Counts, group: Counts, k: int, causes: int) -> _Seen:
    at = np.unique(time[codes > 0])
    risk = np.array([at_risk(np.sort(time[group == g]), at) for g in range(k)], dtype=float).reshape(k, len(at))
    cell = (codes - 1) * k + group
    happened = codes > 0
    place = cell[happened] * len(at) + np.searchsorted(at, time[happened])
    events = np.bincount(place, minlength=causes * k * len(at)).reshape(causes, k, len(at)).astype(float)
    after = np.asarray(np.cumprod(1 - _part(events.sum(axis=0), risk), axis=1))
    before = np.concatenate([np.ones((k, 1)), after], axis=1)[:, : len(at)]
    return _Seen(risk, events, before, after)


def _test(strata: list[_Seen], cause: int, k: int) -> GrayTest:
    score, variance = np.zeros(k), np.zeros((k, k))
    for seen in strata:
        score += _score(seen, cause)
        variance += _variance(seen, cause)
    return GrayTest(score, variance, *quadratic(score, variance))


def _score(seen: _Seen, cause: int) -> Array:
    """Events minus those expected if each group had its part R / sum(R) of them, R = Y (1 - F(t-)) / S(t-)."""
    own = seen.events[cause]
    incidence = np.cumsum(seen.before * _part(own, seen.risk), axis=1)
    earlier = np.concatenate([np.zeros((len(own), 1)), incidence], axis=1)[:, : own.shape[1]]
    part = _part(seen.risk * (1 - earlier), seen.before)
    expected = own.sum(axis=0) * _part(part, part.sum(axis=0))
    return np.asarray((own - expected).sum(axis=1))


def _variance(seen: _Seen, cause: int) -> Array:
    """Gray's estimate under equal incidence of the cause, with h = Y / S(t-) and F0 from steps events / sum(h).

    For group i, events in group r move the score by D = (1[i = r] - h_i / sum(h)) h_r where they happen, and
    through all that follows by C, the sum of later D dF0 / (1 - F0(t-)): an event of the cause by
    D + C - C (1 - F0) / S_r, another one by -C (1 - F0) / S_r.
    """
    own, k = seen.events[cause].sum(axis=0), len(seen.risk)
    h = _part(seen.risk, seen.before)
    step = _part(own, h.sum(axis=0))
    pooled = np.cumsum(step)
    hazard = _part(step, 1 - (pooled - step))
    total = np.zeros((k, k))
    for r in range(k):
        direct = (np.eye(k)[:, [r]] - _part(h, h.sum(axis=0))) * h[r]
        through = np.cumsum(direct * hazard, axis=1)
        through = through[:, -1:] - through
        lost = through * _part(1 - pooled, seen.after[r])
        alike = h.sum(axis=0) * seen.before[r]  # how many would be at risk if all were like group r
        other = seen.events[:, r].sum(axis=0) - seen.events[cause, r]
        weight = _part(step, h[r]) * _without_replacement(own, alike)
        weight_other = _part(other, h[r] ** 2) * _without_replacement(other, seen.risk[r])
        moved = direct + through - lost
        total += (moved * weight) @ moved.T + (lost * weight_other) @ lost.T
    return total


def _without_replacement(events: Array, risk: Array) -> Array:
    """(n - d) / (n - 1), by which the variance of d tied events among n is smaller: 1 for one event, 0 for all."""
    tied = _part(np.maximum(risk - events, 0), np.maximum(risk - 1, 0))
    return np.where(events > 1, tied, 1.0)


def _part(count: Array, of: Array) -> Array:
    """count / of, 0 where `of` is 0."""
    count, of = np.broadcast_arrays(count, of)
    return np.divide(count, of, out=np.zeros(count.shape), where=of != 0)
