"""Numbers and dates in words."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import words
from dashboard.stats import counts


@pytest.mark.parametrize(
    ("n", "total", "digits", "text"),
    [
        (1, 8, 0, "13%"),
        (1, 8, 1, "12.5%"),
        (1, 16, 1, "6.3%"),
        (1, 200, 0, "1%"),
        (0, 42, 0, "0%"),
        (42, 42, 1, "100.0%"),
    ],
)
def test_a_share_is_rounded_half_up(n: int, total: int, digits: int, text: str) -> None:
    assert words.share(n, total, digits) == text


@settings(max_examples=60)
@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))), st.integers(0, 2))
def test_a_share_is_never_further_than_half_a_unit_and_a_tie_goes_up(pair: tuple[int, int], digits: int) -> None:
    n, total = pair
    shown = Fraction(words.share(n, total, digits).rstrip("%"))
    gap = shown - Fraction(100 * n, total)
    half = Fraction(1, 2 * 10**digits)
    assert -half < gap <= half


@settings(max_examples=40)
@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_share_is_the_percentage_of_the_table_twin(pair: tuple[int, int]) -> None:
    assert words.share(*pair, 1) == f"{counts.percent(*pair)}%"


@settings(max_examples=40)
@given(st.decimals(-200, 200, places=3))
def test_a_number_rounds_halves_away_from_zero(value: Decimal) -> None:
    expected = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert Decimal(words.number(float(value)).replace(words.MINUS, "-")) == expected


def test_a_share_of_nobody_is_a_dash() -> None:
    assert words.share(0, 0) == "–"


def test_proportions_do_not_suffer_from_binary_fractions() -> None:
    """0.285 x 100 is 28.499999999999996 in floating point."""
    assert words.percent(0.285, 0) == "29%"
    assert words.percent(0.2845, 1) == "28.5%"


def test_an_estimate_has_its_interval_in_parentheses() -> None:
    assert words.estimate(0.231, 0.14, 0.334) == "23.1% (14.0 to 33.4)"
    assert words.estimate(0.0, float("nan"), float("nan")) == "0.0%"
    assert words.points(-0.119) == "−11.9"


def test_no_minus_zero() -> None:
    assert words.number(-0.04) == "0.0"


def test_numbers_that_are_not_there_are_dashes() -> None:
    assert [words.number(value) for value in (None, float("nan"), float("inf"))] == ["–", "–", "–"]
    assert words.cell(None) == words.cell(float("nan")) == "–"


@pytest.mark.parametrize(
    "value", [date(2026, 1, 15), np.datetime64("2026-01-15"), np.datetime64("2026-01-15T10:00:00")]
)
def test_a_date_is_in_words(value: date) -> None:
    assert words.day(value) == "15 Jan 2026"
    assert words.month(value) == "Jan 2026"
    assert words.cell(value) == "15 Jan 2026"


def test_dates_within_a_text_are_in_words() -> None:
    assert words.dated("event, 2025-11-07; the window ended on 2026-01-31.") == (
        "event, 7 Nov 2025; the window ended on 31 Jan 2026."
    )
    assert words.dated("day 90 of the trial") == "day 90 of the trial"
    assert words.dated("batch 2025-13-45") == "batch 2025-13-45"


def test_counts_have_their_plural() -> None:
    assert [words.count(n, "participant") for n in (0, 1, 2)] == ["no participants", "1 participant", "2 participants"]
    assert words.count(2, "death of relapse", "deaths of relapse") == "2 deaths of relapse"


def test_cells_of_any_kind() -> None:
    assert [words.cell(v) for v in (True, np.int64(-3), 36.44, "Day 100")] == ["yes", "−3", "36.4", "Day 100"]
    assert [words.short(v) for v in (36.0, 36.4)] == ["36", "36.4"]


def test_titles_within_a_sentence_keep_abbreviations() -> None:
    assert words.inside("Acute GVHD grade III–IV") == "acute GVHD grade III–IV"
    assert words.inside("CRS grade ≥3") == "CRS grade ≥3"
    assert words.listed(["A", "B", "C"]) == "A, B and C"
    assert words.listed(["A"]) == "A"


def test_a_difference_stands_in_points_with_its_interval() -> None:
    assert words.difference(-0.031, -0.098, 0.034) == "−3.1 (−9.8 to 3.4)"
    assert words.difference(float("nan"), float("nan"), float("nan")) == "–"


def test_a_missing_whole_number_is_a_dash() -> None:
    assert words.cell(pd.NA) == words.MISSING


def test_a_text_of_the_data_is_drawn_letter_by_letter() -> None:
    assert words.drawn("a <b>x</b> & y > 'z'") == "a &lt;b&gt;x&lt;/b&gt; &amp; y &gt; 'z'"
