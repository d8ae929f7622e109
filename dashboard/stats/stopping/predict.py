"""The predictive probability that a guideline is met by the end of the planned number of participants."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.counting import TITLES, Cohort
from dashboard.stats.stopping.look import look
from dashboard.stats.stopping.monitor import check, count
from dashboard.stats.stopping.paths import first_met
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.simulate import SEED, batches, entries

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRIOR_WEIGHT = 5.0
"""Participants the prior of the event rate is worth; its mean is p0."""
LAG = 30
"""Days after its end for which a window's documentation is still awaited."""
CELLS, FEWEST = 4_000_000, 20
"""Participants drawn over all futures at most, and futures drawn all the same."""
_GRID = 4000  # equally probable rates that carry the posterior distribution


@dataclass(frozen=True)
class Predicted:
    """The share of drawn futures in which the guideline is met, with its Monte Carlo standard error.

    `drawn` are the pending participants whose outcome is drawn, `lost` those left as they are, `future` the
    participants still to be randomised at `per_month`. `already` met: the probability is 1 and nothing is drawn.
    """

    probability: float
    already: bool
    drawn: int
    lost: int
    future: int
    per_month: float
    competing: float
    counting: str
    draws: int
    seed: int

    @property
    def error(self) -> float:
        """Monte Carlo standard error of the probability."""
        return float(np.sqrt(self.probability * (1 - self.probability) / self.draws))

    @property
    def text(self) -> str:
        """One sentence, with what was drawn and the seed."""
        if self.already:
            return "The guideline is met already."
        if not self.drawn + self.future:
            return "Nobody is pending and nobody is still to be randomised: the guideline stays as it is."
        return (
            f"Predictive probability that the guideline is met by the end of the planned number: "
            f"{self.probability:.2f} (Monte Carlo standard error {self.error:.3f}; {self.draws} draws of "
            f"{self.drawn} pending and {self.future} future participants, seed {self.seed})."
        )

    def table(self) -> pd.DataFrame:
        """One row, with all that the draws assume."""
        return pd.DataFrame(
            {
                "Predictive probability": [self.probability],
                "Monte Carlo standard error": [self.error],
                "Pending, drawn": [self.drawn],
                "Lost, left as they are": [self.lost],
                "Still to be randomised": [self.future],
                "Randomised per month": [self.per_month],
                "Competing events": [self.competing],
                "Counting": [TITLES[self.counting]],
                "Draws": [self.draws],
                "Seed": [self.seed],
            }
        )


def predictive(
    entered: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    cut: ArrayLike,
    cut_on: ArrayLike = (),
    *,
    rule: Rule,
    window: int,
    per_month: float,
    competing: float = 0.0,
    counting: str = "tite",
    lag: int = LAG,
    draws: int = 4000,
    seed: int = SEED,
) -> Predicted:
    """Draw the outcome of those pending and of those still to come, and look at each counted event of the whole path.

    The event's rate p has prior Beta(5 p0, 5(1 - p0)). Whoever has no event has a competing one with chance
    competing / (1 - p0), so that `competing` is the planned share at p0; events and competing events are uniform
    over the window. Given that, the posterior of p is exact up to a grid of 4000 rates: events and those settled or
    complete count as in a binomial, a pending participant followed to u of the window by the chance of nothing by
    then. Each draw takes a rate from it, for the pending and for the future participants, who enter at
    `per_month` (30.4375 days) from the cut-off until `rule.planned` are in; none where they are in already.

    The data cannot tell who is lost from whose assessment is not yet entered. Whose window is still open, or ended
    at most `lag` days before the cut-off, is taken to be followed to its end; whose window ended earlier with
    incomplete follow-up is taken as lost and stays there. Of large groups fewer futures are drawn, so that no more than
    4 million participants are, but at least 20; the error says what that costs. Columns as `monitor` takes them.
    Raises ChoiceError for settings that are not possible.
    """
    check(rule, window, counting)
    _check(rule, per_month, competing, draws)
    seen = look(entered, days, cause, cut, cut_on, window)
    today = seen.today
    cohort = seen.cohort.only(seen.cohort.present(today)).known(today)
    open_ = cohort.pending(today) & (today - cohort.entered <= window + lag)
    future = max(0, rule.planned - len(cohort.entered))
    already = count(cohort, today, rule, counting).met
    draws = min(draws, max(FEWEST, CELLS // max(len(cohort.entered) + future, 1)))
    met = draws
    if not already:
        furthest = reach(rule, len(cohort.entered) + future)
        futures = _futures(cohort, open_, today, future, rule.p0, competing, per_month, draws, seed)
        met = sum(int((first_met(groups, furthest, counting) >= 0).sum()) for groups in futures)
    return Predicted(
        probability=met / draws,
        already=already,
        drawn=int(open_.sum()),
        lost=int((cohort.pending(today) & ~open_).sum()),
        future=future,
        per_month=per_month,
        competing=competing,
        counting=counting,
        draws=draws,
        seed=seed,
    )


def posterior(cohort: Cohort, today: int, p0: float, ratio: float) -> tuple[Floats, Floats]:
    """Rates of the event and the posterior chance of each.

    The prior Beta(5 p0, 5(1 - p0)) and those whose outcome is known make a beta distribution, carried by rates of
    equal chance under it; the likelihood of each pending participant, of nothing so far, weighs them. `ratio` is
    the chance of a competing event of those without the event.
    """
    events = cohort.failed.sum()
    pending = cohort.pending(today)
    others = (~cohort.failed & ~pending).sum()
    quantiles = (np.arange(_GRID) + 0.5) / _GRID
    shape = PRIOR_WEIGHT * p0 + events, PRIOR_WEIGHT * (1 - p0) + others
    rates = np.asarray(special.betaincinv(*shape, quantiles), dtype=float)
    day, people = np.unique(cohort.days[pending], return_counts=True)
    likelihood = np.log(_nothing(rates[:, None], ratio, day / cohort.window)) @ people
    chance = np.exp(likelihood - likelihood.max())
    return rates, chance / chance.sum()


def _futures(
    cohort: Cohort,
    open_: NDArray[np.bool_],
    today: int,
    future: int,
    p0: float,
    competing: float,
    per_month: float,
    draws: int,
    seed: int,
) -> Iterator[Cohort]:
    """Batches of groups: those settled, complete or lost as they are, the others and the future ones drawn."""
    random = np.random.default_rng(seed)
    ratio = competing / (1 - p0)
    rates, chance = posterior(cohort, today, p0, ratio)
    fixed, drawn = cohort.only(~open_), cohort.only(open_)
    begun = np.append(drawn.days, np.zeros(future, dtype=np.int64))
    for size in batches(draws, len(cohort.entered) + future):
        rate = random.choice(rates, size, p=chance)[:, None]
        cause, days = _outcomes(random, rate, ratio, begun, cohort.window)
        later = today + entries(random, (size, future), per_month)
        yield Cohort(
            np.concatenate([_rows(fixed.entered, size), _rows(drawn.entered, size), later], axis=1),
            np.concatenate([_rows(fixed.days, size), days], axis=1),
            np.concatenate([_rows(fixed.cause, size), cause], axis=1),
            cohort.window,
        )


def _outcomes(random: np.random.Generator, rate: Floats, ratio: float, begun: Ints, window: int) -> tuple[Ints, Ints]:
    """Cause and day for each rate (rows) and participant followed to day `begun` (columns) without event so far."""
    left = 1 - begun / window
    lot = random.random((len(rate), len(begun))) * _nothing(rate, ratio, begun / window)
    cause = np.where(lot < rate * left, 1, np.where(lot < (rate + (1 - rate) * ratio) * left, 2, 0))
    happens = begun + (random.random(cause.shape) * (window - begun)).astype(np.int64)
    return cause, np.where(cause > 0, happens, window)


def _nothing(rate: Floats, ratio: float, so_far: Floats) -> Floats:
    """The chance of neither event nor competing event in this share of the window."""
    return 1 - so_far * (rate + (1 - rate) * ratio)


def _rows(one: Ints, size: int) -> Ints:
    return np.broadcast_to(one, (size, len(one)))


def _check(rule: Rule, per_month: float, competing: float, draws: int) -> None:
    if not 0 <= competing <= 1 - rule.p0:
        raise ChoiceError(
            f"competing = {competing:g} is not possible: give 0 to {1 - rule.p0:g}, what p0 = {rule.p0:g} leaves."
        )
    if not 0 < per_month < np.inf:
        raise ChoiceError(f"per_month = {per_month:g} is not possible: give a number of participants above 0.")
    if draws < 1:
        raise ChoiceError(f"draws = {draws} is not possible: give at least 1.")
