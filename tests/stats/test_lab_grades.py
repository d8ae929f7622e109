"""Grades at baseline and after it, and when the later one is worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.ctcae import CRITERIA, NOT_GRADED, VERSIONS, Low, Version
from dashboard.stats.lab_grades import Extremes, Graded, graded

LOWER, UPPER = 2.0, 40.0
VALUE = st.floats(0.05, 2000)


def measured(name: str, before: float, after: float, version: Version = "CTCAE v5.0") -> Graded:
    """One participant with one value before and one after, between the same limits of normal."""
    known, given_ = np.array([before]), np.array([after])
    rows = (known, known / LOWER, known / UPPER, given_, given_ / LOWER, given_, given_ / UPPER)
    return graded(VERSIONS[version][name], Extremes(*rows))


@given(st.sampled_from([*CRITERIA]), VALUE)
@settings(max_examples=60)
def test_what_did_not_change_is_not_worse(name: str, value: float) -> None:
    assert not measured(name, value, value).worse


@given(st.sampled_from([*CRITERIA]), VALUE, VALUE, VALUE)
@settings(max_examples=60)
def test_what_is_worse_stays_so_further_out(name: str, before: float, one: float, other: float) -> None:
    near, far = sorted((one, other), reverse=isinstance(CRITERIA[name], Low))
    assert measured(name, before, near).worse <= measured(name, before, far).worse


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        # ALT, upper limit 40. Baseline 48 is 1.2 times it, grade 1; 264 is 5.5 times the baseline
        (48, 264, (1, 3, True)),
        # baseline 240 is 6 times the limit, grade 3; 1320 is 5.5 times the baseline: grade 3 again, and worse
        (240, 1320, (3, 3, True)),
        (240, 300, (3, 0, False)),  # 1.25 times the baseline is no grade
        (40, 240, (0, 3, True)),
        (np.nan, 240, (NOT_GRADED, 3, True)),
        (240, np.nan, (3, NOT_GRADED, False)),
    ],
)
def test_a_grade_in_multiples_of_the_baseline_is_worse_than_it(
    before: float, after: float, found: tuple[int, int, bool]
) -> None:
    result = measured("alt", before, after)
    assert (result.before[0], result.worst[0], result.worse[0]) == found


def test_a_value_is_no_multiple_of_a_baseline_of_zero() -> None:
    """Creatinine, upper limit 40: 48 is 1.2 times it, whatever was recorded as 0 before."""
    result = measured("creatinine", 0, 48)
    assert (result.before[0], result.worst[0], result.worse[0]) == (0, 1, True)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (240, 1320, (3, 4, True)),  # 6 and 33 times the limit
        (240, 260, (3, 3, False)),
        (48, 264, (1, 3, True)),
        (np.nan, 48, (NOT_GRADED, 1, True)),
    ],
)
def test_before_version_five_a_grade_is_worse_than_a_lower_one(
    before: float, after: float, found: tuple[int, int, bool]
) -> None:
    result = measured("alt", before, after, "CTCAE v4.03")
    assert (result.before[0], result.worst[0], result.worse[0]) == found
