from typing import Any

import pandas as pd

from dashboard.stats.timeline import FROM_RANDOMISATION, FROM_TRANSPLANTATION, Timeline, timeline

CAUSES = {("relapse-nrm", 1): "Relapse", ("agvhd", 1): "Acute GVHD", ("agvhd", 2): "Relapse"}
NAMES = ("kind", "soc", "title", "number", "start_day", "end_day", "grade", "serious", "fatal", "related", "emergent")


def of(*rows: tuple[str, dict[str, Any]], **more: Any) -> Timeline:
    empty = dict.fromkeys(NAMES)
    table = pd.DataFrame([empty | {"kind": kind} | row for kind, row in rows], columns=NAMES, dtype=object)
    return timeline(**{name: table[name].to_numpy() for name in NAMES}, causes=CAUSES, **more)


def test_days_count_from_transplantation_where_it_is_dated() -> None:
    """Transplanted 80 days before randomisation, dead on day 20 after it: 80 + 20 = 100 after transplantation."""
    found = of(("transplantation", {"start_day": -80}), ("death", {"start_day": 20}))
    assert [(m.kind, m.start) for m in found.moments] == [("transplantation", 0), ("randomisation", 80), ("death", 100)]
    assert (found.clock, found.last) == (FROM_TRANSPLANTATION, 100)
    undated = of(("death", {"start_day": 20}))
    assert [(m.kind, m.start) for m in undated.moments] == [("randomisation", 0), ("death", 20)]
    assert undated.clock == FROM_RANDOMISATION


def test_an_event_that_several_endpoints_share_stands_there_once_and_a_cause_that_is_not_shown_never() -> None:
    found = of(
        ("endpoint", {"title": "relapse-nrm", "number": 1, "start_day": 50}),
        ("endpoint", {"title": "agvhd", "number": 2, "start_day": 50}),
        ("endpoint", {"title": "relapse-nrm", "number": 2, "start_day": 60}),
    )
    assert [(m.title, m.start) for m in found.of("endpoint")] == [("Relapse", 50)]


def test_two_records_of_the_same_event_are_both_there() -> None:
    same = ("event", {"title": "Sepsis", "start_day": 5, "end_day": 9, "grade": 3, "serious": True})
    assert len(of(same, same).of("event")) == 2


def test_what_has_no_day_or_grade_is_last_and_not_graded() -> None:
    found = of(("event", {"title": "敗血症"}), ("contact", {"start_day": 90}))
    (event,) = found.of("event")
    assert found.moments[-1] is event
    assert (event.title, event.soc, event.start, event.grade, event.grade_title) == (
        "敗血症",
        "Not coded",
        None,
        0,
        "Not graded",
    )
    assert found.table().iloc[-1]["Which"] == "敗血症"


def test_attribution_stands_in_the_table_only_where_it_may() -> None:
    row = ("event", {"title": "Sepsis", "start_day": 1, "related": True})
    assert "Related" not in of(row).table()
    assert list(of(row, related_too=True).table()["Related"].dropna()) == ["yes"]


def test_nobody_has_an_empty_time_of_the_same_columns() -> None:
    assert of().moments == ()
    assert len(of().table()) == 0
    assert {"What", "Which", FROM_RANDOMISATION} <= {*of().table().columns}
