"""Cumulative incidence by days from transplantation, for participants randomised some time after it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.stats.arms import ByArm, arm_codes
from dashboard.stats.intervals import Array
from dashboard.stats.landmarks import LANDMARKS
from dashboard.stats.late_entry import LEAST, LateEntry, late_entry
from dashboard.stats.times import Counts, Truths


def from_transplantation(
    arm: pd.Categorical,
    entry: Array,
    days: Array,
    cause: Counts,
    causes: Sequence[str] = ("relapse", "nrm"),
    landmarks: Sequence[float] = LANDMARKS,
) -> ByArm[LateEntry]:
    """Each arm's incidence with delayed entry, all arms from the same day on.

    `entry` and `days` (n,) count from transplantation: randomisation, and the first event or censoring. That day is
    the first on which ten are at risk in every arm that ever has ten, so that all curves are conditional on the same;
    without such a day everything is blank. Who left before it is counted as `left_out`. Raises as `late_entry` does.
    """
    codes, came, time, how = arm_codes(arm), np.asarray(entry, float), np.asarray(days, float), np.asarray(cause)
    mine = {str(name): codes == code for code, name in enumerate(arm.categories)}
    alone = {name: late_entry(came[own], time[own], how[own], causes, landmarks) for name, own in mine.items()}
    able = [name for name, each in alone.items() if np.isfinite(each.start)]
    start = _together(came, time, [mine[name] for name in able])
    results = {}
    for name, own in mine.items():
        kept = own & (time > start)
        each = late_entry(np.fmax(came[kept], start), time[kept], how[kept], causes, landmarks)
        results[name] = replace(each, left_out=int(own.sum()) - each.n)
    return ByArm(results)


def _together(came: Array, time: Array, arms: Sequence[Truths]) -> float:
    """The first day of an entry on which each of the arms has enough at risk; NaN if there is none."""
    at = np.unique(came)
    under = [(came[own] <= day) & (time[own] > day) for own in arms for day in at]
    enough = np.array([each.sum() >= LEAST for each in under], dtype=bool).reshape(len(arms), len(at)).all(axis=0)
    return float(at[np.argmax(enough)]) if arms and enough.any() else float("nan")
