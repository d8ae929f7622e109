"""Laboratory values: shift of grades from baseline to worst, signals of liver injury, quartiles over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats import ctcae
from dashboard.stats.arms import arm_codes
from dashboard.stats.counts import share
from dashboard.stats.lab_grades import Extremes, graded

Array = np.ndarray[Any, np.dtype[Any]]

GRADES = (0, 1, 2, 3, 4, ctcae.NOT_GRADED)


@dataclass(frozen=True)
class Shift:
    """Participants by arm, baseline grade and worst grade after it; `term` is what is graded, empty for no grades."""

    term: str
    n: Mapping[str, int]
    counts: Mapping[tuple[str, int, int], int]

    def table(self) -> pd.DataFrame:
        """One row per arm, baseline grade and worst grade."""
        rows = [
            (arm, said(before), said(worst), count, self.n[arm], share(count, self.n[arm]))
            for (arm, before, worst), count in self.counts.items()
        ]
        return pd.DataFrame(rows, columns=["Arm", "Baseline grade", "Worst grade", "Participants", "Of", "%"])


def said(grade: int) -> str:
    """A grade in words."""
    return "Not graded" if grade == ctcae.NOT_GRADED else f"Grade {grade}"


def shift(arm: pd.Categorical, *, criteria: Mapping[str, ctcae.Criterion], test: str, **values: Array) -> Shift:
    """Grades of the rows, one per participant; `criteria` are those of the tests that have one.

    `values` are the arrays of `lab_grades.Extremes`. A baseline is graded by the limits of normal. Raises SourceError
    for a row without an arm.
    """
    codes, names = arm_codes(arm), tuple(str(name) for name in arm.categories)
    size = {name: int(np.count_nonzero(codes == code)) for code, name in enumerate(names)}
    criterion = criteria.get(test)
    if criterion is None:
        return Shift("", size, {})
    found = graded(criterion, Extremes(**values))
    counts = {
        (name, b, w): int(np.count_nonzero((codes == code) & (found.before == b) & (found.worst == w)))
        for code, name in enumerate(names)
        for b in GRADES
        for w in GRADES
    }
    return Shift(criterion.term, size, counts)


@dataclass(frozen=True)
class Liver:
    """Peaks in multiples of the upper limit of normal, (n,) each with the arm's position in `arms`; NaN: not measured.

    `transaminase_limit` and `bilirubin_limit` divide the plane: above both is the quadrant of possible Hy's law.
    """

    arms: tuple[str, ...]
    codes: Array
    transaminase: Array
    bilirubin: Array
    transaminase_limit: float
    bilirubin_limit: float

    def n(self, arm: str) -> int:
        """Everybody of the arm."""
        return int(np.count_nonzero(self.codes == self.arms.index(arm)))

    def quadrants(self, arm: str) -> dict[str, int]:
        """Participants of an arm in each quadrant, and those without both measurements; they add up to the arm."""
        mine = self.codes == self.arms.index(arm)
        with np.errstate(invalid="ignore"):
            liver, bile = self.transaminase > self.transaminase_limit, self.bilirubin > self.bilirubin_limit
        known = np.isfinite(self.transaminase) & np.isfinite(self.bilirubin)
        kinds = (liver & bile, ~liver & bile, liver & ~bile, ~liver & ~bile)
        found = {
            title: int(np.count_nonzero(mine & known & kind)) for title, kind in zip(QUADRANTS, kinds, strict=True)
        }
        return found | {MISSING: int(np.count_nonzero(mine & ~known))}

    def table(self) -> pd.DataFrame:
        """One row per arm and quadrant."""
        rows = [
            (arm, title, count, self.n(arm), share(count, self.n(arm)))
            for arm in self.arms
            for title, count in self.quadrants(arm).items()
        ]
        return pd.DataFrame(rows, columns=["Arm", "Quadrant", "Participants", "Of", "%"])


QUADRANTS = ("Possible Hy's law", "Cholestasis", "Temple's corollary", "Neither")
"""Both above their limits; bilirubin alone; transaminase alone; neither (Merz et al. 2014, Drug Saf 37:S33)."""
MISSING = "Not both measured"


def liver(
    arm: pd.Categorical,
    transaminase: Array,
    bilirubin: Array,
    *,
    limits: tuple[float, float],
) -> Liver:
    """Peaks, one row per participant; `limits` are (transaminase, bilirubin). Raises SourceError without an arm."""
    names, codes = tuple(str(name) for name in arm.categories), arm_codes(arm)
    return Liver(names, codes, ctcae.multiples(transaminase), ctcae.multiples(bilirubin), *limits)


@dataclass(frozen=True)
class Beyond:
    """Who is beyond a limit of the plane: participant, arm, quadrant (or not both measured) and the two multiples."""

    rows: tuple[tuple[str, str, str, float, float], ...]

    def table(self) -> pd.DataFrame:
        """One row per participant; peaks in multiples of the upper limit of normal."""
        heads = [
            "Participant",
            "Arm",
            "Quadrant",
            "Highest transaminase, × upper limit",
            "Highest bilirubin, × upper limit",
        ]
        return pd.DataFrame(self.rows, columns=heads)


def beyond(
    arm: pd.Categorical, participant: Array, transaminase: Array, bilirubin: Array, *, limits: tuple[float, float]
) -> Beyond:
    """Participants with a peak above its limit, as `liver` has them: quadrant by quadrant, the highest first."""
    plane = liver(arm, transaminase, bilirubin, limits=limits)
    with np.errstate(invalid="ignore"):
        high = plane.transaminase > limits[0], plane.bilirubin > limits[1]
    known = np.isfinite(plane.transaminase) & np.isfinite(plane.bilirubin)
    place = np.where(~known, len(QUADRANTS), np.select([high[0] & high[1], high[1]], [0, 1], 2))
    order = np.lexsort((participant.astype(str), -np.fmax(plane.transaminase, plane.bilirubin), place))
    chosen = order[(high[0] | high[1])[order]]
    columns = (participant, plane.codes, place, plane.transaminase, plane.bilirubin)
    rows = zip(*(column[chosen].tolist() for column in columns), strict=True)
    titles = (*QUADRANTS, MISSING)
    return Beyond(tuple((str(who), plane.arms[code], titles[at], *peaks) for who, code, at, *peaks in rows))


@dataclass(frozen=True)
class Course:
    """Quartiles of a test by arm and visit, NaN where nobody was measured; `due` are days after randomisation."""

    arms: tuple[str, ...]
    visits: tuple[str, ...]
    due: Array
    participants: Array
    lower: Array
    middle: Array
    upper: Array

    def table(self) -> pd.DataFrame:
        """One row per arm and visit."""
        return pd.DataFrame(
            {
                "Arm": self.arms,
                "Visit": self.visits,
                "Due on day": self.due,
                "Measured": self.participants,
                "Median": self.middle,
                "Lower quartile": self.lower,
                "Upper quartile": self.upper,
            }
        )


def course(
    arm: pd.Categorical,
    visit: Array,
    due_day: Array,
    participants: Array,
    lower: Array,
    middle: Array,
    upper: Array,
) -> Course:
    """The quartiles of the query (Hyndman and Fan's type 7), a row per arm and visit."""
    arm_codes(arm)
    low, mid, high = (np.asarray(each, dtype=float) for each in (lower, middle, upper))
    due, measured = (np.asarray(each, dtype=int) for each in (due_day, participants))
    return Course(tuple(str(name) for name in arm), tuple(str(name) for name in visit), due, measured, low, mid, high)
