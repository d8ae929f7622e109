"""How long each participant was observed, and how it ended: days and codes, held to what they can be."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array

Counts = NDArray[np.int64]
Truths = NDArray[np.bool_]


def observed(days: ArrayLike, code: ArrayLike, name: str) -> tuple[Array, Counts]:
    """Days ascending, with their codes; raises as `checked` does."""
    time, codes = checked(days, code, name)
    order = np.argsort(time, kind="stable")
    return time[order], codes[order]


def checked(days: ArrayLike, code: ArrayLike, name: str) -> tuple[Array, Counts]:
    """Days and codes (n,) as they came; raises SourceError for what cannot be a time or a code of an event."""
    time, codes = np.asarray(days, dtype=float), np.asarray(code, dtype=float)
    if time.shape != codes.shape:
        raise SourceError(f"days and {name}: {time.size} and {codes.size} rows; each participant needs one of both.")
    if bad := int(np.count_nonzero(~np.isfinite(time) | (time < 0))):
        raise SourceError(
            f"days: {bad} of {time.size} are missing or negative. Time runs from the time zero on: "
            "correct the time-to-event source and lock again."
        )
    if bad := int(np.count_nonzero(~np.isfinite(codes) | (codes < 0) | (codes != np.floor(codes)))):
        raise SourceError(f"{name}: {bad} of {codes.size} are not 0, 1, 2 ... Correct the time-to-event source.")
    return time, codes.astype(np.int64)


def checked_event(days: ArrayLike, event: ArrayLike) -> tuple[Array, Counts]:
    """Days and events 0 or 1 (n,) as they came; raises SourceError as `checked` does and for any other event."""
    time, status = checked(days, event, "event")
    if np.any(status > 1):
        raise SourceError(f"event: found {int(status.max())}; a survival curve takes 0 (censored) and 1 (event).")
    return time, status


def at_risk(days: Array, times: ArrayLike) -> Counts:
    """How many of `days` (ascending) reach each time; same shape as `times`."""
    return np.asarray(len(days) - np.searchsorted(days, np.asarray(times, dtype=float), side="left"), dtype=np.int64)
