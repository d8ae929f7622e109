"""Times of benefit and harm, participant by participant."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from tests.queries.drawn import ask, store

ZERO = date(2025, 1, 1)
CUT = 400
FIXED = {
    "class": "Infections and infestations",
    "collection": 300,
    "endpoints": ["os"],
    "population": "randomised",
    "severe_from": 3,
    "windowed": ["crs"],
    "windows": [27],
}


def day(number: int | None) -> date | None:
    return None if number is None else ZERO + timedelta(days=number)


def person(name: str, died: int | None = None, contact: int = CUT, dosed: int | None = None) -> dict[str, Any]:
    who = {"participant": name, "arm": "A", "randomised_on": ZERO, "randomised": True}
    return who | {"died_on": day(died), "last_contact_on": day(contact), "first_dose_on": day(dosed)}


def infection(name: str, start: int, grade: int = 3, **changes: Any) -> dict[str, Any]:
    event = {"participant": name, "arm": "A", "soc": "INFECTIONS AND INFESTATIONS", "grade": grade, "start_day": start}
    return event | {"emergent": True} | changes


def database(
    people: list[dict[str, Any]], events: list[dict[str, Any]], endpoints: list[dict[str, Any]]
) -> duckdb.DuckDBPyConnection:
    members = [{"participant": p["participant"], "arm": "A", "population": "randomised"} for p in people]
    return store({"participant": people, "population": members, "adverse_event": events, "endpoint": endpoints}, {})


def times(
    part: str, people: list[dict[str, Any]], events: Any = (), endpoints: Any = (), **params: Any
) -> list[tuple[float, int]]:
    rows = ask(database(people, list(events), list(endpoints)), "unblinded/benefit", **(FIXED | params))
    return [(row["days"], row["cause"]) for row in rows if row["part"] == part]


@pytest.mark.parametrize(
    ("who", "events", "expected"),
    [
        (person("1"), [infection("1", 40), infection("1", 20)], (20, 1)),  # the first of two
        (person("1"), [infection("1", 40, grade=2)], (300, 0)),  # too mild: to the end of collection
        (person("1"), [infection("1", 40, soc="Cardiac disorders")], (300, 0)),
        (person("1"), [infection("1", 40, emergent=False)], (300, 0)),
        (person("1", contact=120), [], (120, 0)),  # last seen before collection ends
        (person("1", died=50, contact=50), [], (50, 2)),  # death competes
        (person("1", died=50, contact=50), [infection("1", 50)], (50, 1)),  # on one day the event is first
        (person("1", died=50, contact=50), [infection("1", 51)], (50, 1)),  # dated after death: on the last day at risk
        (person("1", died=300, contact=300), [], (300, 2)),  # on the last day of collection
        (person("1", died=301, contact=301), [], (300, 0)),  # after it
        (person("1", contact=10), [infection("1", 15)], (10, 1)),  # dated after the last contact: likewise
        (person("1", contact=-3), [], (0, 0)),  # last seen before randomisation: at risk on day 0
    ],
)
def test_the_first_severe_infection_by_hand(who: Any, events: Any, expected: tuple[int, int]) -> None:
    assert times("infection", [who], events) == [expected]


def test_without_an_end_of_collection_infections_are_followed_to_the_last_contact() -> None:
    assert times("infection", [person("1")], collection=None) == [(CUT, 0)]


@pytest.mark.parametrize(
    ("who", "row", "expected"),
    [
        (person("1", dosed=10), (5, 1), (15, 1)),  # day 5 after a first dose on day 10
        (person("1", dosed=10), (5, 2), (15, 2)),  # relapse in the window competes
        (person("1", dosed=10), (5, 3), (15, 2)),  # so does death
        (person("1", dosed=10), (5, 0), (15, 0)),  # still in the window
        (person("1", dosed=10), (27, 0), (CUT, 0)),  # the window is over: none can come
        (person("1", dosed=10, died=90, contact=90), (28, 0), (90, 2)),
        (person("1"), None, (CUT, 0)),  # never dosed
        (person("1", died=90, contact=90), None, (90, 2)),
    ],
)
def test_a_reaction_on_the_clock_of_randomisation(who: Any, row: Any, expected: tuple[int, int]) -> None:
    endpoint = {"participant": "1", "arm": "A", "endpoint": "crs"}
    rows = [endpoint | {"days": row[0], "cause": row[1]}] if row else []
    assert times("crs", [who], endpoints=rows) == [expected]


def test_endpoints_come_as_they_are_and_reactions_only_where_asked_for() -> None:
    rows = [
        {"participant": "1", "arm": "A", "endpoint": "os", "days": 70.0, "cause": 1},
        {"participant": "1", "arm": "A", "endpoint": "crs", "days": 3.0, "cause": 1},
    ]
    open_: dict[str, list[Any]] = {"windowed": [], "windows": []}
    assert times("os", [person("1", dosed=1)], endpoints=rows, **open_) == [(70, 1)]
    assert times("crs", [person("1", dosed=1)], endpoints=rows, **open_) == []
