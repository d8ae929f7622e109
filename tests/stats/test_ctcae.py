"""Grades at and around each limit of CTCAE v5.0 (NCI, 27 November 2017), read off its tables by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.ctcae import CRITERIA, NOT_GRADED, High, Low, high, low

NAN = math.nan


def low_of(name: str) -> Low:
    found = CRITERIA[name]
    assert isinstance(found, Low)
    return found


def high_of(name: str) -> High:
    found = CRITERIA[name]
    assert isinstance(found, High)
    return found


@pytest.mark.parametrize(
    ("name", "value", "lower", "grade"),
    [
        # neutrophils: grade 1 <LLN to 1.5; 2 <1.5 to 1.0; 3 <1.0 to 0.5; 4 <0.5 (10^9/L)
        ("neutrophils", 1.8, 1.8, 0),
        ("neutrophils", 1.79, 1.8, 1),
        ("neutrophils", 1.5, 1.8, 1),
        ("neutrophils", 1.49, 1.8, 2),
        ("neutrophils", 1.0, 1.8, 2),
        ("neutrophils", 0.99, 1.8, 3),
        ("neutrophils", 0.5, 1.8, 3),
        ("neutrophils", 0.49, 1.8, 4),
        ("neutrophils", 1.4, 1.3, 2),  # above its own lower limit, below the grade's
        ("neutrophils", 1.6, NAN, NOT_GRADED),  # the missing limit decides between 0 and 1
        ("neutrophils", 0.4, NAN, 4),
        ("neutrophils", NAN, NAN, NOT_GRADED),
        # platelets: <LLN to 75; <75 to 50; <50 to 25; <25
        ("platelets", 75, 150, 1),
        ("platelets", 74, 150, 2),
        ("platelets", 49, 150, 3),
        ("platelets", 24, 150, 4),
        # haemoglobin: <LLN to 100 g/L; <100 to 80; <80; grade 4 is no value
        ("haemoglobin", 100, 120, 1),
        ("haemoglobin", 99, 120, 2),
        ("haemoglobin", 30, 120, 3),
    ],
)
def test_too_little(name: str, value: float, lower: float, grade: int) -> None:
    assert low(low_of(name), value, value / lower) == grade


@pytest.mark.parametrize(
    ("name", "of_upper", "baseline", "grade"),
    [
        # ALT, normal baseline: >ULN to 3; >3 to 5; >5 to 20; >20
        ("alt", 1.0, 1.0, 0),
        ("alt", 1.01, 1.0, 1),
        ("alt", 3.0, 0.5, 1),
        ("alt", 3.01, 0.5, 2),
        ("alt", 5.0, 0.5, 2),
        ("alt", 5.01, 0.5, 3),
        ("alt", 20.0, 0.5, 3),
        ("alt", 20.01, 0.5, 4),
        ("alt", 3.01, NAN, 2),  # no baseline: taken as normal
        # ALT, abnormal baseline of 2 x ULN: 1.5 to 3 x baseline; >3 to 5; >5 to 20; >20
        ("alt", 2.9, 2.0, 0),
        ("alt", 3.0, 2.0, 1),
        ("alt", 6.0, 2.0, 1),
        ("alt", 6.1, 2.0, 2),
        ("alt", 10.1, 2.0, 3),
        ("alt", 40.1, 2.0, 4),
        # bilirubin: >ULN to 1.5; >1.5 to 3; >3 to 10; >10; abnormal baseline: >1.0 to 1.5 x baseline ...
        ("bilirubin", 1.5, 1.0, 1),
        ("bilirubin", 1.51, 1.0, 2),
        ("bilirubin", 3.01, 1.0, 3),
        ("bilirubin", 10.1, 1.0, 4),
        ("bilirubin", 2.0, 2.0, 0),
        ("bilirubin", 2.01, 2.0, 1),
        ("bilirubin", 3.01, 2.0, 2),
        ("bilirubin", NAN, 1.0, NOT_GRADED),
    ],
)
def test_too_much(name: str, of_upper: float, baseline: float, grade: int) -> None:
    assert high(high_of(name), of_upper, baseline, of_upper / baseline) == grade


@given(st.lists(st.floats(0.01, 500), min_size=1, max_size=20), st.sampled_from(["neutrophils", "platelets"]))
@settings(max_examples=60)
def test_the_worst_grade_is_that_of_the_least_value_and_of_the_least_share_of_its_limit(
    values: list[float], name: str
) -> None:
    x, ratio = np.array(values), np.array(values) / 2.0
    assert low(low_of(name), x.min(), ratio.min()) == low(low_of(name), x, ratio).max()


@given(st.lists(st.floats(0.01, 60), min_size=1, max_size=20), st.floats(0.1, 5), st.sampled_from(["alt", "bilirubin"]))
@settings(max_examples=60)
def test_the_worst_grade_is_that_of_the_greatest_value(values: list[float], baseline: float, name: str) -> None:
    x = np.array(values)
    each = high(high_of(name), x, np.full(len(x), baseline), x / baseline)
    assert high(high_of(name), x.max(), baseline, x.max() / baseline) == each.max()
