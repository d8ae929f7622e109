"""How often a guideline is met in drawn trials: chances for which counting by follow-up leaves no formula."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.counting import TITLES, Cohort
from dashboard.stats.stopping.monitor import check
from dashboard.stats.stopping.paths import first_met
from dashboard.stats.stopping.rule import Rule

MONTH = 30.4375
"""Days of a month."""
SEED = 20240115
_CELLS = 100_000  # participants drawn at once

Said = Callable[[int, int], None]
"""Called with the draws done and the draws asked for; it may raise to end the simulation."""


@dataclass(frozen=True)
class Simulated:
    """One guideline in one group of planned participants, drawn many times at the true `rate`.

    `met` is the share of draws that meet it and `error` its Monte Carlo standard error; `participants` and
    `months` are the means when it is met, or at the end of the last window where it is not.
    """

    rate: float
    per_month: float
    competing: float
    counting: str
    draws: int
    seed: int
    met: float
    participants: float
    months: float

    @property
    def error(self) -> float:
        """Monte Carlo standard error of `met`."""
        return float(np.sqrt(self.met * (1 - self.met) / self.draws))

    def table(self) -> pd.DataFrame:
        """One row, with all that the draws assume."""
        return pd.DataFrame(
            {
                "True rate": [self.rate],
                "Chance that it is met": [self.met],
                "Monte Carlo standard error": [self.error],
                "Mean participants randomised": [self.participants],
                "Mean months": [self.months],
                "Counting": [TITLES[self.counting]],
                "Randomised per month": [self.per_month],
                "Competing events": [self.competing],
                "Draws": [self.draws],
                "Seed": [self.seed],
            }
        )


def simulate(
    rule: Rule,
    window: int,
    *,
    rate: float,
    per_month: float,
    competing: float = 0.0,
    counting: str = "tite",
    draws: int = 4000,
    seed: int = SEED,
    said: Said | None = None,
) -> Simulated:
    """Draw `draws` groups of `rule.planned` participants and look at each counted event, as `monitor` does.

    Accrual is a Poisson process of `per_month` participants in 30.4375 days. Within the window of `window` days a
    participant has the event with chance `rate` or a competing event with chance `competing`, at a time uniform
    over the window; everybody else is followed to its end. Days are whole, rounded down. `said` is called
    between batches. Raises ChoiceError for what cannot be drawn.
    """
    check(rule, window, counting)
    _check(rate, per_month, competing, draws)
    random = np.random.default_rng(seed)
    furthest = reach(rule, rule.planned)
    done, met, participants, days = 0, 0, 0, 0
    for size in batches(draws, rule.planned):
        groups = drawn(random, (size, rule.planned), window, rate, per_month, competing)
        first = first_met(groups, furthest, counting)
        over = np.where(first >= 0, first, groups.entered.max(axis=1) + window)
        met += int((first >= 0).sum())
        participants += int((groups.entered <= over[:, None]).sum())
        days += int(over.sum())
        done += size
        if said:
            said(done, draws)
    means = (met / draws, participants / draws, days / draws / MONTH)
    return Simulated(rate, per_month, competing, counting, draws, seed, *means)


def batches(draws: int, participants: int) -> Iterator[int]:
    """The draws in parts that fit into some megabytes."""
    size = max(1, _CELLS // max(participants, 1))
    for done in range(0, draws, size):
        yield min(size, draws - done)


def drawn(
    random: np.random.Generator, shape: tuple[int, int], window: int, rate: float, per_month: float, competing: float
) -> Cohort:
    """Groups by participants (`shape`), followed to the end of their windows; as `simulate` describes them."""
    entered = entries(random, shape, per_month)
    lot = random.random(shape)
    cause = np.where(lot < rate, 1, np.where(lot < rate + competing, 2, 0))
    days = np.where(cause > 0, (random.random(shape) * window).astype(np.int64), window)
    return Cohort(entered, days, cause, window)


def entries(random: np.random.Generator, shape: tuple[int, int], per_month: float) -> NDArray[np.int64]:
    """Calendar days of entry in each row of a Poisson process that begins on day 0, rounded down."""
    days: NDArray[np.int64] = np.cumsum(random.exponential(MONTH / per_month, shape), axis=1).astype(np.int64)
    return days


def _check(rate: float, per_month: float, competing: float, draws: int) -> None:
    if not 0 <= rate <= 1:
        raise ChoiceError(f"rate = {rate:g} is not possible: give a number from 0 to 1.")
    if not 0 <= competing <= 1 - rate + 1e-12:
        raise ChoiceError(f"competing = {competing:g} is not possible: give 0 to {1 - rate:g}, what the rate leaves.")
    if not 0 < per_month < np.inf:
        raise ChoiceError(f"per_month = {per_month:g} is not possible: give a number of participants above 0.")
    if draws < 1:
        raise ChoiceError(f"draws = {draws} is not possible: give at least 1.")
