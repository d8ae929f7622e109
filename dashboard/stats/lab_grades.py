"""Grades of participants' laboratory values: at baseline, and the worst after it."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dashboard.stats import ctcae
from dashboard.stats.intervals import Array


@dataclass(frozen=True, eq=False)
class Extremes:
    """Values of a test at baseline, and the least and the greatest after it; all arrays (n,), NaN where not measured.

    `of_lower` and `of_upper` are multiples of the limits of normal of the same measurement.
    """

    baseline: Array
    baseline_of_lower: Array
    baseline_of_upper: Array
    lowest: Array
    lowest_of_lower: Array
    highest: Array
    highest_of_upper: Array

    def only(self, those: NDArray[np.bool_]) -> "Extremes":
        """Some of the rows."""
        return Extremes(*(np.asarray(getattr(self, field.name), dtype=float)[those] for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Graded:
    """Grades (n,) at baseline, by the limits of normal; the worst after it; whether that one is worse than at baseline.

    A baseline without a grade is below any other. A grade of a criterion that counts in multiples of an abnormal
    baseline is worse than the baseline, whatever grade that had.
    """

    before: ctcae.Grades
    worst: ctcae.Grades
    worse: NDArray[np.bool_]


def graded(criterion: ctcae.Criterion, values: Extremes) -> Graded:
    """The grades of each row by a criterion. A baseline of 0 has no multiples."""
    none = np.full(len(values.baseline), np.nan)
    times = values.highest / np.where(values.baseline > 0, values.baseline, none)
    if isinstance(criterion, ctcae.High):
        before = ctcae.high(criterion, values.baseline_of_upper, none, none)
        worst = ctcae.high(criterion, values.highest_of_upper, values.baseline_of_upper, times)
        return Graded(before, worst, worst > (before if criterion.first is None else np.minimum(before, 0)))
    if isinstance(criterion, ctcae.Low):
        before = ctcae.low(criterion, values.baseline, values.baseline_of_lower)
        worst = ctcae.low(criterion, values.lowest, values.lowest_of_lower)
    else:
        before = ctcae.rise(criterion, values.baseline_of_upper, none)
        worst = ctcae.rise(criterion, values.highest_of_upper, times)
    return Graded(before, worst, worst > before)
