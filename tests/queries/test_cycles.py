"""Cycles of the tiny source, worked out by hand (the source stands in tests/extract/tiny.py).

P1: cycle 1 on days 10 to 37, cycle 2 on days 100 to 120 with 21 of 28 days (day 98 is due); both are due and over.
P3: cycle 1 on days 10 to 32 with 23 days; cycle 2 from day 102, going on at the cut-off on day 108; not due and over.
P2 and P4 are of the arm without cycles.
"""

from datetime import date

import duckdb
import pytest

from dashboard.access import sql
from tests.extract.conftest import extract, stores
from tests.queries.drawn import ask, store

__all__ = ["extract", "stores"]
Stores = dict[str, duckdb.DuckDBPyConnection]


def asked(stores: Stores, name: str, **params: object) -> list[tuple[object, ...]]:
    return stores["sealed"].execute(sql.read(f"unblinded/{name}").text, params).fetchall()


def test_who_reached_a_cycle_is_counted_among_those_for_whom_it_is_over(stores: Stores) -> None:
    assert asked(stores, "cycles_reached") == [("A", 1, "", 2), ("A", 2, "", 1), ("B", 1, "", 0), ("B", 2, "", 0)]


def test_completion_is_of_the_randomised_and_of_the_started_whose_last_cycle_is_over(stores: Stores) -> None:
    found = asked(stores, "completion", cycles=2)
    assert found == [
        ("A", "randomised", 0, 1),
        ("A", "started", 0, 1),
        ("B", "randomised", 0, 0),
        ("B", "started", 0, 0),
    ]
    assert asked(stores, "completion", cycles=1)[:2] == [("A", "randomised", 2, 2), ("A", "started", 2, 2)]


@pytest.mark.parametrize(
    ("measure", "cycle", "n", "least", "middle", "most", "hits"),
    [
        ("delay", 1, 2, -4, -4, -4, 0),
        ("delay", 2, 2, 2, 3, 4, 2),
        ("given", 1, 2, 23, 25.5, 28, 2),
        ("given", 2, 1, 21, 21, 21, 0),
        ("intensity", 0, 2, 100 * 23 / 28, (100 * 23 / 28 + 87.5) / 2, 87.5, 2),
        ("interruptions", 0, 0, None, None, None, 0),  # no infusion is recorded
        ("pause", 0, 0, None, None, None, 0),
        ("interval", 1, 0, None, None, None, 0),
    ],
)
def test_timing_and_dose(
    stores: Stores, measure: str, cycle: int, n: int, least: float, middle: float, most: float, hits: int
) -> None:
    rows = asked(stores, "exposure", due_days=[14, 98], share=80)
    (row,) = (row for row in rows if row[:3] == ("A", measure, cycle))
    assert (row[3], row[9]) == (n, hits)
    assert (row[4], row[6], row[8]) == pytest.approx((least, middle, most), nan_ok=True)
    (other,) = (row for row in rows if row[:3] == ("B", measure, cycle))
    assert (other[3], other[9]) == (0, 0)


def test_an_interruption_is_known_after_infusions_with_an_end_and_the_interval_is_of_cycle_1_alone() -> None:
    """P1 has no cycle 1, P2 one 74 days after transplantation on day -60.

    Infusions of P1 on day 1 to 5, from 6 without an end, from 20; of P2 on day 14 to 20, from 24 without an end.
    """
    days = (("P1", 2, 1, 5), ("P1", 2, 6, None), ("P1", 2, 20, 25), ("P2", 1, 14, 20), ("P2", 1, 24, None))
    database = store(
        {
            "participant": [
                {"participant": who, "arm": "A", "randomised_on": date(2025, 3, 2), "transplanted_on": date(2025, 1, 1)}
                for who in ("P1", "P2")
            ],
            "cycle": [
                {"participant": "P1", "arm": "A", "cycle": 2, "start_day": 1},
                {"participant": "P2", "arm": "A", "cycle": 1, "start_day": 14},
            ],
            "infusion": [
                {"participant": who, "arm": "A", "cycle": cycle, "start_day": start, "end_day": end}
                for who, cycle, start, end in days
            ],
        },
        {},
    )
    rows = ask(database, "unblinded/exposure", due_days=[14, 98], share=80)
    found = {row["measure"]: row for row in rows if row["arm"] == "A"}
    assert (found["pause"]["n"], found["pause"]["middle"]) == (1, 3)
    assert (found["interruptions"]["n"], found["interruptions"]["hits"]) == (1, 1)
    assert (found["interval"]["n"], found["interval"]["middle"]) == (1, 74)


def test_a_row_of_the_swimmer_is_a_cycle_or_an_event(stores: Stores) -> None:
    """P1 from day 10 to 120 is longer on treatment than P3, and relapsed on day 100."""
    found = asked(stores, "swimmer", endpoint="relapse-nrm", relapse=1, most=9)
    assert [row[1:] for row in found] == [
        ("P1", 1, 2, "cycle", 1, 10, 37),
        ("P1", 1, 2, "cycle", 2, 100, 120),
        ("P1", 1, 2, "relapse", 0, 100, 100),
        ("P3", 2, 2, "cycle", 1, 10, 32),
        ("P3", 2, 2, "cycle", 2, 102, 108),
        ("P3", 2, 2, "ongoing", 0, 108, 108),
    ]
    assert asked(stores, "swimmer", endpoint="relapse-nrm", relapse=1, most=None) == found
    assert {row[1] for row in asked(stores, "swimmer", endpoint="", relapse=0, most=1)} == {"P1"}
