"""Deaths as they are listed, by hand."""

from datetime import date, timedelta
from typing import Any

from tests.queries.drawn import ask, store

ZERO = date(2025, 1, 1)
PARAMS = {"endpoint": "relapse-nrm", "relapse": 1, "nrm": 2, "guidelines": ["nrm-100", "os-180"]}
ROWS = dict[str, list[dict[str, Any]]]


def dead(name: str, died: int | None, **changes: Any) -> dict[str, Any]:
    who = {"participant": name, "arm": "A", "randomised_on": ZERO, "randomised": True}
    return who | {"died_on": None if died is None else ZERO + timedelta(days=died)} | changes


def first(name: str, cause: int, days: float, adjudicated: bool | None = None) -> dict[str, Any]:
    row = {"participant": name, "arm": "A", "endpoint": "relapse-nrm", "cause": cause, "days": days}
    return row | {"adjudicated": adjudicated}


def listed(tables: ROWS, previous: ROWS | None = None) -> list[dict[str, Any]]:
    return ask(store(tables, previous or {}), "unblinded/deaths_listed", **PARAMS)


def one(tables: ROWS, previous: ROWS | None = None) -> dict[str, Any]:
    return next(row for row in listed(tables, previous) if row["participant"])


def test_every_arm_has_its_size_with_deaths_or_without() -> None:
    rows = listed({"participant": [dead("1", 20), dead("2", None), dead("3", None, arm="B")]})
    assert [(row["arm"], row["n"], row["participant"]) for row in rows] == [("A", 2, "1"), ("B", 1, None)]


def test_the_latest_death_is_first_whatever_its_arm() -> None:
    rows = listed({"participant": [dead("1", 20), dead("2", 90, arm="B"), dead("3", 40)]})
    assert [row["participant"] for row in rows] == ["2", "3", "1"]


def test_days_from_randomisation_and_transplantation() -> None:
    row = one({"participant": [dead("1", 20, transplanted_on=ZERO - timedelta(days=80))]})
    assert (row["after_randomisation"], row["after_transplantation"]) == (20, 100)
    assert one({"participant": [dead("1", 20)]})["after_transplantation"] is None


def test_days_from_the_last_dose_documented() -> None:
    """Infusions end on days 5 and 12 of 20; one without an end counts with its first day; none has no such day."""
    doses = [{"participant": "1", "arm": "A", "start_day": s, "end_day": e} for s, e in ((1, 5), (8, 12))]
    assert one({"participant": [dead("1", 20)], "infusion": doses})["after_last_dose"] == 8
    open_end = [{"participant": "1", "arm": "A", "start_day": 15, "end_day": None}]
    assert one({"participant": [dead("1", 20)], "infusion": doses, "cycle": open_end})["after_last_dose"] == 5
    late = [{"participant": "1", "arm": "A", "start_day": 15, "end_day": 25}]
    assert one({"participant": [dead("1", 20)], "infusion": late})["after_last_dose"] == 0
    assert one({"participant": [dead("1", 20, first_dose_on=ZERO)]})["after_last_dose"] is None


def test_what_came_first_by_the_endpoint() -> None:
    def row(cause: int) -> tuple[Any, Any, Any]:
        found = one({"participant": [dead("1", 20)], "endpoint": [first("1", cause, 12.0, adjudicated=cause == 2)]})
        return found["stage"], found["relapse"], found["adjudicated"]

    assert row(1) == ("relapse", 12, False)
    assert row(2) == ("nrm", None, True)
    assert row(0) == (None, None, False)
    assert one({"participant": [dead("1", 20)]})["stage"] is None


def test_guidelines_that_count_the_death() -> None:
    watched = [
        {"guideline": name, "participant": "1", "arm": "A", "cause": cause}
        for name, cause in (("os-180", 1), ("nrm-100", 2), ("agvhd-180", 1))
    ]
    row = one({"participant": [dead("1", 20)], "monitored": watched})
    assert row["counted"] == "os-180"  # a competing event is none, and agvhd-180 counts no deaths
    watched[1]["cause"] = 1
    assert one({"participant": [dead("1", 20)], "monitored": watched})["counted"] == "nrm-100 os-180"


def test_new_since_the_earlier_extract_and_late_in_it() -> None:
    """The earlier cut-off was day 30."""
    then = {
        "population_size": [{"arm": "A", "population": "randomised", "n": 1}],
        "monitored": [{"guideline": "os-180", "cut_on": ZERO + timedelta(days=30)}],
    }
    known = {"participant": [dead("1", 20)]}
    alive = {"participant": [dead("1", None)]}
    assert one({"participant": [dead("1", 20)]}, then | known)["since"] == "known"
    assert one({"participant": [dead("1", 20)]}, then | alive)["since"] == "late"
    assert one({"participant": [dead("1", 31)]}, then | alive)["since"] == "new"
    assert one({"participant": [dead("1", 31)]}, then)["since"] == "new"
    assert one({"participant": [dead("1", 20)]})["since"] is None
