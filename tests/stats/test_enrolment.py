"""Enrolment against the plan, by site, screened, and since the previous extract."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats import enrolment
from dashboard.stats.enrolment import Accrual, SiteAccrual


def months(first: str, many: int) -> Any:
    return np.array(pd.date_range(first, periods=many, freq="MS"), dtype="datetime64[D]")


def accrual(first: str, randomised: list[int], plan: tuple[int, ...], start: date | None = None) -> Accrual:
    given = months(first, len(randomised))
    return enrolment.against_plan(given, np.array(randomised, dtype=int), plan=plan, planned=20, start=start)


def test_enrolment_is_cumulative_beside_the_plan() -> None:
    """2, 0, 3 randomised are 2, 2, 5 so far; the plan has 1, 4, 9 at the ends of these months."""
    result = accrual("2024-01-01", [2, 0, 3], (1, 4, 9, 16))
    assert (result.total, result.expected_now) == (5, 9)
    assert result.table().to_dict("list") == {
        "Month": ["Jan 2024", "Feb 2024", "Mar 2024"],
        "Randomised in month": [2, 0, 3],
        "Randomised so far": [2, 2, 5],
        "Planned by then": [1, 4, 9],
        "Planned in all": [20, 20, 20],
    }


def test_the_plan_stays_at_its_end() -> None:
    assert accrual("2024-01-01", [1] * 4, (3, 7)).expected.tolist() == [3, 7, 7, 7]


def test_the_plan_counts_from_its_own_start_when_months_begin_earlier() -> None:
    result = accrual("2023-11-01", [1, 0, 1, 1], (3, 7), start=date(2024, 1, 15))
    assert result.expected.tolist() == [0, 0, 3, 7]


def test_the_plan_counts_from_its_own_start_when_months_begin_later() -> None:
    assert accrual("2024-03-01", [1, 1], (3, 7, 12, 20), start=date(2024, 1, 15)).expected.tolist() == [12, 20]


def test_without_a_plan_nothing_is_expected() -> None:
    assert accrual("2024-01-01", [1, 2], ()).expected.tolist() == [0, 0]


def test_before_the_first_month_there_is_nothing() -> None:
    result = accrual("2024-01-01", [], (1, 2))
    assert (result.total, result.expected_now, len(result.table())) == (0, 0, 0)


@given(randomised=st.lists(st.integers(0, 50), min_size=1, max_size=24))
def test_months_of_the_table_add_up_to_the_total(randomised: list[int]) -> None:
    table = accrual("2024-01-01", randomised, (5,)).table()
    assert table["Randomised in month"].tolist() == randomised
    assert table["Randomised so far"].iloc[-1] == sum(randomised)


ROWS = [
    ("02", "2024-02-20", "2024-03-01", 4),
    ("01", "2024-01-03", "2024-01-01", 1),
    ("01", "2024-01-03", "2024-02-01", 0),
    ("01", "2024-01-03", "2024-03-01", 2),
    ("02", "2024-02-20", "2024-02-01", 1),
    ("Not stated", "NaT", "2024-02-01", 1),
]


def by_site(rows: list[Any]) -> SiteAccrual:
    site, opened, month, randomised = (list(part) for part in zip(*rows, strict=True)) if rows else ([], [], [], [])
    days = [np.array(part, dtype="datetime64[D]") for part in (opened, month)]
    return enrolment.by_site(np.array(site, dtype=object), *days, np.array(randomised, dtype=int))


def test_sites_by_month_with_a_row_for_all() -> None:
    """A site that had not opened yet has zeros; a site nobody knows the opening of has none."""
    assert by_site(ROWS).table().to_dict("list") == {
        "Site": ["01", "02", "Not stated", "All sites"],
        "Opened": ["3 Jan 2024", "20 Feb 2024", "", ""],
        "Randomised": [3, 5, 1, 9],
        "Jan 2024": [1, 0, 0, 1],
        "Feb 2024": [0, 1, 1, 2],
        "Mar 2024": [2, 4, 0, 6],
    }


@given(order=st.permutations(ROWS))
def test_the_order_of_rows_moves_no_site(order: list[Any]) -> None:
    assert by_site(order).table().equals(by_site(ROWS).table())


def test_without_sites_only_the_total_stands() -> None:
    table = by_site([]).table()
    assert table["Site"].tolist() == ["All sites"]
    assert table["Randomised"].tolist() == [0]


def test_screening_is_counted_by_outcome() -> None:
    outcomes = np.array(["Not randomised", "Not randomised", "Randomised"], dtype=object)
    result = enrolment.screening(outcomes, np.array(["Declined", None, np.nan], dtype=object), np.array([3, 2, 7]))
    assert (result.total, result.of("Not randomised"), result.of("In screening")) == (12, 5, 0)
    assert result.table()["Reason"].tolist() == ["Declined", "", ""]


def test_nobody_screened_is_zero() -> None:
    nothing = np.array([], dtype=object)
    result = enrolment.screening(nothing, nothing, nothing)
    assert (result.total, result.of("Randomised"), len(result.table())) == (0, 0, 0)


def test_what_is_new_since_the_previous_extract_by_arm() -> None:
    arm = pd.Categorical(["A", "B"], categories=["A", "B"])
    table = enrolment.since(arm, np.array([41, 42]), np.array([27, 28])).table()
    assert table.to_dict("list") == {"Arm": ["A", "B"], "Now": [41, 42], "Previous extract": [27, 28], "New": [14, 14]}


@pytest.mark.parametrize(("now", "before", "new"), [(5, 5, 0), (4, 5, -1)])
def test_a_count_that_was_corrected_downwards_stays_negative(now: int, before: int, new: int) -> None:
    table = enrolment.since(pd.Categorical(["A"]), np.array([now]), np.array([before])).table()
    assert table["New"].tolist() == [new]
