"""The ratio of two groups' subdistribution hazards (Fine & Gray 1999), with its robust standard error."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.competing import checked_causes
from dashboard.stats.intervals import Array
from dashboard.stats.partial import Ratio, Ratios, Terms, by_group, two_groups
from dashboard.stats.times import Counts, Truths, at_risk

NO_INTERVAL = "no interval: everybody had the event at once"


@dataclass(frozen=True)
class SubdistributionRatio(Ratio):
    """The ratio of the hazards of a cause among all who have not had it, those who had another one included."""

    title = "Subdistribution hazard ratio"


def fine_gray(
    days: ArrayLike,
    cause: ArrayLike,
    group: "ArrayLike | pd.Categorical",
    causes: Sequence[str] = ("relapse", "nrm"),
) -> Ratios:
    """The subdistribution hazard ratio of each cause: how the groups' cumulative incidences differ.

    Fine & Gray 1999 (JASA 94:496): whoever had another cause first stays at risk, with a weight that falls as
    the chance not to be censored does; that chance is everybody's. Ties are Breslow's. The standard error is the
    paper's robust one, which counts that the chance is estimated. The ratio is that of the second name to the
    first, in the order of a Categorical. `days` (n,), `cause` (n,) 0 censored, k the k-th of `causes`.
    Raises SourceError for impossible days, causes or labels, ChoiceError unless there are two groups.
    """
    time, codes = checked_causes(days, cause, causes)
    of = two_groups(group, len(time))
    ratios = {}
    for number, name in enumerate(causes, start=1):
        log_ratio, se, note = _estimate(Weighted(time, codes, of.codes, number))
        ratios[name] = SubdistributionRatio(**by_group(of, codes == number), log_ratio=log_ratio, se=se, note=note)
    return Ratios(ratios)


def _estimate(weighted: "Weighted") -> tuple[float, float, str]:
    """Log ratio, standard error and what there is to say; an error of 0 is no certainty but no error at all."""
    terms = weighted.terms()
    if note := terms.obstacle():
        return np.nan, np.nan, note
    log_ratio = terms.maximum()
    se = weighted.error(log_ratio)
    return (log_ratio, se, "") if se > 1e-12 else (log_ratio, np.nan, NO_INTERVAL)


@dataclass(frozen=True, eq=False)
class Weighted:
    """Participants weighted for one cause: their days (n,), codes of causes (n,), group 0 or 1 (n,), the cause."""

    time: Array
    codes: Counts
    later: Counts
    cause: int

    def terms(self) -> Terms:
        """The terms of the likelihood, one per event; events that tie meet the same risk set."""
        fallen = np.bincount(
            np.searchsorted(self.day, self.time[self.own & (self.later == 1)]), minlength=len(self.day)
        )
        row = np.repeat(np.arange(len(self.day)), self.tied)
        earlier, later = self.weight[:, row]
        return Terms(self.day[row], earlier, later, (fallen / self.tied)[row])

    def error(self, log_ratio: float) -> float:
        """The root of sum((eta + psi)²) / information² at a log ratio (Fine & Gray 1999, equations 7 and 8).

        eta is what each participant adds to the score through the events, psi through the censoring distribution.
        """
        odds = np.exp(log_ratio)
        total = self.weight[0] + odds * self.weight[1]
        share = odds * self.weight[1] / total
        moved, through = np.zeros(len(self.time)), np.zeros(len(self.censoring.day))
        for group in (0, 1):
            here = self.later == group
            pull = (group - share) * odds**group * self.tied / total
            so_far = _running(pull)
            weighted = _running(pull * self.censoring.free(self.day))
            reached = np.searchsorted(self.day, self.time, side="right")
            still = (weighted[-1] - weighted[reached]) / self.censoring.free(self.time)
            at_event = group - np.concatenate([[0.0], share])[reached]
            moved += here * (self.own * at_event - so_far[reached] - self.other * still)
            ahead = weighted[-1] - weighted[np.searchsorted(self.day, self.censoring.day, side="left")]
            through += ahead * self._gone(group, self.censoring.day)
        moved += self.censoring.spread(through, self.time, self.codes == 0)
        return float(np.sqrt(np.sum(moved**2)) / np.sum(self.tied * share * (1 - share)))

    @cached_property
    def own(self) -> Truths:
        """Who had the cause (n,)."""
        return np.asarray(self.codes == self.cause)

    @cached_property
    def other(self) -> Truths:
        """Who had another cause first (n,)."""
        return np.asarray((self.codes > 0) & ~self.own)

    @cached_property
    def day(self) -> Array:
        """The days of the cause's events (m,)."""
        return np.unique(self.time[self.own])

    @cached_property
    def tied(self) -> Counts:
        """How many events each day has (m,)."""
        return np.bincount(np.searchsorted(self.day, self.time[self.own]), minlength=len(self.day))

    @cached_property
    def censoring(self) -> "Censoring":
        """Everybody's censoring distribution."""
        return censoring(self.time, self.codes == 0)

    @cached_property
    def weight(self) -> Array:
        """The weights at risk on each day of an event, by group (2, m)."""
        kept = self.censoring.free(self.day)
        present = [at_risk(np.sort(self.time[self.later == group]), self.day) for group in (0, 1)]
        return np.array([present[group] + kept * self._gone(group, self.day) for group in (0, 1)])

    def _gone(self, group: int, days: Array) -> Array:
        """The sum of 1 / (chance not to be censored by then) over those with another cause before each day."""
        had = np.sort(self.time[self.other & (self.later == group)])
        total = _running(1 / self.censoring.free(had))
        return np.asarray(total[np.searchsorted(had, days, side="left")])


@dataclass(frozen=True, eq=False)
class Censoring:
    """Days on which somebody was censored (c,), how many were at risk, and which part of them was censored."""

    day: Array
    risk: Counts
    hazard: Array

    def free(self, days: Array) -> Array:
        """The chance not to be censored before each day (Kaplan-Meier)."""
        curve = np.concatenate([[1.0], np.cumprod(1 - self.hazard)])
        return np.asarray(curve[np.searchsorted(self.day, days, side="left")])

    def spread(self, amount: Array, time: Array, censored: Truths) -> Array:
        """`amount` (c,) shared out to participants (n,): a part of it when censored, less what was expected so far."""
        each = amount / self.risk
        reached = np.searchsorted(self.day, time, side="right")
        got = censored * np.concatenate([[0.0], each])[reached]
        return np.asarray(got - _running(each * self.hazard)[reached])


def censoring(time: Array, censored: Truths) -> Censoring:
    """The censoring distribution; somebody with an event on a day of censoring is at risk for it."""
    day, counted = np.unique(time[censored], return_counts=True)
    risk = at_risk(np.sort(time), day)
    return Censoring(day, risk, counted / risk)


def _running(values: Array) -> Array:
    """The running sum, from 0 on: one longer than `values`."""
    return np.concatenate([[0.0], np.cumsum(values)])
