"""Events of special interest from stored rows to tables, by hand; and which of them stand behind a notice.

arm  participant  at risk          events
A    P1           day 0 to 9       viral: day 2 to 4 (grade 2), from day 6 on (grade 3)
A    P2           day 0 to 4, died
B    P3           day 0 to 9       no kind: day 12 to 13 (no grade), recorded after the time at risk
B    P4           day 0
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.access.door import Door
from dashboard.figures import special_interest as figures
from dashboard.pages.unblinded import arm_only, people, special_interest
from dashboard.stats import special_interest as stats
from tests.conftest import SIDES
from tests.queries.drawn import ask, store

GROUPS = (stats.Group("infections", "Infections", ("Viral", "Fungal")), stats.Group("vod", "VOD"))
ASKED = {"arm_revealing": False, "population": "randomised"}
ENDS = {"P1": ("A", 9, False), "P2": ("A", 4, True), "P3": ("B", 9, False), "P4": ("B", 0, False)}
EVENTS = [("P1", "Influenza", 2, 4, 2), ("P1", "Influenza", 6, None, 3), ("P3", "Sepsis", 12, 13, None)]


def rows(query: str, events: list[Any] = EVENTS, **params: Any) -> dict[str, Any]:
    """What a query returns of the drawn store, as a page hands it to a statistic."""
    known = [
        ("infections", "Infections", "Influenza", "Viral"),
        ("infections", "Infections", "Sepsis", ""),
        ("vod", "VOD", "Venoocclusive liver disease", ""),
    ]
    tables = {
        "population": [{"participant": p, "arm": arm, "population": "randomised"} for p, (arm, _, _) in ENDS.items()],
        "at_risk": [{"participant": p, "arm": a, "end_day": end, "died": died} for p, (a, end, died) in ENDS.items()],
        "adverse_event": [
            {"participant": p, "arm": ENDS[p][0], "soc": "S", "term": term, "emergent": True, "grade": grade}
            | {"start_day": start, "end_day": end}
            for p, term, start, end, grade in events
        ],
        "interest": [
            {"name": name, "title": title, "kind": kind, "soc": "S", "term": term, "arm_revealing": False}
            for name, title, term, kind in known
        ],
    }
    frame = pd.DataFrame(ask(store(tables, {}), f"unblinded/{query}", **ASKED, **params))
    arm = pd.Categorical(frame.pop("arm"), categories=["A", "B"])
    return {"arm": arm} | {str(name): frame[name].to_numpy() for name in frame}


def first(events: list[Any] = EVENTS) -> dict[str, Any]:
    found = stats.first_events(**rows("special_interest", events), groups=GROUPS, landmark=9)
    return dict(found.arms.results)


def graded(events: list[Any] = EVENTS) -> stats.GroupGrades:
    given = rows("special_interest_grades", events, **special_interest.planned(GROUPS))
    return stats.worst_grades(**given, groups=GROUPS, scale=0)


def every(events: list[Any] = EVENTS) -> stats.AllEvents:
    return stats.every_event(**rows("special_interest_events", events, severe_from=3), groups=GROUPS)


def test_first_events_of_groups_and_kinds() -> None:
    """A: 3 days of P1 and 5 of P2; B: all 10 of P3, whose event counts on the last, and the day of P4."""
    a, b = first().values()
    assert a.titles == ["Infections", "Viral", "Fungal", "VOD"]
    assert (a.events.tolist(), b.events.tolist()) == ([1, 1, 0, 0], [1, 0, 0, 0])
    assert a.rate.person_days.tolist() == [8, 8, 15, 15]
    assert b.rate.person_days.tolist() == [11, 11, 11, 11]
    assert a.incidence.tolist()[:2] == [0.5, 0.5]


def test_all_events_have_all_time_at_risk() -> None:
    """2 events in the 15 days of A; one participant of two with a severe one."""
    a, b = every().arms.values()
    assert (a[0].n, a[0].participants, a[0].severe, int(a[0].by_days.events)) == (2, 1, 1, 2)
    assert float(a[0].by_days.rate) == pytest.approx(100 * 2 / 15)
    assert float(a[0].by_years.rate) == pytest.approx(36525 * 2 / 15)
    assert (int(a[2].by_days.events), float(a[2].by_days.person_days)) == (0, 15)
    assert (int(b[0].by_days.events), b[0].severe) == (1, 0)


def test_duration_is_of_events_that_ended_and_the_others_are_counted() -> None:
    table = figures.durations(every())
    assert table.columns[1].title == "A: median days"
    assert table.rows[0] == ("Infections", "3 (3 to 3)", "1", "1", "2 (2 to 2)", "1", "0")
    assert table.rows[3] == ("VOD", "–", "0", "0", "–", "0", "0")
    assert table.levels == (0, 1, 1, 0)
    assert table.foot.endswith("A n = 2, B n = 2")


def test_worst_grades_have_no_row_over_groups() -> None:
    result = graded()
    table = figures.grades(result, labels=["Grade 1", "Grade 2", "Grade 3"])
    assert result.table()[["Events of special interest", "Kind", "A: participants"]].to_numpy().tolist() == [
        *(["Infections", kind, had] for kind, had in (("", 1), ("Viral", 1), ("Fungal", 0))),
        ["VOD", "", 0],
    ]
    assert [row[0] for row in table.rows] == ["Infections", "Viral", "Fungal", "VOD"]
    assert [column.title for column in table.columns[1:3]] == ["A: grade 3", "A: not graded"]
    assert table.rows[0][1:] == ("1 (50.0%)", "0", "0", "1 (50.0%)")


def test_a_row_leads_to_the_events_of_its_group_or_kind_if_anybody_had_one() -> None:
    led = {"leads_to": people.OF_A_GROUP, "population": "randomised"}
    grades = figures.grades(graded(), labels=["Grade 1", "Grade 2", "Grade 3"], **led)
    rates = figures.rates(stats.first_events(**rows("special_interest"), groups=GROUPS, landmark=9), **led)
    for table in (grades, rates):
        found = [dict(lead.values)["interest"] if lead else None for lead in table.leads]
        assert found == ["Infections", "Infections: Viral", None, None]


def test_the_events_of_each_group_are_those_that_its_row_counts(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    every = {page.name: page for page in SIDES["unblinded"].pages(door.trial)}
    group = every[people.OF_A_GROUP].at(door)
    for name in ("special-interest", "arm-only-events"):
        panel = every[name].panel("grades")
        chosen = every[name].chosen({})
        result = panel.result(door, **chosen)
        table = panel.draw(result, **chosen)
        assert any(table.leads)
        for row, lead in zip(result.rows, table.leads, strict=True):
            if lead is None:
                assert not any(cell.participants for cell in row.cells.values())
                continue
            assert lead.page == people.OF_A_GROUP
            listed = group.panel("answer").result(door, **group.chosen(lead.values))
            assert listed.people == {arm: cell.participants for arm, cell in row.cells.items()}
            assert listed.events == {arm: cell.events for arm, cell in row.cells.items()}


def test_worst_grades_stand_in_the_protocols_order_with_zeros_where_nobody_had_any() -> None:
    """Two have VOD and one sepsis: the more frequent group stands second, and nobody has a viral infection."""
    vod = [(who, "Venoocclusive liver disease", 1, 2, 3) for who in ("P1", "P3")]
    events = [("P3", "Sepsis", 12, 13, None), *vod]
    table = figures.grades(graded(events), labels=["Grade 1", "Grade 2", "Grade 3"])
    assert [row[0] for row in table.rows] == ["Infections", "Viral", "Fungal", "VOD"]
    assert set(table.rows[1][1:]) == {"0"}


def test_no_event_at_all_keeps_every_group_and_its_time() -> None:
    a, _ = first([]).values()
    assert (a.titles[-1], a.events.tolist(), a.rate.person_days.tolist()) == ("VOD", [0] * 4, [15] * 4)
    quiet = every([])
    assert [cells[0].n for cells in quiet.arms.values()] == [2, 2]
    assert figures.events(quiet, severe="grade 3 or worse").rows[0][1:5] == ("0", "0 (0.0%)", "0.0", "0.00")
    assert not np.isnan(quiet.table()["Events per 100 person-days"]).any()


def test_groups_that_may_name_an_arm_stand_behind_the_notice(doors: dict[str, Door]) -> None:
    trial = doors["unblinded"].trial
    (page,) = special_interest.pages(trial)
    titles = set(page.panel("groups").result(doors["unblinded"]).table()["Event"])
    assert {"Infections", "Cytopenia", "Graft failure"} < titles
    (noticed,) = (page for page in arm_only.pages(trial) if page.name == "arm-only-events")
    assert noticed.notice
    hidden = set(noticed.panel("groups").result(doors["unblinded"], population="treated").table()["Event"])
    assert hidden == {"Cytokine release syndrome", "ICANS", "Events of the infusion", "Hypogammaglobulinaemia"}
    assert not hidden & titles
