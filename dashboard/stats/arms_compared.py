"""Two groups on one endpoint without competing events: hazard ratio, restricted mean, and what limits them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.hazards import HazardRatio, hazard_ratio
from dashboard.stats.landmarks import FEW, LANDMARKS
from dashboard.stats.partial import two_groups
from dashboard.stats.restricted import RestrictedDifference, restricted_difference
from dashboard.stats.survival import Survival, kaplan_meier
from dashboard.stats.times import checked_event

LEVEL = 0.05
"""Below this the check says that hazards are not proportional; it is a reading aid and no test of the arms."""
AVERAGE = "hazards not proportional: an average over the follow-up so far"
FEW_EVENTS = 20
"""With fewer the check would hardly see hazards that are not proportional, so nothing is said in their favour."""
NOT_CHECKED = "too few events to check whether hazards are proportional"


@dataclass(frozen=True)
class ArmsCompared:
    """The later group beside the earlier: `stratified` is None where the protocol names no strata."""

    groups: tuple[str, str]
    hazard: HazardRatio
    stratified: HazardRatio | None
    restricted: RestrictedDifference

    def table(self) -> pd.DataFrame:
        """One row per measure; ratios as ratios, differences in days."""
        return pd.DataFrame(
            [
                *(
                    [_ratio("Hazard ratio, stratified (later / earlier arm)", self.stratified)]
                    if self.stratified
                    else []
                ),
                _ratio("Hazard ratio (later / earlier arm)", self.hazard),
                {
                    "Comparison": "Difference of restricted means (days)",
                    "Value": self.restricted.difference,
                    "Lower 95%": self.restricted.lower,
                    "Upper 95%": self.restricted.upper,
                    "Note": _upto(self.restricted.earlier.tau),
                },
            ]
        )


def _upto(tau: float) -> str:
    mean = "mean days without the event"
    return f"{mean} among the first {tau:g}" if np.isfinite(tau) else f"{mean}; no day is reached in both arms"


def arms_compared(
    days: ArrayLike,
    event: ArrayLike,
    group: pd.Categorical,
    stratum: ArrayLike | None = None,
    landmarks: Sequence[float] = LANDMARKS,
) -> ArmsCompared:
    """Hazard ratio (also within strata, where given) and the difference of restricted means of two groups.

    `days` (n,), `event` (n,) 1 or 0, `group` (n,) of two names, the earlier first, `stratum` (n,) labels. Restricted
    to the last of `landmarks` to which both groups have five at risk; before the first of them, to the last day both
    are observed. Raises as `hazard_ratio` does.
    """
    time, status = checked_event(days, event)
    of = two_groups(group, len(time))
    earlier, later = (kaplan_meier(time[own], status[own], landmarks) for own in (of.codes == 0, of.codes == 1))
    return ArmsCompared(
        groups=(of.names[0], of.names[1]),
        hazard=hazard_ratio(time, status, group),
        stratified=None if stratum is None else hazard_ratio(time, status, group, stratum),
        restricted=restricted_difference(earlier, later, _last(earlier, later)),
    )


def proportional(ratio: HazardRatio) -> str:
    """What the check of proportional hazards says, in words; what the ratio itself says where there is none."""
    if ratio.note:
        return ratio.note
    if ratio.proportional_p < LEVEL:
        return AVERAGE
    if np.isnan(ratio.proportional_p) or sum(ratio.events) < FEW_EVENTS:
        return NOT_CHECKED
    return f"no sign against proportional hazards in {sum(ratio.events)} events"


def _ratio(title: str, ratio: HazardRatio) -> dict[str, str | float]:
    limits = {"Value": ratio.ratio, "Lower 95%": ratio.lower, "Upper 95%": ratio.upper}
    return {"Comparison": title, **limits, "Note": proportional(ratio)}


def _last(earlier: Survival, later: Survival) -> float | None:
    both = zip(earlier.landmarks, later.landmarks, strict=True)
    return max((a.day for a, b in both if min(a.at_risk, b.at_risk) >= FEW), default=None)
