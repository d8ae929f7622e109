"""Hazard ratios between two groups (Cox 1972), with a check that the hazards are proportional."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from dashboard.stats.competing import checked_causes
from dashboard.stats.groups import Groups, strata_of
from dashboard.stats.intervals import Array
from dashboard.stats.partial import Ratio, Ratios, Terms, by_group, two_groups
from dashboard.stats.times import Counts, Truths, at_risk, checked_event


@dataclass(frozen=True)
class HazardRatio(Ratio):
    """A ratio with the check of proportional hazards: a chi-square of one degree of freedom and its p-value.

    A small `proportional_p` says that the ratio moves with time: the one number is then an average that depends
    on how long participants were followed. NaN with fewer than two times of events.
    """

    proportional_chi_square: float
    proportional_p: float

    def table(self) -> pd.DataFrame:
        """One row."""
        frame = super().table()
        frame.insert(len(frame.columns) - 1, "Proportional hazards (p)", self.proportional_p)
        return frame


def hazard_ratio(
    days: ArrayLike,
    event: ArrayLike,
    group: "ArrayLike | pd.Categorical",
    strata: "ArrayLike | pd.Categorical | None" = None,
) -> HazardRatio:
    """Cox's hazard ratio of two groups with Efron's treatment of ties (1977).

    `days` (n,) to event or censoring, `event` (n,) 1 or 0, `group` and `strata` (n,) labels; the ratio is that of
    the second name to the first, in the order of a Categorical. Each stratum has a hazard of its own. The check
    is the score test for a log ratio that moves with 1 - S(t-), S the Kaplan-Meier curve of everybody (Grambsch &
    Therneau 1994; cox.zph of R's survival 3 does the same).
    Raises SourceError for impossible days, events or labels, ChoiceError unless there are two groups.
    """
    time, status = checked_event(days, event)
    of, within = two_groups(group, len(time)), strata_of(strata, len(time))
    terms = _terms(time, status == 1, of.codes == 1, within)
    log_ratio = terms.maximum()
    se = float(terms.information(log_ratio) ** -0.5) if np.isfinite(log_ratio) else np.nan
    check = _moves(terms, log_ratio, _survival_before(time, status, terms.day))
    return HazardRatio(
        **by_group(of, status == 1),
        log_ratio=log_ratio,
        se=se,
        note=terms.obstacle(),
        proportional_chi_square=check,
        proportional_p=float(special.chdtrc(1, check)),
    )


def cause_specific(
    days: ArrayLike,
    cause: ArrayLike,
    group: "ArrayLike | pd.Categorical",
    causes: Sequence[str] = ("relapse", "nrm"),
    strata: "ArrayLike | pd.Categorical | None" = None,
) -> Ratios:
    """The hazard ratio of each cause: whoever had another cause first is censored there.

    It speaks of the rate among those still free of every cause, not of how many come to the cause in the end.
    `cause` (n,) 0 censored, k the k-th of `causes`. Raises as `hazard_ratio` and `aalen_johansen` do.
    """
    time, codes = checked_causes(days, cause, causes)
    return Ratios({name: hazard_ratio(time, codes == k, group, strata) for k, name in enumerate(causes, start=1)})


def _terms(time: Array, event: Truths, later: Truths, within: Groups) -> Terms:
    """The terms of every stratum, one after the other."""
    inside = [within.codes == stratum for stratum in range(len(within.names))]
    parts = [_stratum(time[here], event[here], later[here]) for here in inside]
    return Terms(*(np.concatenate([np.zeros(0), *(part[column] for part in parts)]) for column in range(4)))


def _stratum(time: Array, event: Truths, later: Truths) -> tuple[Array, Array, Array, Array]:
    """Efron: of d tied events the l-th (from 0) meets a risk set in which each of the d weighs 1 - l/d."""
    at, tied = np.unique(time[event], return_counts=True)
    fallen = np.bincount(np.searchsorted(at, time[event & later]), minlength=len(at))
    row = np.repeat(np.arange(len(at)), tied)
    gone: Array = (np.arange(len(row)) - (np.cumsum(tied) - tied)[row]) / tied[row]
    of_later, of_earlier = (at_risk(np.sort(time[own]), at)[row].astype(float) for own in (later, ~later))
    weights = of_earlier - gone * (tied - fallen)[row], of_later - gone * fallen[row]
    return at[row], *weights, (fallen / tied)[row]


def _survival_before(time: Array, status: Counts, days: Array) -> Array:
    """Everybody's Kaplan-Meier curve just before each day."""
    at, events = np.unique(time[status == 1], return_counts=True)
    curve = np.concatenate([[1.0], np.cumprod(1 - events / at_risk(np.sort(time), at))])
    return np.asarray(curve[np.searchsorted(at, days, side="left")])


def _moves(terms: Terms, log_ratio: float, clock: Array) -> float:
    """Chi-square of the score for a log ratio that moves with `clock`; NaN when it cannot."""
    if np.isnan(log_ratio):
        return float("nan")
    share = terms.shares(log_ratio)
    weight = share * (1 - share)
    centred = clock - np.average(clock, weights=weight)
    information = float(np.sum(weight * centred**2))
    return float(np.sum(centred * (terms.observed - share))) ** 2 / information if information > 1e-12 else np.nan
