"""What a guideline's rule does at true rates: exactly, and as it is monitored."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.stats.stopping.counting import TITLES
from dashboard.stats.stopping.operating import Characteristics
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.simulate import Simulated, simulate


@dataclass(frozen=True)
class Promise:
    """At each true rate the `exact` characteristics, and the chance `simulated` with the guideline's own counting.

    `simulated` is empty where the exact ones are of that very counting, and where no accrual is planned.
    """

    rule: Rule
    exact: Characteristics
    simulated: tuple[Simulated, ...]

    def table(self) -> pd.DataFrame:
        """One row a rate."""
        table = self.exact.table()
        if self.simulated:
            title = f"Simulated, {TITLES[self.simulated[0].counting]}"
            table[title] = [one.met for one in self.simulated]
            table["Monte Carlo standard error"] = [one.error for one in self.simulated]
        return table


@lru_cache(maxsize=64)
def promise(
    *, rule: Rule, window: int, counting: str = "tite", per_month: float | None = None, competing: float = 0.0
) -> Promise:
    """The rule at p0, halfway and at p1; kept, since a pooled guideline stands on two sides.

    Exact: complete windows of participants, or a constant rate of events in exposure. The other countings are drawn
    as `simulate` says, with `per_month` participants randomised in a month (None: not planned, nothing is drawn) and
    the planned share `competing`. Raises ChoiceError as `simulate` does.
    """
    rates = (rule.p0, (rule.p0 + rule.p1) / 2, rule.p1)
    drawn: tuple[Simulated, ...] = ()
    if per_month and counting != "complete_window":
        drawn = tuple(
            simulate(rule, window, rate=rate, per_month=per_month, competing=competing, counting=counting)
            for rate in rates
        )
    return Promise(rule, rule.characteristics(*rates), drawn)
