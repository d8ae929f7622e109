"""Time at risk of each adverse event, summed at the lock: the tiny source by hand (it stands in tiny.py).

Cut-off 2025-07-01, collection to day 100. Last days at risk: P1 and P3 in A, and P2 in B, day 100; P4 in B day 41 (last
contact 2025-06-30). Nobody died by then.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.access import envelope, sealed
from dashboard.access.connection import open_locked
from tests.extract import tiny

Rows = Callable[[str, str], list[tuple[object, ...]]]
POOLED = "All participants"


def days(rows: Rows, store: str, level: str = "term", *, by_name: bool = False) -> dict[tuple[object, ...], object]:
    asked = f"""select arm, soc, term, person_days from event_time
        where population = 'randomised' and subset = 'any' and level = '{level}' and by_name = {by_name}"""
    return {(arm, soc, term): number for arm, soc, term, number in rows(store, asked)}


def test_everybody_is_at_risk_to_death_last_contact_end_of_collection_or_cut_off(rows: Rows) -> None:
    asked = "select participant, end_day, died from at_risk order by all"
    assert rows("sealed", asked) == [("P1", 100, False), ("P2", 100, False), ("P3", 100, False), ("P4", 41, False)]


def test_person_days_end_with_the_first_event_that_day_included(rows: Rows) -> None:
    """Sepsis: P1 from day 22, so 23 days and P3's 101; P2 from day 9, so 10 days and P4's 42."""
    found = days(rows, "sealed")
    assert found["A", "Infections", "Sepsis"] == 23 + 101
    assert found["B", "Infections", "Sepsis"] == 10 + 42
    assert found["A", "Blood", "Anaemia"] == 202, "nobody had it in A, and the row is there"


def test_where_arms_are_pooled_their_days_are_summed(rows: Rows) -> None:
    by_arm, pooled = days(rows, "sealed"), days(rows, "blinded")
    assert (
        pooled
        == {
            (POOLED, soc, term): sum(by_arm[arm, soc, term] for arm in "AB")  # type: ignore[misc]
            for soc, term in {key[1:] for key in by_arm}
        }
    )


def test_a_withheld_term_has_its_days_by_name_in_the_sealed_store_alone(rows: Rows) -> None:
    name = "CYTOKINE RELEASE SYNDROME"
    assert days(rows, "sealed", by_name=True)["A", "Immune", name] == 12 + 101
    assert rows("blinded", "select distinct level, by_name from event_time") == [("term", False)]
    for store in ("blinded", "sealed"):
        assert not [key for key in days(rows, store) if key[1] == "Immune" and "A" in key[0]], store  # type: ignore[operator]


def test_incidence_is_read_at_the_landmark_or_the_end_of_collection(rows: Rows) -> None:
    """Sepsis in A: one of two, and the other is followed to day 100. In B nobody without it is."""
    asked = """select arm, landmark, incidence, at_risk from event_time
        where population = 'randomised' and subset = 'any' and term = 'Sepsis' and not by_name order by arm"""
    assert rows("sealed", asked)[0] == ("A", 100, 0.5, 1)
    assert rows("sealed", asked)[1] == ("B", 100, None, 0)
    assert rows("blinded", asked) == [(POOLED, 100, pytest.approx(2 / 4), 1)]


def test_death_ends_the_risk_though_the_last_contact_was_earlier(tmp_path: Path) -> None:
    """P2 died on day 40, was last seen on day 20 and had sepsis on day 9; the event on day 50 counts on the last."""
    gone = "P2 | PLAIN  | PLAIN  | S1   | 2025-02-01 |            | 2025-06-01 | 2025-06-01"
    locked = tiny.lock_tiny(
        tmp_path, **tiny.replaced("adsl", gone, gone.replace("2025-06-01 | 2025-06-01", "2025-03-13 | 2025-02-21"))
    )
    contents = sealed.read(locked.folder / "sealed", envelope.store_key(tmp_path / "keys"))
    asked = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
    assert asked.execute("select end_day, died from at_risk where participant = 'P2'").fetchall() == [(40, True)]
    anaemia = "select person_days from event_time where arm = 'B' and term = 'Anaemia' and subset = 'any' and by_name"
    assert asked.execute(anaemia).fetchall()[0] == (41 + 42,)
