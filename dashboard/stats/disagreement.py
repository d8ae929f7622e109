"""Where share, rate and cumulative incidence of an event do not order two arms the same way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.stats.arms import ByArm, pairs
from dashboard.stats.counts import percent
from dashboard.stats.intervals import Array
from dashboard.stats.occurrence import Occurrences


@dataclass(frozen=True)
class Disagreement:
    """An event, the two arms ("B − A") and what each measure says of them, in words."""

    arms: str
    event: str
    sentence: str


@dataclass(frozen=True)
class Disagreements:
    """The events whose measures disagree, pair of arms by pair, in the order of the table; none with one arm.

    `compared` is False where no two arms have somebody in both.
    """

    rows: tuple[Disagreement, ...]
    compared: bool = True

    def table(self) -> pd.DataFrame:
        """One row per event and pair."""
        return pd.DataFrame(
            {
                "Arms": [row.arms for row in self.rows],
                "Event": [row.event for row in self.rows],
                "What they say": [row.sentence for row in self.rows],
            }
        )


def disagreements(result: ByArm[Occurrences]) -> Disagreements:
    """The events of which one measure is higher in the later arm and another higher in the earlier.

    Measures are compared as printed, to one decimal: equal ones order nothing, blank ones take no part. The arms'
    rows are the same, in the same order. A class and its only term of the same name are one event.
    """
    found = []
    for pair, earlier, later in pairs(tuple(result.results)):
        a, b = result.results[earlier], result.results[later]
        orders = np.sign([_printed(of_b) - _printed(of_a) for of_a, of_b in zip(_values(a), _values(b), strict=True)])
        differ = np.any(orders > 0, axis=0) & np.any(orders < 0, axis=0)
        found += [
            _disagreement(pair, a, b, later, row, orders[:, row].tolist()) for row in np.flatnonzero(differ).tolist()
        ]
    peopled = sum(arm.n > 0 for arm in result.results.values())
    return Disagreements(tuple(dict.fromkeys(found)), peopled > 1)


def _values(arm: Occurrences) -> tuple[Array, Array, Array]:
    return 100 * arm.share, arm.rate.rate, 100 * arm.incidence


def _printed(values: Array) -> Array:
    """To one decimal, halves up, also those that binary fractions put a little below."""
    return np.floor(10 * values + 0.5 + 1e-9) / 10


def _one_decimal(value: float) -> str:
    return "–" if np.isnan(value) else f"{_printed(np.asarray(value)):.1f}"


def _disagreement(
    pair: str, a: Occurrences, b: Occurrences, later: str, row: int, orders: Sequence[float]
) -> Disagreement:
    shares = [f"{arm.events[row]}/{arm.n} ({percent(arm.events[row], arm.n)}%)" for arm in (b, a)]
    rates, incidences = ([_one_decimal(_values(arm)[which][row]) for arm in (b, a)] for which in (1, 2))
    said = (
        ("Share", shares),
        (f"First-event rate per {a.rate.per.name}", rates),
        (f"Cumulative incidence by day {a.landmark} (%)", incidences),
    )
    words = " ".join(
        f"{measure}: {_order(later, order)}, {of_b} against {of_a}."
        for (measure, (of_b, of_a)), order in zip(said, orders, strict=True)
    )
    title = b.titles[row]
    return Disagreement(pair, title, f"{title}: the measures do not order the arms alike. {words}")


def _order(later: str, order: float) -> str:
    if np.isnan(order):
        return "not known in both arms"
    return "the same in both arms" if order == 0 else f"{'higher' if order > 0 else 'lower'} in {later}"
