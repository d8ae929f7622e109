"""Grades at and around each limit of CTCAE v5.0 (NCI, 27 November 2017) and v4.03 (14 June 2010), read off by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.ctcae import CRITERIA, NOT_GRADED, VERSIONS, High, Low, Rise, high, low, rise

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
        # white blood cells: <LLN to 3; <3 to 2; <2 to 1; <1 (10^9/L)
        ("leukocytes", 3.0, 4.0, 1),
        ("leukocytes", 2.9, 4.0, 2),
        ("leukocytes", 1.9, 4.0, 3),
        ("leukocytes", 0.9, 4.0, 4),
        # lymphocytes: <LLN to 0.8; <0.8 to 0.5; <0.5 to 0.2; <0.2 (10^9/L)
        ("lymphocytes", 0.8, 1.0, 1),
        ("lymphocytes", 0.79, 1.0, 2),
        ("lymphocytes", 0.49, 1.0, 3),
        ("lymphocytes", 0.19, 1.0, 4),
        # haemoglobin: <LLN to 100 g/L; <100 to 80; <80; grade 4 is no value
        ("haemoglobin", 100, 120, 1),
        ("haemoglobin", 99, 120, 2),
        ("haemoglobin", 30, 120, 3),
        # albumin: <LLN to 30 g/L; <30 to 20; <20; grade 4 is no value
        ("albumin", 30, 35, 1),
        ("albumin", 29, 35, 2),
        ("albumin", 20, 35, 2),
        ("albumin", 19, 35, 3),
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
        # AST has the multiples of ALT
        ("ast", 3.01, 1.0, 2),
        ("ast", 5.01, 1.0, 3),
        ("ast", 20.01, 1.0, 4),
        ("ast", 2.9, 2.0, 0),
        ("ast", 3.0, 2.0, 1),
        # alkaline phosphatase and GGT: >ULN to 2.5; >2.5 to 5; >5 to 20; >20; abnormal: 2.0 to 2.5 x baseline ...
        ("alp", 2.5, 1.0, 1),
        ("alp", 2.51, 1.0, 2),
        ("alp", 5.01, 1.0, 3),
        ("alp", 20.01, 1.0, 4),
        ("alp", 3.9, 2.0, 0),
        ("alp", 4.0, 2.0, 1),
        ("alp", 5.1, 2.0, 2),
        ("ggt", 2.51, 1.0, 2),
        ("ggt", 5.01, 1.0, 3),
        ("ggt", 4.0, 2.0, 1),
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


@pytest.mark.parametrize(
    ("of_upper", "of_baseline", "grade"),
    [
        # creatinine: >ULN to 1.5 ULN; >1.5 to 3 baseline or ULN; >3 baseline or >3 to 6 ULN; >6 ULN
        (1.0, 1.5, 0),
        (1.01, 1.5, 1),
        (1.5, 1.0, 1),
        (1.51, 1.0, 2),
        (3.0, 1.0, 2),
        (3.01, 1.0, 3),
        (6.0, 1.0, 3),
        (6.01, 1.0, 4),
        # the rise alone: within normal limits, and from a baseline above them
        (0.9, 1.51, 2),
        (0.9, 3.0, 2),
        (0.9, 3.01, 3),
        (5.9, 7.0, 3),  # grade 4 is of the limit alone
        (1.2, 0.8, 1),  # a baseline of 1.5 ULN excuses nothing: still above the limit
        (1.51, NAN, 2),  # no baseline: the limit alone
        (NAN, 9.0, NOT_GRADED),  # the missing limit decides between 3 and 4
    ],
)
def test_creatinine_by_its_limit_or_by_its_baseline(of_upper: float, of_baseline: float, grade: int) -> None:
    criterion = CRITERIA["creatinine"]
    assert isinstance(criterion, Rise)
    assert rise(criterion, of_upper, of_baseline) == grade


@pytest.mark.parametrize(
    ("name", "of_upper", "grades"),
    [
        ("alt", (1.0, 1.01, 3.0, 3.01, 5.0, 5.01, 20.0, 20.01), (0, 1, 1, 2, 2, 3, 3, 4)),
        ("ast", (1.0, 1.01, 3.0, 3.01, 5.0, 5.01, 20.0, 20.01), (0, 1, 1, 2, 2, 3, 3, 4)),
        ("alp", (1.0, 1.01, 2.5, 2.51, 5.0, 5.01, 20.0, 20.01), (0, 1, 1, 2, 2, 3, 3, 4)),
        ("ggt", (1.0, 1.01, 2.5, 2.51, 5.0, 5.01, 20.0, 20.01), (0, 1, 1, 2, 2, 3, 3, 4)),
        ("bilirubin", (1.0, 1.01, 1.5, 1.51, 3.0, 3.01, 10.0, 10.01), (0, 1, 1, 2, 2, 3, 3, 4)),
    ],
)
@pytest.mark.parametrize("baseline", [0.5, 2.0, NAN])
def test_before_version_five_the_baseline_changes_no_grade(
    name: str, of_upper: tuple[float, ...], grades: tuple[int, ...], baseline: float
) -> None:
    criterion, values = VERSIONS["CTCAE v4.03"][name], np.array(of_upper)
    assert isinstance(criterion, High)
    assert high(criterion, values, np.full(len(values), baseline), values / baseline).tolist() == [*grades]


@pytest.mark.parametrize(
    ("of_upper", "of_baseline", "grade"),
    [
        # v4.03: >1 to 1.5 baseline or >ULN to 1.5 ULN; >1.5 to 3 of either; >3 baseline or >3 to 6 ULN; >6 ULN
        (0.9, 1.0, 0),
        (0.9, 1.01, 1),
        (0.9, 1.5, 1),
        (0.9, 1.51, 2),
        (0.9, 3.01, 3),
        (1.01, 0.5, 1),
        (1.51, 1.2, 2),
        (6.01, 1.0, 4),
        (0.9, NAN, 0),
    ],
)
def test_creatinine_before_version_five_counts_any_rise(of_upper: float, of_baseline: float, grade: int) -> None:
    criterion = VERSIONS["CTCAE v4.03"]["creatinine"]
    assert isinstance(criterion, Rise)
    assert rise(criterion, of_upper, of_baseline) == grade


@pytest.mark.parametrize(("value", "limit"), [(2.1, 0.7), (0.27, 0.09), (135.0, 45.0)])
def test_three_times_the_limit_is_not_above_it_though_binary_fractions_are(value: float, limit: float) -> None:
    assert high(high_of("alt"), value / limit, 1, 1) == 1
    assert high(high_of("alt"), 9, 2, value / limit) == 1
    assert rise(Rise("", (1.5, 3, 6), (1.5, 1.5, 3)), value / limit, value / limit) == 2


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
