"""Mean cumulative counts, made at the lock: the tiny source by hand (it stands in tiny.py).

Last days at risk in A: P1 and P3 day 100; nobody died by then. P1 had sepsis on day 22 and once more in March, whose
earliest day is 50; pneumonia in January, whose earliest day is that of randomisation; and a cytokine release on day 11.
P3 had neutropenia on day 97. In B, P2 was followed to day 100, with events on days 9, 28 (not coded) and 100; the one
of day 101 is after the end of collection. P4 was followed to day 41.
"""

from collections.abc import Callable

import pytest

Rows = Callable[[str, str], list[tuple[object, ...]]]


def days(rows: Rows, arm: str, *, name: str = "", subset: str = "any", population: str = "randomised") -> list[object]:
    asked = f"""select day, died, censored, events from mean_count where arm = '{arm}' and name = '{name}'
        and subset = '{subset}' and population = '{population}' order by day"""
    return list(rows("sealed", asked))


def test_every_event_counts_on_its_day_and_everybody_ends_once(rows: Rows) -> None:
    assert days(rows, "A") == [(0, 0, 0, 1), (11, 0, 0, 1), (22, 0, 0, 1), (50, 0, 0, 1), (97, 0, 0, 1), (100, 0, 2, 0)]
    assert days(rows, "B") == [(9, 0, 0, 1), (28, 0, 0, 1), (41, 0, 1, 0), (100, 0, 1, 1)]


def test_the_error_is_that_of_participants(rows: Rows) -> None:
    """By day 22 in A: P1 had three events, P3 none; the mean is 3/2, the variance 2 · (3/2)²/2²."""
    ((error,),) = rows(
        "sealed",
        """select error from mean_count where arm = 'A' and name = '' and subset = 'any' and population = 'randomised'
        and day = 22""",
    )
    assert error == pytest.approx((9 / 8) ** 0.5)


def test_a_subset_and_a_population_count_their_own(rows: Rows) -> None:
    assert days(rows, "A", subset="serious") == [(22, 0, 0, 1), (50, 0, 0, 1), (100, 0, 2, 0)]
    assert days(rows, "B", population="treated") == []


def test_no_store_but_the_sealed_one_has_them(rows: Rows) -> None:
    for store in ("conduct", "blinded"):
        assert rows(store, "select count(*) from information_schema.tables where table_name = 'mean_count'") == [(0,)]
