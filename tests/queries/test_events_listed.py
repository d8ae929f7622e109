"""Events one by one, and one participant's time, by hand."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.queries.drawn import ask, store

ZERO = date(2025, 1, 1)
ASKED: dict[str, Any] = {
    "event": "Sepsis",
    "every": False,
    "interest": "",
    "letter": "",
    "most": None,
    "population": "randomised",
    "severe_from": 3,
    "subset": "any",
    "system": "",
    "withheld": ["tremor"],
}
PEOPLE = {
    "population_size": [
        {"arm": "A", "population": "randomised", "n": 2},
        {"arm": "B", "population": "randomised", "n": 1},
    ],
    "population": [
        {"participant": name, "arm": arm, "population": "randomised"}
        for name, arm in (("1", "A"), ("2", "A"), ("3", "B"))
    ],
}


def event(name: str, term: str | None = "Sepsis", **changes: Any) -> dict[str, Any]:
    row = {"participant": name, "arm": "B" if name == "3" else "A", "soc": "Infections", "term": term}
    return row | {"start_day": 4, "serious": False, "fatal": False, "related": False, "emergent": True} | changes


def listed(*events: dict[str, Any], **asked: Any) -> list[tuple[str, str | None, str | None]]:
    rows = ask(store({**PEOPLE, "adverse_event": events}, {}), "unblinded/events_listed", **ASKED | asked)
    return [(row["arm"], row["participant"], row["term"]) for row in rows]


def test_an_arm_without_the_event_has_its_size_all_the_same() -> None:
    assert listed(event("1"), event("1", start_day=9)) == [
        ("A", "1", "Sepsis"),
        ("A", "1", "Sepsis"),
        ("B", None, None),
    ]


def test_an_arm_that_is_not_asked_for_has_no_row() -> None:
    assert listed(event("1"), event("3"), letter="B") == [("B", "3", "Sepsis")]


@pytest.mark.parametrize(
    ("interest", "who"),
    [("Infections", ["1", "2"]), ("Infections: Viral", ["2"]), ("Infections: ", []), ("VOD", []), ("", [])],
)
def test_a_group_or_a_kind_of_it_is_listed(interest: str, who: list[str]) -> None:
    """Everybody's terms by class, whatever the class is called; "Sepsis" of another class belongs to no group."""
    known = [("Infections", "Sepsis", ""), ("Infections", "Influenza", "Viral"), ("Vessels", "Occlusion", "")]
    groups = [
        {"name": "x", "title": "VOD" if soc == "Vessels" else "Infections", "soc": soc, "term": term, "kind": kind}
        for soc, term, kind in known
    ]
    events = (event("1"), event("2", "Influenza"), event("2", "Cough"), event("3", soc="Blood"), event("3", None))
    drawn = store({**PEOPLE, "adverse_event": events, "interest": groups}, {})
    rows = ask(drawn, "unblinded/events_listed", **ASKED | {"event": "", "interest": interest})
    assert [row["participant"] for row in rows if row["participant"]] == who
    found = ask(drawn, "unblinded/interest_known", interest=interest)
    assert [row["title"] for row in found] == ([interest.split(":")[0]] if interest not in ("", "Infections: ") else [])


def test_the_first_so_many_are_listed_and_all_are_counted() -> None:
    events = [event(who, start_day=day) for who in ("2", "1", "3") for day in (9, 2)]
    rows = ask(store({**PEOPLE, "adverse_event": events}, {}), "unblinded/events_listed", **ASKED | {"most": 3})
    assert [(row["participant"], row["start_day"]) for row in rows] == [("1", 2), ("1", 9), ("2", 2), (None, None)]
    assert [(row["arm"], row["n"], row["people"], row["events"]) for row in rows[2:]] == [
        ("A", 2, 2, 4),
        ("B", 1, 1, 2),
    ]


def test_one_arm_of_which_the_first_is_asked_for_is_not_cut_short_by_the_other() -> None:
    assert listed(event("1"), event("3"), letter="B", most=1) == [("B", "3", "Sepsis")]


def test_of_one_term_of_one_class_or_of_all() -> None:
    events = (event("1"), event("2", "Fever", soc="General"), event("3", soc="Other class"))
    assert listed(*events)[0] == ("A", "1", "Sepsis")
    assert listed(*events, system="Other class") == [("B", "3", "Sepsis"), ("A", None, None)]
    assert [name for _, name, _ in listed(*events, every=True)] == ["1", "2", "3"]
    assert [name for _, name, _ in listed(*events, event="")] == [None, None]


def test_a_withheld_term_is_left_out_however_it_is_written_and_one_that_is_not_coded_is_not() -> None:
    found = listed(event("1", " TREMOR"), event("2", None), every=True)
    assert found == [("A", "2", None), ("B", None, None)]
    assert listed(event("1", "Tremor"), event="Tremor", letter="A", withheld=[]) == [("A", "1", "Tremor")]


def test_each_subset_has_what_it_says_and_an_event_without_a_grade_is_not_severe() -> None:
    events = (
        event("1", grade=3, serious=True),
        event("2", grade=None, fatal=True, related=True),
        event("3", grade=2, emergent=False, serious=True),
    )
    for subset, people in {"serious": ["1"], "severe": ["1"], "fatal": ["2"], "related": ["2"]}.items():
        assert [name for _, name, _ in listed(*events, subset=subset) if name] == people


def test_terms_in_chinese_and_japanese_are_found() -> None:
    assert listed(event("1", "败血症"), event("2", "敗血症"), event="敗血症", letter="A") == [("A", "2", "敗血症")]


TOLD: dict[str, Any] = {
    "endpoints": ["relapse-nrm"],
    "person": "1",
    "told": False,
    "visits": ["Day 30"],
    "withheld": [],
}


def moments(**asked: Any) -> list[tuple[str, str | None, int | None]]:
    who = {"participant": "1", "arm": "A", "randomised": True, "randomised_on": ZERO}
    who |= {"transplanted_on": ZERO - timedelta(days=80), "died_on": ZERO + timedelta(days=60)}
    visits = [
        {"participant": "1", "arm": "A", "visit": name, "done_on": ZERO + timedelta(days=30)}
        for name in ("Day 30", "C1")
    ]
    tables = {
        "participant": [who, who | {"participant": "2"}],
        "adverse_event": [event("1", "Tremor"), event("2"), event("1", emergent=False, start_day=None)],
        "endpoint": [
            {"participant": "1", "arm": "A", "endpoint": name, "cause": 1, "days": 50.0}
            for name in ("relapse-nrm", "crs")
        ],
        "visit": visits,
        "cycle": [{"participant": "1", "arm": "A", "cycle": 1, "start_day": 2, "end_day": 29}],
        "infusion": [{"participant": "1", "arm": "A", "cycle": 1, "start_day": 2, "end_day": 9}],
    }
    rows = ask(store(tables, {}), "unblinded/participant_timeline", **TOLD | asked)
    return [(row["kind"], row["title"], row["start_day"]) for row in rows]


def test_one_participants_time_is_theirs_alone_in_order_and_what_has_no_day_is_last() -> None:
    assert moments() == [
        ("transplantation", None, -80),
        ("event", "Tremor", 4),
        ("visit", "Day 30", 30),
        ("endpoint", "relapse-nrm", 50),
        ("death", None, 60),
        ("event", "Sepsis", None),
    ]


def test_what_tells_the_arm_is_left_out_unless_it_is_told() -> None:
    assert ("event", "Tremor", 4) not in moments(withheld=["tremor"])
    told = moments(told=True, endpoints=["relapse-nrm", "crs"])
    assert {row for row in told if row not in moments()} == {
        ("cycle", None, 2),
        ("infusion", None, 2),
        ("visit", "C1", 30),
        ("endpoint", "crs", 50),
    }


def test_nobody_has_no_time() -> None:
    assert moments(person="") == moments(person="9") == []
