"""The partial likelihood of two groups (Cox 1972): to which group each event falls, given who was at risk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import optimize, special

from dashboard.errors import ChoiceError
from dashboard.stats.groups import Groups, groups
from dashboard.stats.intervals import Array, z_value
from dashboard.stats.times import Truths

NO_EVENTS = "not estimable: no event"
NEVER_TOGETHER = "not estimable: no event while both groups were at risk"
ONE_SIDED = "not estimable: every event that could be compared is in one group"


@dataclass(frozen=True)
class Ratio:
    """The later group's hazard divided by the earlier's, estimated as a logarithm; NaN where `note` says why.

    `groups`, `n` and `events` are those of the earlier and the later group; `title` says of which hazard.
    """

    title: ClassVar[str] = "Hazard ratio"

    groups: tuple[str, str]
    n: tuple[int, int]
    events: tuple[int, int]
    log_ratio: float
    se: float
    note: str

    @property
    def ratio(self) -> float:
        """The hazard ratio."""
        return float(np.exp(self.log_ratio))

    @property
    def lower(self) -> float:
        """Lower limit, 95%: Wald's on the logarithm."""
        return float(np.exp(self.log_ratio - z_value(0.95) * self.se))

    @property
    def upper(self) -> float:
        """Upper limit, 95%: Wald's on the logarithm."""
        return float(np.exp(self.log_ratio + z_value(0.95) * self.se))

    @property
    def p(self) -> float:
        """Wald's two-sided p-value; not in the table, since only a planned test is shown with one."""
        return float(2 * special.ndtr(-abs(self.log_ratio / self.se)))

    def table(self) -> pd.DataFrame:
        """One row."""
        return pd.DataFrame(
            {
                f"{self.title} (later / earlier arm)": [self.ratio],
                "Lower 95%": [self.lower],
                "Upper 95%": [self.upper],
                "Events, earlier arm": [self.events[0]],
                "Events, later arm": [self.events[1]],
                "Participants, earlier arm": [self.n[0]],
                "Participants, later arm": [self.n[1]],
                "Note": [self.note],
            }
        )


@dataclass(frozen=True, eq=False)
class Ratios:
    """One ratio per cause."""

    causes: Mapping[str, Ratio]

    def table(self) -> pd.DataFrame:
        """One row per cause."""
        frame = pd.concat([ratio.table() for ratio in self.causes.values()], ignore_index=True)
        frame.insert(0, "Measure", list(self.causes))
        return frame


@dataclass(frozen=True, eq=False)
class Terms:
    """One term per event, all arrays (m,): its day, the weights at risk in each group, whether it fell to the later.

    Of events that tie, each carries its part of those in the later group (`observed` is then a fraction).
    """

    day: Array
    earlier: Array
    later: Array
    observed: Array

    def shares(self, log_ratio: float) -> Array:
        """The chance that each event falls to the later group if its hazard is exp(log_ratio) times the other's."""
        with np.errstate(divide="ignore"):
            return np.asarray(special.expit(log_ratio + np.log(self.later) - np.log(self.earlier)))

    def information(self, log_ratio: float) -> float:
        """Minus the second derivative of the log partial likelihood."""
        share = self.shares(log_ratio)
        return float(np.sum(share * (1 - share)))

    def obstacle(self) -> str:
        """Why the likelihood has no finite maximum; empty when it has one."""
        comparable = (self.earlier > 0) & (self.later > 0)
        if not len(self.day):
            return NO_EVENTS
        if not comparable.any():
            return NEVER_TOGETHER
        fallen = float(self.observed[comparable].sum())
        inside = fallen > 1e-9 and fallen < np.count_nonzero(comparable) - 1e-9  # thirds may add up to 0.99...
        return "" if inside else ONE_SIDED

    def maximum(self) -> float:
        """The log hazard ratio of greatest likelihood; NaN where `obstacle` names a reason."""
        if self.obstacle():
            return float("nan")
        comparable = (self.earlier > 0) & (self.later > 0)
        offset = np.log(self.later[comparable]) - np.log(self.earlier[comparable])
        fallen = self.observed[comparable].sum()
        reach = float(np.abs(offset).max() + np.log(len(offset)) + 1)  # beyond it the score has its final sign
        return float(
            optimize.brentq(lambda b: fallen - special.expit(b + offset).sum(), -reach, reach, xtol=1e-14, rtol=1e-15)
        )


def two_groups(labels: "ArrayLike | pd.Categorical", rows: int) -> Groups:
    """The two groups of a ratio; raises as `groups` does, and ChoiceError if there are not two."""
    found = groups(labels, rows)
    if len(found.names) != 2:
        raise ChoiceError(
            f"A hazard ratio compares two groups; here are {len(found.names)} ({', '.join(found.names)}). "
            "Compare each two of them."
        )
    return found


def by_group(of: Groups, event: Truths) -> dict[str, Any]:
    """The names, sizes and numbers of events of the earlier and the later group, as `Ratio` takes them."""
    counted = np.bincount(of.codes[event], minlength=2)
    (first, second), (n1, n2), (e1, e2) = of.names, of.sizes.tolist(), counted.tolist()
    return {"groups": (first, second), "n": (n1, n2), "events": (e1, e2)}
