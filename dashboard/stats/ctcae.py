"""Grades of laboratory values from the value itself, by the Common Terminology Criteria for Adverse Events (CTCAE).

National Cancer Institute, CTCAE version 5.0, 27 November 2017, and version 4.03, 14 June 2010, section
"Investigations"; "Anemia" stands under "Blood and lymphatic system disorders", "Hypoalbuminemia" under "Metabolism and
nutrition disorders". Only what a value alone decides is graded: no symptom, no transfusion, no death.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Version = Literal["CTCAE v5.0", "CTCAE v4.03"]
NOT_GRADED = -1
"""The grade of a value that is missing, or whose limit of normal would decide and is missing."""

Grades = NDArray[np.int64]


@dataclass(frozen=True)
class Low:
    """Too little: grade 1 below the lower limit of normal, grade k + 2 below `below[k]`, in `unit`."""

    term: str
    unit: str
    below: tuple[float, ...]


@dataclass(frozen=True)
class High:
    """Too much: grade 1 above the upper limit of normal, grade k + 2 above `above[k]` times that limit.

    Where the baseline was above the limit, multiples are of the baseline, and grade 1 starts at `first` times it;
    `first_included` says whether that multiple itself has grade 1. Without `first` the baseline changes nothing.
    """

    term: str
    above: tuple[float, ...]
    first: float | None
    first_included: bool = False


@dataclass(frozen=True)
class Rise:
    """Too much by either of two measures, the worse of which is the grade, whatever the baseline was.

    Grade 1 above the upper limit of normal, grade k + 2 above `above[k]` times that limit; or grade k + 1 above
    `of_baseline[k]` times the baseline, where one multiple given twice begins with the higher grade.
    """

    term: str
    above: tuple[float, ...]
    of_baseline: tuple[float, ...]


Criterion = Low | High | Rise

CRITERIA: dict[str, Criterion] = {
    "alt": High("Alanine aminotransferase increased", (3, 5, 20), 1.5, True),
    "ast": High("Aspartate aminotransferase increased", (3, 5, 20), 1.5, True),
    "alp": High("Alkaline phosphatase increased", (2.5, 5, 20), 2, True),
    "ggt": High("GGT increased", (2.5, 5, 20), 2, True),
    "bilirubin": High("Blood bilirubin increased", (1.5, 3, 10), 1, False),
    "creatinine": Rise("Creatinine increased", (1.5, 3, 6), (1.5, 1.5, 3)),
    "neutrophils": Low("Neutrophil count decreased", "10^9/L", (1.5, 1.0, 0.5)),
    "platelets": Low("Platelet count decreased", "10^9/L", (75, 50, 25)),
    "leukocytes": Low("White blood cell decreased", "10^9/L", (3, 2, 1)),
    "lymphocytes": Low("Lymphocyte count decreased", "10^9/L", (0.8, 0.5, 0.2)),
    "haemoglobin": Low("Anemia", "g/L", (100, 80)),
    "albumin": Low("Hypoalbuminemia", "g/L", (30, 20)),
}
"""By version 5.0."""

VERSIONS: dict[Version, dict[str, Criterion]] = {
    "CTCAE v5.0": CRITERIA,
    "CTCAE v4.03": CRITERIA
    | {
        "alt": High("Alanine aminotransferase increased", (3, 5, 20), None),
        "ast": High("Aspartate aminotransferase increased", (3, 5, 20), None),
        "alp": High("Alkaline phosphatase increased", (2.5, 5, 20), None),
        "ggt": High("GGT increased", (2.5, 5, 20), None),
        "bilirubin": High("Blood bilirubin increased", (1.5, 3, 10), None),
        "creatinine": Rise("Creatinine increased", (1.5, 3, 6), (1, 1.5, 3)),
    },
}
"""Below a lower limit both versions grade alike; 4.03 counts an excess from the upper limit whatever the baseline."""


def multiples(ratio: ArrayLike) -> NDArray[np.float64]:
    """Ratios to nine decimals: a value at exactly k times its limit is not above it, though 2.1 / 0.7 > 3 in binary."""
    rounded: NDArray[np.float64] = np.round(np.asarray(ratio, dtype=float), 9)
    return rounded


def low(criterion: Low, value: ArrayLike, of_lower: ArrayLike) -> Grades:
    """Grades of values in the criterion's unit; `of_lower` is the value over its lower limit of normal.

    Of several measurements take the least of each: the grade is then the worst of theirs.
    """
    x, ratio = np.asarray(value, dtype=float), multiples(of_lower)
    with np.errstate(invalid="ignore"):
        grade = np.where(ratio < 1, 1, 0) + sum(np.where(x < limit, 1, 0) for limit in criterion.below)
        grade = np.where((x < criterion.below[0]) & ~(ratio < 1), grade + 1, grade)
        unknown = np.isnan(x) | (np.isnan(ratio) & ~(x < criterion.below[0]))
    return np.where(unknown, NOT_GRADED, grade).astype(np.int64)


def high(criterion: High, of_upper: ArrayLike, baseline_of_upper: ArrayLike, of_baseline: ArrayLike) -> Grades:
    """Grades of values over their upper limit of normal, or over the baseline where that was above its own limit.

    A baseline that is missing is taken as normal. Of several measurements take the greatest of each.
    """
    upper, start, times = (multiples(each) for each in (of_upper, baseline_of_upper, of_baseline))
    least = np.inf if criterion.first is None else criterion.first
    with np.errstate(invalid="ignore"):
        abnormal = (start > 1) & np.isfinite(least)
        first = times >= least if criterion.first_included else times > least
        begun = np.where(abnormal, first, upper > 1).astype(int)
        multiple = np.where(abnormal, times, upper)
        grade = begun + sum(np.where(multiple > limit, 1, 0) for limit in criterion.above)
    return np.where(np.isnan(multiple), NOT_GRADED, grade).astype(np.int64)


def rise(criterion: Rise, of_upper: ArrayLike, of_baseline: ArrayLike) -> Grades:
    """Grades of values over their upper limit of normal and over their baseline, whichever is worse.

    Without a baseline the limit alone decides. Of several measurements take the greatest of each.
    """
    upper, times = multiples(of_upper), multiples(of_baseline)
    with np.errstate(invalid="ignore"):
        by_limit = np.searchsorted((1, *criterion.above), upper)
        by_baseline = np.where(times > criterion.of_baseline[0], np.searchsorted(criterion.of_baseline, times), 0)
    return np.where(np.isnan(upper), NOT_GRADED, np.maximum(by_limit, by_baseline)).astype(np.int64)
