"""The log-rank test between two or more groups, stratified or not."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.groups import groups, strata_of
from dashboard.stats.intervals import Array
from dashboard.stats.times import Counts, at_risk, checked_event


@dataclass(frozen=True, eq=False)
class LogRank:
    """Observed against expected events of k groups; `n`, `observed`, `expected` (k,), `variance` (k, k).

    `variance` is that of observed minus expected. `df` is its rank: groups that were at risk together, less one.
    Where nothing could be compared (no event while two groups were at risk) `df` is 0, `chi_square` and `p` NaN.
    """

    groups: tuple[str, ...]
    n: Counts
    observed: Counts
    expected: Array
    variance: Array
    chi_square: float
    df: int
    p: float

    @property
    def z(self) -> float:
        """Later minus earlier group: positive when the later had more events than expected; NaN without variance.

        Its square is `chi_square`. Raises ChoiceError unless there are two groups.
        """
        if len(self.groups) != 2:
            raise ChoiceError(f"A signed Z compares two groups; here are {len(self.groups)}. Test each two of them.")
        excess, variance = float(self.observed[1] - self.expected[1]), float(self.variance[1, 1])
        return excess / float(np.sqrt(variance)) if variance > 0 else float("nan")

    def table(self) -> pd.DataFrame:
        """One row per group; the test is that of all groups together and repeats."""
        return pd.DataFrame(
            {
                "Group": self.groups,
                "Participants": self.n,
                "Events": self.observed,
                "Expected events": self.expected,
                "Chi-square": self.chi_square,
                "Degrees of freedom": self.df,
                "p-value": self.p,
            }
        )


def logrank(
    days: ArrayLike,
    event: ArrayLike,
    group: "ArrayLike | pd.Categorical",
    strata: "ArrayLike | pd.Categorical | None" = None,
) -> LogRank:
    """Whether groups differ in their hazard (Mantel 1966; Peto & Peto 1972), hypergeometric variance.

    `days` (n,) to event or censoring, `event` (n,) 1 or 0, `group` and `strata` (n,) labels; groups keep the
    order of a Categorical. Events are expected within each stratum and summed over strata. Ties are kept;
    somebody censored on the day of an event is at risk for it. The p-value is two-sided.
    Raises SourceError for days, events or labels that are missing or impossible.
    """
    time, status = checked_event(days, event)
    of, within = groups(group, len(time)), strata_of(strata, len(time))
    k, inside = len(of.names), [within.codes == stratum for stratum in range(len(within.names))]
    parts = [_stratum(time[here], status[here], of.codes[here], k) for here in inside]
    observed = sum((part[0] for part in parts), start=np.zeros(k, dtype=np.int64))
    expected = sum((part[1] for part in parts), start=np.zeros(k))
    variance = sum((part[2] for part in parts), start=np.zeros((k, k)))
    statistic, df, p = quadratic(observed - expected, variance)
    return LogRank(of.names, of.sizes, observed, expected, variance, statistic, df, p)


def quadratic(score: Array, variance: Array) -> tuple[float, int, float]:
    """Chi-square score' variance^- score, its degrees of freedom (the rank) and p; NaN, 0, NaN for rank 0.

    The groups' scores sum to 0, so the variance is singular but for rounding: what is below 1e-10 of the largest
    direction is 0.
    """
    largest = float(np.max(np.diag(variance), initial=0.0))
    df = int(np.linalg.matrix_rank(variance, tol=1e-10 * largest, hermitian=True)) if largest > 0 else 0
    if df == 0:
        return float("nan"), 0, float("nan")
    statistic = float(score @ np.linalg.pinv(variance, rcond=1e-10, hermitian=True) @ score)
    return statistic, df, float(special.chdtrc(df, statistic))


def _stratum(time: Array, status: Counts, code: Counts, k: int) -> tuple[Counts, Array, Array]:
    """Observed and expected events (k,) and their variance (k, k) of one stratum."""
    at = np.unique(time[status == 1])
    mine = [code == group for group in range(k)]
    risk = np.array([at_risk(np.sort(time[own]), at) for own in mine]).reshape(k, len(at))
    observed = np.array([status[own].sum() for own in mine], dtype=np.int64)
    events = np.bincount(np.searchsorted(at, time[status == 1]), minlength=len(at))
    together = risk.sum(axis=0)
    share = risk / together
    spread = events * (together - events) / np.maximum(together - 1, 1)
    variance = -(share * spread) @ share.T
    np.fill_diagonal(variance, (spread * share * (1 - share)).sum(axis=1))  # exactly 0 for a group alone at risk
    return observed, share @ events, variance
