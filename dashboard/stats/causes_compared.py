"""Two groups where causes compete: hazards beside cumulative incidences, and whether they point the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.competing import CumulativeIncidence, Difference, aalen_johansen, checked_causes
from dashboard.stats.competing import landmark_difference as differences
from dashboard.stats.fine_gray import fine_gray
from dashboard.stats.hazards import HazardRatio, hazard_ratio
from dashboard.stats.intervals import Array
from dashboard.stats.landmarks import FEW, LANDMARKS
from dashboard.stats.partial import Ratio, two_groups
from dashboard.stats.times import Counts, Truths, at_risk

LIKE_INCIDENCES = 0.01
"""Incidences less than one percentage point apart are called about the same."""
LIKE_HAZARDS = float(np.log(1.1))
"""Hazards whose ratio is less than 1.1 either way are called about the same."""


@dataclass(frozen=True)
class OneCause:
    """A cause in two groups: the ratio of its own hazards, that of the subdistribution, and the incidences.

    `difference` is that of the cumulative incidences at the last landmark both groups reach; None before the first.
    `own` is the part of it that this cause's hazards made, as `own_part` has it; the other causes made the rest.
    """

    title: str
    hazard: HazardRatio
    subdistribution: Ratio
    difference: Difference | None
    own: float

    @property
    def reading(self) -> str:
        """How hazard and incidence go together, in words that favour no group."""
        hazard, incidence = self._signs
        earlier, later = self.hazard.groups
        if not np.isfinite(hazard):
            return f"{self.title}: {self._events}; no hazard ratio can be estimated."
        ratio = f"{self._events}, hazard ratio {later} / {earlier} {self._interval}"
        if self.difference is None or not np.isfinite(incidence):
            return f"{self.title}: {ratio}; no landmark is reached by both."
        if hazard == incidence:
            both = _beside(hazard, later, earlier)
            return f"{self.title}: hazard and cumulative incidence are both {both}; {ratio}.{self._open}"
        return (
            f"{self.title}: the cumulative incidence at day {self.difference.day:g} is "
            f"{_beside(incidence, later, earlier)}, but the hazard is {_beside(hazard, later, earlier)}; {ratio}. "
            f"{self._why(later)}{self._open}"
        )

    @property
    def _open(self) -> str:
        """Said where neither interval leaves out that the groups are equal."""
        between = self.difference
        if between and self.hazard.lower < 1 < self.hazard.upper and between.lower < 0 < between.upper:
            return " The intervals leave either direction open."
        return ""

    @property
    def _events(self) -> str:
        """How many each group had."""
        (earlier, later), (first, second) = self.hazard.groups, self.hazard.events
        return f"events {earlier} {first}, {later} {second}"

    @property
    def _interval(self) -> str:
        hazard = self.hazard
        limits = f" ({hazard.lower:.2f} to {hazard.upper:.2f})" if np.isfinite(hazard.lower) else ""
        return f"{hazard.ratio:.2f}{limits}"

    @property
    def _signs(self) -> tuple[float, float]:
        difference = np.nan if self.difference is None else self.difference.difference
        return _side(self.hazard.log_ratio, LIKE_HAZARDS), _side(difference, LIKE_INCIDENCES)

    def _why(self, later: str) -> str:
        """The other causes, where without them hazard and incidence would agree; else that one is an average."""
        hazard, incidence = self._signs
        if _side(self.own, LIKE_INCIDENCES) != hazard:
            return "The ratio averages over the whole follow-up and need not agree with the incidence at one day."
        often, left = ("less", "more") if incidence > hazard else ("more", "fewer")
        return f"Other events came first {often} often in {later}, so {left} were left to have this one."


@dataclass(frozen=True)
class CausesCompared:
    """Every shown cause in two groups, the earlier and the later."""

    groups: tuple[str, str]
    causes: tuple[OneCause, ...]

    @property
    def text(self) -> str:
        """How each cause is to be read, one sentence or more each."""
        return " ".join(cause.reading for cause in self.causes)

    def table(self) -> pd.DataFrame:
        """One row per cause; differences in percentage points."""
        return pd.DataFrame([_row(cause) for cause in self.causes])


def causes_compared(
    days: ArrayLike,
    cause: ArrayLike,
    group: pd.Categorical,
    causes: Sequence[str] = ("relapse", "nrm"),
    shown: Sequence[str] = (),
    landmarks: Sequence[float] = LANDMARKS,
) -> CausesCompared:
    """Hazard ratios and incidences of causes in two groups; `shown` of `causes`, by default all.

    `days` (n,), `cause` (n,) 0 censored, k the k-th of `causes`, `group` (n,) of two names, the earlier first.
    The cause-specific ratio compares rates among those still free of every cause (Cox, whoever had another cause is
    censored); the subdistribution ratio how incidences differ (Fine & Gray 1999). With fewer events of one cause
    more participants are left for another, so the two can point in opposite ways; both are to be shown (Latouche et
    al. 2013, J Clin Epidemiol 66:648). Raises as `hazard_ratio` and `fine_gray` do.
    """
    time, codes = checked_causes(days, cause, causes)
    of = two_groups(group, len(time))
    ratios = fine_gray(time, codes, group, causes).causes
    earlier, later = (aalen_johansen(time[here], codes[here], causes, landmarks) for here in _each(of.codes))
    between = _at_last(earlier, later)
    rows = []
    for number, name in enumerate(causes, start=1):
        if name in (shown or causes):
            own = hazard_ratio(time, codes == number, group)
            difference = between.get(name)
            part = own_part(time, codes, of.codes == 1, number, difference.day) if difference else np.nan
            rows.append(OneCause(name, own, ratios[name], difference, part))
    return CausesCompared((of.names[0], of.names[1]), tuple(rows))


def own_part(time: Array, codes: Counts, later: Truths, number: int, day: float) -> float:
    """How the later group's incidence of a cause by a day would differ if the other causes' hazards were equal.

    Equal to the earlier group's, then to the later's, and the two averaged (Kitagawa 1955, J Am Stat Assoc 50:1168),
    so that this part and the rest, which the other causes made, add up to the difference of the incidences.
    `time` (n,), `codes` (n,) 0 censored or the cause, `later` (n,).
    """
    order = np.argsort(time, kind="stable")
    time, codes, later = time[order], codes[order], later[order]
    at = np.unique(time[(codes > 0) & (time <= day)])
    mine, others = codes == number, (codes > 0) & (codes != number)
    own, own_later = (_hazard(time[here], mine[here], at) for here in (~later, later))
    held = (_hazard(time[here], others[here], at) for here in (~later, later))
    return sum(_incidence(own_later, each) - _incidence(own, each) for each in held) / 2


def _hazard(time: Array, event: Truths, at: Array) -> Array:
    """Events among those at risk on each of some days, `time` ascending; 0 where nobody is."""
    ends = time[event]
    counted = np.searchsorted(ends, at, side="right") - np.searchsorted(ends, at, side="left")
    return np.asarray(counted / np.maximum(at_risk(time, at), 1))


def _incidence(own: Array, others: Array) -> float:
    """The cumulative incidence at the end of days with these hazards of a cause and of the others."""
    free = np.cumprod(1 - np.minimum(own + others, 1))
    return float(np.sum(np.concatenate([[1.0], free])[: len(own)] * own))


def _each(codes: Any) -> tuple[Any, Any]:
    return codes == 0, codes == 1


def _at_last(earlier: CumulativeIncidence, later: CumulativeIncidence) -> dict[str, Difference]:
    """The differences at the last landmark to which both groups have five at risk; nothing before the first."""
    rows = differences(earlier, later).rows
    known = [row.day for row in rows if np.isfinite(row.difference) and min(row.at_risk) >= FEW]
    return {row.measure: row for row in rows if row.day == max(known, default=-1)}


def _side(value: float, alike: float) -> float:
    """-1, 0 where nearer to 0 than `alike`, or 1; NaN where unknown."""
    return float(np.sign(np.where(np.abs(value) < alike, 0.0, value)))


def _beside(side: float, later: str, earlier: str) -> str:
    return f"about the same in {later} as in {earlier}" if side == 0 else f"{_level(side)} in {later} than in {earlier}"


def _level(side: float) -> str:
    return "higher" if side > 0 else "lower"


def _row(cause: OneCause) -> dict[str, Any]:
    difference = cause.difference or Difference(cause.title, *(np.nan,) * 5, at_risk=(0, 0))
    return {
        "Measure": cause.title,
        "Cause-specific hazard ratio (later / earlier arm)": cause.hazard.ratio,
        "Lower 95%, hazard": cause.hazard.lower,
        "Upper 95%, hazard": cause.hazard.upper,
        "Subdistribution hazard ratio (Fine–Gray)": cause.subdistribution.ratio,
        "Lower 95%, subdistribution": cause.subdistribution.lower,
        "Upper 95%, subdistribution": cause.subdistribution.upper,
        "Day": difference.day,
        "Difference of incidence (percentage points)": 100 * difference.difference,
        "Lower 95%, difference": 100 * difference.lower,
        "Upper 95%, difference": 100 * difference.upper,
        "Events, earlier arm": cause.hazard.events[0],
        "Events, later arm": cause.hazard.events[1],
        "Participants, earlier arm": cause.hazard.n[0],
        "Participants, later arm": cause.hazard.n[1],
        "Reading": cause.reading,
    }
