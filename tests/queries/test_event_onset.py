"""When events began and how long they lasted, from stored rows by hand.

arm  participant  at risk       cycles        events (day to day)
A    P1           day 0 to 40   day 10, 30    Rash 5 to 8, Rash 30 (ongoing, grade 3), Tremor 12 to 12 (withheld)
A    P2           day 0 to 27                 Rash 90 to 99, recorded after the time at risk
B    P3           day 0 to 5    day -1        none
"""

from typing import Any

import duckdb
import pytest

from dashboard.stats.event_onset import by_cycle, onset
from tests.queries.drawn import ask, store

ENDS = {"P1": ("A", 40), "P2": ("A", 27), "P3": ("B", 5)}
EVENTS = [
    ("P1", "Rash", 5, 8, 1),
    ("P1", "Rash", 30, None, 3),
    ("P1", "Tremor", 12, 12, None),
    ("P2", "Rash", 90, 99, 1),
]
SHOWN = [(False, "Rash"), (True, "Rash"), (True, "Tremor")]
ASKED = {"population": "randomised", "severe_from": 3}


@pytest.fixture(scope="module")
def drawn() -> duckdb.DuckDBPyConnection:
    known = {"population": "randomised", "level": "term", "soc": "S"}
    subsets = ("any", "severe")
    return store(
        {
            "population": [{"participant": p, "arm": a, "population": "randomised"} for p, (a, _) in ENDS.items()],
            "at_risk": [{"participant": p, "arm": a, "end_day": end, "died": False} for p, (a, end) in ENDS.items()],
            "cycle": [{"participant": "P1", "arm": "A", "cycle": k, "start_day": d} for k, d in ((1, 10), (2, 30))]
            + [{"participant": "P3", "arm": "B", "cycle": 1, "start_day": -1}],
            "adverse_event": [
                {"participant": p, "arm": ENDS[p][0], "soc": "S", "term": term, "emergent": True}
                | {"start_day": start, "end_day": end, "grade": grade, "serious": False, "fatal": False}
                for p, term, start, end, grade in EVENTS
            ],
            "event_count": [
                known | {"subset": "any", "by_name": n, "term": term, "arm": "A", "participants": people}
                for n, term, people in ((False, "Rash", 2), (True, "Rash", 2), (True, "Tremor", 1))
            ],
            "event_time": [known | {"subset": s, "by_name": n, "term": term} for s in subsets for n, term in SHOWN],
        },
        {},
    )


def rows(drawn: duckdb.DuckDBPyConnection, query: str, **params: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in ask(drawn, f"unblinded/{query}", **ASKED, **params)]


def test_events_and_days_at_risk_by_period(drawn: duckdb.DuckDBPyConnection) -> None:
    """Days 0 to 27: 28 of P1 and of P2, 6 of P3; days 28 to 55: 13 of P1. What came too late counts on day 27."""
    found = rows(drawn, "event_onset", subset="any", by_name=False)
    assert found == [("A", 0, 2, 56), ("A", 1, 1, 13), ("B", 0, 0, 6), ("B", 1, 0, 0)]


def test_a_withheld_term_is_counted_by_name_alone(drawn: duckdb.DuckDBPyConnection) -> None:
    assert rows(drawn, "event_onset", subset="any", by_name=True)[0] == ("A", 0, 3, 56)
    assert rows(drawn, "event_onset", subset="severe", by_name=True)[:2] == [("A", 0, 0, 56), ("A", 1, 1, 13)]


def test_events_by_the_last_cycle_begun(drawn: duckdb.DuckDBPyConnection) -> None:
    """Before any: P1, days 0 to 9, and all 28 of P2; cycle 1: days 10 to 29; cycle 2: days 30 to 40.

    The only cycle of P3 began before randomisation: all its days are of it.
    """
    found = rows(drawn, "event_onset_by_cycle", subset="any")
    assert found[:3] == [("A", 0, 2, 2, 2, 38), ("A", 1, 1, 1, 1, 20), ("A", 2, 1, 1, 1, 11)]
    assert found[3:] == [("B", 0, 0, 0, 0, 0), ("B", 1, 1, 0, 0, 6), ("B", 2, 0, 0, 0, 0)]


def test_durations_count_both_days_and_what_is_ongoing(drawn: duckdb.DuckDBPyConnection) -> None:
    """Rash lasted 4 and 10 days: median 7; Tremor one day."""
    (a, _) = rows(drawn, "event_durations", subset="any", by_name=False)
    assert a == ("A", "term", "S", "Rash", 2, 2, 7, 4, 10, 2, 1)
    tremor = rows(drawn, "event_durations", subset="any", by_name=True)[1]
    assert tremor == ("A", "term", "S", "Tremor", 1, 2, 1, 1, 1, 1, 0)


def test_nobody_at_all_has_no_rows_that_divide() -> None:
    empty = store({}, {})
    assert rows(empty, "event_onset", subset="any", by_name=False) == [("A", 0, 0, 0), ("B", 0, 0, 0)]
    assert rows(empty, "event_durations", subset="any", by_name=False) == []
    assert rows(empty, "event_onset_by_cycle", subset="any") == []


def test_rates_are_per_hundred_days_and_nothing_without_any() -> None:
    found = onset([0, 1], [2, 0], [56, 0])
    assert found.table()["Events per 100 person-days"].tolist() == pytest.approx(
        [100 * 2 / 56, float("nan")], nan_ok=True
    )
    assert found.table()["To day"].tolist() == [27, 55]
    table = by_cycle([0, 1], [8, 0], [1, 0], [2, 0], [56, 0]).table()
    assert table["Last cycle begun"].tolist() == ["None yet", "Cycle 1"]
    assert table["%"].tolist() == pytest.approx([12.5, float("nan")], nan_ok=True)
