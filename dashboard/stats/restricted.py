"""The mean time without the event up to a day tau, and its difference between two groups."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import ChoiceError
from dashboard.stats.intervals import Array, z_value
from dashboard.stats.survival import Survival
from dashboard.stats.times import Counts


@dataclass(frozen=True)
class RestrictedMean:
    """Mean days without the event among the first `tau`: the area under the curve; NaN with nobody."""

    n: int
    tau: float
    estimate: float
    se: float

    @property
    def lower(self) -> float:
        """Lower limit, 95%, Wald; NaN without a variance."""
        return self.estimate - _reach(self.se)

    @property
    def upper(self) -> float:
        """Upper limit, 95%, Wald; NaN without a variance."""
        return self.estimate + _reach(self.se)

    def table(self) -> pd.DataFrame:
        """One row."""
        return pd.DataFrame(
            {
                "Up to day": [self.tau],
                "Mean days without the event": [self.estimate],
                "Lower 95%": [self.lower],
                "Upper 95%": [self.upper],
                "Participants": [self.n],
            }
        )


@dataclass(frozen=True)
class RestrictedDifference:
    """Later group's restricted mean minus the earlier's, in days, up to the same `tau`."""

    earlier: RestrictedMean
    later: RestrictedMean

    @property
    def difference(self) -> float:
        """Days gained in the later group."""
        return self.later.estimate - self.earlier.estimate

    @property
    def se(self) -> float:
        """The two variances are summed."""
        return float(np.hypot(self.earlier.se, self.later.se))

    @property
    def lower(self) -> float:
        """Lower limit, 95%, Wald; NaN where neither group has an event: that is not certainty."""
        return self.difference - _reach(self.se)

    @property
    def upper(self) -> float:
        """Upper limit, 95%, Wald; NaN where neither group has an event."""
        return self.difference + _reach(self.se)

    def table(self) -> pd.DataFrame:
        """One row."""
        return pd.DataFrame(
            {
                "Up to day": [self.earlier.tau],
                "Difference (mean days)": [self.difference],
                "Lower 95%": [self.lower],
                "Upper 95%": [self.upper],
                "Mean days, earlier arm": [self.earlier.estimate],
                "Mean days, later arm": [self.later.estimate],
                "Participants, earlier arm": [self.earlier.n],
                "Participants, later arm": [self.later.n],
            }
        )


def restricted_mean(survival: Survival, tau: float | None = None) -> RestrictedMean:
    """The area under a Kaplan-Meier curve from 0 to `tau` days (Irwin 1949); by default to the last observed day.

    Variance: at every event time the squared area still ahead, times events / (n (n - events)) (Klein &
    Moeschberger 2003, eq. 4.5.2). Raises ChoiceError for a tau below 0 or beyond the observation.
    """
    if not survival.n:
        return RestrictedMean(0, np.nan if tau is None else tau, np.nan, np.nan)
    last = float(survival.days[-1])
    upto = last if tau is None else tau
    if not 0 <= upto <= last:
        raise ChoiceError(f"tau: day {upto:g} is not followed by all groups; choose a day from 0 to {last:g}.")
    curve = survival.curve
    inside = curve.time <= upto
    time, height = curve.time[inside], curve.estimate[inside]
    areas = height * np.diff(time, append=upto)
    ahead = np.cumsum(areas[::-1])[::-1]
    events = np.diff(curve.events[inside], prepend=0)
    se = _error(ahead, events, survival.at_risk(time))
    return RestrictedMean(survival.n, upto, float(areas.sum()), se)


def restricted_difference(earlier: Survival, later: Survival, tau: float | None = None) -> RestrictedDifference:
    """Later minus earlier up to the same day, by default the last day to which both groups are observed.

    Raises ChoiceError for a tau below 0 or beyond the observation of either group.
    """
    both = [float(each.days[-1]) for each in (earlier, later) if each.n]
    upto = min(both, default=np.nan) if tau is None else tau
    return RestrictedDifference(restricted_mean(earlier, upto), restricted_mean(later, upto))


def _error(ahead: Array, events: Counts, risk: Counts) -> float:
    """The standard error; where all at risk had the event nothing is ahead, and nothing is added."""
    left = risk - events
    hazard = np.divide(events, risk * left, out=np.zeros(len(ahead)), where=(events > 0) & (left > 0))
    return float(np.sqrt(np.sum(ahead**2 * hazard)))


def _reach(se: float) -> float:
    return z_value(0.95) * se if se > 0 else float("nan")
