"""Every adverse-event term of two arms beside all the others: which to look at first. Screening, not proof."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats import counts
from dashboard.stats.arms import pairs
from dashboard.stats.contrast import RiskDifference, risk_difference
from dashboard.stats.false_discovery import double_false_discovery
from dashboard.stats.fisher import fisher_p
from dashboard.stats.intervals import Array
from dashboard.stats.people import NOT_CODED
from dashboard.stats.shrinkage import NOTE, Shrunken, shrunken_ratios

Words = tuple[str, ...]
Participants = NDArray[np.int64]

FLAGGED, NOT_FLAGGED = "flagged", "not flagged"
NOT_LOOKED_INTO = "not flagged, class not looked into"
UNKNOWN = "not screened: an arm has nobody"
"""What the screening says of a term."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Two arms' terms (m,): difference and ratio of the proportions, the ratio shrunken, and what the screening says.

    The ratio is later over earlier, NaN of an arm of nobody. `adjusted` are the p-values of the second step of the
    double false discovery rate, NaN in classes not looked into.
    """

    difference: RiskDifference
    ratio: Array
    shrunken: Shrunken
    says: Words
    adjusted: Array


@dataclass(frozen=True, eq=False)
class EventScreening:
    """Terms (m,) in the order of the table of adverse events; `people` and `n` by arm, `compared` by pair ("B − A").

    `rate` is the rate of false discoveries at which terms are flagged; `with_p` puts adjusted p-values in the table.
    """

    soc: Words
    term: Words
    people: Mapping[str, Participants]
    n: Mapping[str, int]
    compared: Mapping[str, Compared]
    rate: float
    with_p: bool

    @property
    def percent(self) -> str:
        """The rate in words: 10%, 2.5%."""
        return f"{100 * self.rate:g}%"

    def flagged(self, pair: str) -> tuple[int, ...]:
        """Places of the terms flagged between two arms."""
        return tuple(at for at, said in enumerate(self.compared[pair].says) if said == FLAGGED)

    def table(self) -> pd.DataFrame:
        """One row per term; columns by arm, then by pair."""
        columns: dict[str, Any] = {"System organ class": self.soc, "Preferred term": self.term}
        for arm, people in self.people.items():
            columns[f"{arm}: participants"] = people
            columns[f"{arm}: of"] = np.full(len(self.term), self.n[arm])
            columns[f"{arm}: %"] = np.array([counts.share(x, self.n[arm]) for x in people.tolist()], dtype=float)
        for pair, found in self.compared.items():
            columns |= {f"{pair}: {title}": values for title, values in self._of_pair(found)}
        return pd.DataFrame(columns).assign(Note=NOTE)

    def _of_pair(self, found: Compared) -> Iterator[tuple[str, Any]]:
        difference = found.difference
        yield "difference (percentage points)", 100 * difference.difference
        yield "lower 95%", 100 * difference.lower
        yield "upper 95%", 100 * difference.upper
        yield "ratio", np.where(np.isfinite(found.ratio), found.ratio, np.nan)  # files hold numbers, and ∞ is none
        yield "shrunken ratio", found.shrunken.ratio
        yield "shrunken ratio, lower 95%", found.shrunken.lower
        yield "shrunken ratio, upper 95%", found.shrunken.upper
        yield "probability that the shrunken ratio is above 1", found.shrunken.above
        yield f"at a false discovery rate of {self.percent}", found.says
        if self.with_p:
            yield "adjusted p", found.adjusted


def event_screening(
    arm: pd.Categorical, *, rate: float, with_p: bool = False, order: str = counts.FREQUENCY, **columns: Any
) -> EventScreening:
    """Compare each two arms term by term, from the rows and with the errors of `counts.adverse_events`.

    Every coded term that anybody had belongs to the family that is screened, whatever the arms' numbers. p-values are
    Fisher's, two-sided; `rate` is that of `false_discovery.double_false_discovery`. `shrinkage` takes participants
    with a term as rare among all: where it is common, its limits are too wide and it draws too near to the class.
    """
    table = counts.adverse_events(arm, order=order, **columns)
    rows = [row for row in table.rows if row.level == "term" and NOT_CODED not in (row.soc, row.term)]
    soc, term = tuple(row.soc for row in rows), tuple(row.term for row in rows)
    people = {name: np.array([row.cells[name].participants for row in rows], dtype=np.int64) for name in table.arms}
    compared = {
        pair: _compared(soc, term, people[earlier], table.n[earlier], people[later], table.n[later], rate)
        for pair, earlier, later in pairs(table.arms)
    }
    return EventScreening(soc, term, people, table.n, compared, rate, with_p)


def _compared(soc: Words, term: Words, x: Participants, n: int, y: Participants, m: int, rate: float) -> Compared:
    difference = risk_difference(x, n, y, m)
    if not (n and m):
        nothing = np.full(len(term), np.nan)
        classes, terms = (np.array(names, dtype=object) for names in (soc, term))
        unknown = Shrunken(classes, terms, x.astype(float), y.astype(float), nothing, nothing, nothing, nothing)
        return Compared(difference, nothing, unknown, (UNKNOWN,) * len(term), nothing)
    found = double_false_discovery(soc, term, fisher_p(x, n, y, m), rate)
    says = tuple(
        FLAGGED if flagged else NOT_LOOKED_INTO if np.isnan(p) else NOT_FLAGGED
        for flagged, p in zip(found.flagged, found.adjusted, strict=True)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (y / m) / (x / n)
    return Compared(difference, ratio, shrunken_ratios(soc, term, x, y, n, m), says, found.adjusted)
