"""What every rule on exposure shares: events of a Poisson process, calibration and boundary."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import poisson
from dashboard.stats.stopping.rule import Floats, Ints, Rule

_HALVINGS = 60  # to the last digit
_FIRST = 1e-100  # windows: before any exposure the boundary is that of the first moment
_BELOW = 1e-12  # calibrated to this share below alpha, so that rounding never takes the exact error above it


@dataclass(frozen=True)
class ExposureRule(Rule):
    """A rule on events in exposure: person-time in units of the window, to each participant's event or its end.

    Events are taken as a homogeneous Poisson process with -log(1 - rate) events per window; it is looked at after
    each event. `horizon` is the exposure up to which alpha holds: where None that of `planned` participants expected
    at p0, planned p0 / -log(1 - p0); `planned` itself is the most they can give. A family's
    `statistic(events, exposure)` is continuous, rises with events without bound and falls with exposure.
    Raises ChoiceError for a horizon that is not possible.

    Where the hazard is not constant over the window the error is another than alpha: lower or higher.
    """

    counts: ClassVar[Literal["participants", "exposure"]] = "exposure"
    twin: ClassVar[str] = "sprt"

    horizon: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.horizon is not None and not 0 < self.horizon <= self.planned:
            raise ChoiceError(
                f"horizon = {self.horizon:g} is not possible: give an exposure in windows, above 0 and up to "
                f"planned = {self.planned}, or leave it out."
            )
        _ = self.constant

    @property
    def hazard(self) -> float:
        """Events per window of exposure at p0."""
        return float(poisson.hazard(self.p0))

    @property
    def end(self) -> float:
        """The exposure up to which alpha holds, in windows."""
        return self.planned * self.p0 / self.hazard if self.horizon is None else float(self.horizon)

    @abstractmethod
    def statistic(self, events: ArrayLike, exposure: ArrayLike, /) -> Floats:
        """The number held against the constant; events and exposure, which is above 0, are broadcast."""

    @cached_property
    def constant(self) -> float:
        """The guideline is met where the statistic reaches this: the type I error up to the horizon is alpha.

        Where even one event at any time errs by less than alpha, the constant which that needs.
        """
        return _calibrated(self)

    def boundary(self, exposure: ArrayLike, /) -> Ints:
        """Smallest number of events, at least 1, that meets the guideline at each exposure."""
        return _smallest(self, np.maximum(exposure, _FIRST), self.constant)

    def furthest(self, participants: int) -> Floats:
        """For k = 0, 1, … events the largest exposure at which they meet the guideline, 0 where they never do.

        Beyond the horizon the constant is kept.
        """
        events = np.arange(1, max(self.planned, participants) + 1)
        end = self.end
        while self.statistic(events[-1], end) >= self.constant:
            end *= 2
        return np.append(0.0, _limits(self, events, self.constant, end))

    def steps(self) -> Iterator[tuple[float, float, int]]:
        """From the exposure above which an event less no longer meets it, up to the horizon."""
        before = 0.0
        for events, limit in enumerate(_up_to_end(self, self.constant).tolist(), start=1):
            if limit > before:
                yield before, limit, events
            before = limit

    def operate(self, rates: tuple[float, ...]) -> poisson.InExposure:
        """Exact operating characteristics at the true rates, up to the horizon."""
        return poisson.characteristics(_up_to_end(self, self.constant), rates)


@lru_cache(maxsize=256)
def _calibrated(rule: ExposureRule) -> float:
    """The constant whose exact type I error up to the horizon is alpha.

    The error falls continuously with the constant. At the constant for which a first event meets the guideline
    within the time in which it comes with chance alpha, it is alpha or more; from there up in growing steps.
    """
    aim = rule.alpha * (1 - _BELOW)

    def excess(constant: float) -> float:
        return poisson.probability(_up_to_end(rule, constant), rule.p0) - aim

    low = float(rule.statistic(1, min(float(poisson.hazard(rule.alpha)) / rule.hazard, rule.end)))
    if excess(low) <= 0:
        return low
    step = 1.0
    while excess(low + step) > 0:
        low, step = low + step, 2 * step
    return float(optimize.brentq(excess, low, low + step, xtol=1e-13, rtol=1e-14))


def _up_to_end(rule: ExposureRule, constant: float) -> Floats:
    """The largest exposure, up to the horizon, at which 1, 2, … events meet it; the last one is the horizon."""
    most = int(_smallest(rule, np.asarray(rule.end), constant))
    return _limits(rule, np.arange(1, most + 1), constant, rule.end)


def _limits(rule: ExposureRule, events: Ints, constant: float, end: float) -> Floats:
    """The largest exposure up to `end` at which each number of events reaches the constant; 0 where none does.

    Found by halving the fourth root, so that a short exposure is as exact as a long one.
    """
    low, high = np.zeros(len(events)), np.ones(len(events))
    reached = rule.statistic(events, np.full(len(events), end)) >= constant
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        met = rule.statistic(events, end * middle**4) >= constant
        low, high = np.where(met, middle, low), np.where(met, high, middle)
    return np.where(reached, end, end * low**4)


def _smallest(rule: ExposureRule, exposure: Floats, constant: float) -> Ints:
    """Smallest number of events, at least 1, whose statistic reaches the constant at each exposure."""
    low, high = np.zeros(exposure.shape, dtype=np.int64), np.ones(exposure.shape, dtype=np.int64)
    while np.any(short := rule.statistic(high, exposure) < constant):
        low, high = np.where(short, high, low), np.where(short, 2 * high, high)
    while np.any(high - low > 1):
        middle = np.maximum((low + high) // 2, 1)
        reached = rule.statistic(middle, exposure) >= constant
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high
