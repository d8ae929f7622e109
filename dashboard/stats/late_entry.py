"""Cumulative incidence on a clock that started before participants came under observation; descriptive only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import SourceError
from dashboard.stats.competing import FREE, CumulativeIncidence, checked_causes
from dashboard.stats.intervals import Array
from dashboard.stats.landmarks import LANDMARKS, Curve, Landmark, landmark
from dashboard.stats.steps import steps
from dashboard.stats.times import Counts

LEAST = 10
"""The curves start when so many are at risk: before, one event would move them too far."""


@dataclass(frozen=True, eq=False)
class LateEntry(CumulativeIncidence):
    """Incidence after day `start`, given free of every cause until then; `entry` (n,) are days of coming in.

    `n` counts those at risk at some time after `start`, `left_out` those who were not: they had entered and left
    by then. `start` is NaN, and everything blank, when there were never ten at risk.
    """

    start: float
    entry: Array
    left_out: int

    def at_risk(self, times: ArrayLike) -> Counts:
        """How many were under observation and free of every cause at each time: entry < time <= exit."""
        return _under_observation(self.entry, self.days, times)


def late_entry(
    entry: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    causes: Sequence[str] = ("relapse", "nrm"),
    landmarks: Sequence[float] = LANDMARKS,
) -> LateEntry:
    """Aalen-Johansen with delayed entry, as for days from transplantation in those randomised later.

    `entry` and `days` (n,) on the same clock: coming under observation, and the first event or censoring; `cause`
    (n,) 0 censored, k the k-th of `causes`. At risk on day t is who has entry < t <= days. The curves start on the
    first day after which ten are at risk and are conditional on it. Standard errors are the delta method's.
    There is no test on this clock: who enters late has been selected by living until then.
    Raises SourceError as `aalen_johansen` does, and for an entry that is missing, negative or after the exit.
    """
    time, codes = checked_causes(days, cause, causes)
    came = _checked_entry(entry, time)
    start = _start(came, time)
    kept = np.flatnonzero((time > np.maximum(came, start)) & np.isfinite(start))
    kept = kept[np.argsort(time[kept], kind="stable")]
    left_out = len(time) - len(kept)
    came, time, codes = came[kept], time[kept], codes[kept]
    seen = steps(time, codes, len(causes), came, start)
    curves, free = {name: seen.cause(k) for k, name in enumerate(causes)}, seen.free()
    every = [*curves.items(), (FREE, free)]
    read = [_landmark(name, curve, came, time, day, seen.ended) for name, curve in every for day in landmarks]
    return LateEntry(len(kept), time, tuple(causes), curves, free, tuple(read), start, came, left_out)


def _checked_entry(entry: ArrayLike, time: Array) -> Array:
    came = np.asarray(entry, dtype=float)
    if came.shape != time.shape:
        raise SourceError(f"entry and days: {came.size} and {time.size} rows; each participant needs one of both.")
    if bad := int(np.count_nonzero(~(np.isfinite(came) & (came >= 0) & (came <= time)))):
        raise SourceError(
            f"entry: {bad} of {came.size} are missing, negative or after the last day observed. "
            "Correct the dates of transplantation and randomisation and lock again."
        )
    return came


def _start(came: Array, time: Array) -> float:
    """The first day of an entry after which ten are at risk; NaN if there is none."""
    at = np.unique(came)
    after = np.searchsorted(np.sort(came), at, side="right") - np.searchsorted(np.sort(time), at, side="right")
    enough = after >= LEAST
    return float(at[np.argmax(enough)]) if enough.any() else float("nan")


def _under_observation(came: Array, days: Array, times: ArrayLike) -> Counts:
    at = np.asarray(times, dtype=float)
    entered, left = np.searchsorted(np.sort(came), at, side="left"), np.searchsorted(days, at, side="left")
    return np.asarray(entered - left, dtype=np.int64)


def _landmark(measure: str, curve: Curve, came: Array, days: Array, day: float, ended: bool) -> Landmark:
    """The curve at a day; blank before it starts too, with those under observation as at risk."""
    if not len(days) or day < curve.time[0]:
        return Landmark(measure, day, np.nan, np.nan, np.nan, np.nan, 0, 0, len(days))
    return replace(landmark(measure, curve, days, day, ended), at_risk=int(_under_observation(came, days, day)))
