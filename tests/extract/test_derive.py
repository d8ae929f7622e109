"""Every derived table of the tiny source, worked out by hand (the source stands in tiny.py).

Cut-off 2025-07-01. Days from randomisation to it: P1 172, P2 150, P3 108, P4 42; P5 is randomised after it.
"""

from collections.abc import Callable
from datetime import date

import pytest

Rows = Callable[[str, str], list[tuple[object, ...]]]
POOLED = "All participants"


def test_a_population_counts_who_was_randomised_by_the_cut_off(rows: Rows) -> None:
    asked = "from population_size order by all"
    assert rows("sealed", asked) == [
        ("A", "randomised", 2),
        ("A", "treated", 2),
        ("B", "randomised", 2),
        ("B", "treated", 0),
    ]
    assert rows("blinded", asked) == rows("conduct", asked) == [(POOLED, "randomised", 4)]


def test_a_visit_is_expected_once_its_window_has_passed_and_death_before_it_counts_as_done(rows: Rows) -> None:
    """Due from day 44, 104 and 140. P2 died on day 120: after day 90, before day 130. P1's third came too late."""
    asked = "select arm, due_day, expected, done from visit_count order by all"
    assert rows("sealed", asked) == [
        ("A", 30, 2, 1),
        ("A", 90, 2, 1),
        ("A", 130, 1, 0),
        ("B", 30, 1, 1),
        ("B", 90, 1, 0),
        ("B", 130, 1, 1),
    ]
    assert rows("conduct", asked) == [(POOLED, 30, 3, 2), (POOLED, 90, 3, 1), (POOLED, 130, 2, 1)]
    assert rows("blinded", asked) == rows("conduct", asked)


def test_a_cycle_is_expected_from_due_day_length_and_grace_on(rows: Rows) -> None:
    """Cycle 1 from day 14 + 28 + 14 = 56 (P1, P2, P3), cycle 2 from day 140 (P1, P2); 21 of 28 days is not 80%."""
    asked = "from cycle_count order by all"
    assert rows("sealed", asked) == [
        ("A", 1, 2.0, 2, 2),
        ("A", 2, 1.0, 1, 0),
        ("B", 1, 0.0, 0, 0),
        ("B", 2, 0.0, 0, 0),
    ]


def test_outside_the_sealed_store_cycles_are_expected_by_allocation_and_counts_below_five_are_not_shown(
    rows: Rows,
) -> None:
    """Three due for cycle 1, two for cycle 2, one of two arms has cycles: 3/2 and 2/2."""
    assert rows("conduct", "from cycle_count order by all") == [(POOLED, 1, 1.5, None), (POOLED, 2, 1.0, None)]
    assert rows("blinded", "from cycle_count order by all") == [
        (POOLED, 1, 1.5, None, None),
        (POOLED, 2, 1.0, None, None),
    ]


def test_accrual_has_every_site_and_month_from_activation_to_the_cut_off(rows: Rows) -> None:
    expected = [("S1", date(2025, month, 1), int(month in (1, 2))) for month in range(1, 8)]
    expected += [("S2", date(2025, month, 1), int(month in (3, 5))) for month in range(3, 8)]
    assert rows("conduct", "from accrual order by all") == expected


def test_a_site_activated_after_the_cut_off_is_not_there_yet(rows: Rows) -> None:
    assert rows("conduct", "select site from site order by all") == [("S1",), ("S2",)]


def test_screening_is_counted_by_month_outcome_and_reason(rows: Rows) -> None:
    assert rows("conduct", "from screening_count order by all") == [
        (date(2025, 1, 1), "Randomised", "", 1),
        (date(2025, 1, 1), "Screen failure", "Relapse", 1),
    ]


def test_an_event_after_the_cut_off_is_censored_at_it(rows: Rows) -> None:
    """P3 died on day 117, the cut-off is day 108. P4's 60 days of follow-up are 42 by then."""
    asked = "select participant, cause, days from endpoint where endpoint = 'relapse-nrm' order by all"
    assert rows("sealed", asked) == [("P1", 1, 100.0), ("P2", 2, 120.0), ("P3", 0, 108.0), ("P4", 0, 42.0)]


def test_only_endpoints_the_charter_allows_are_pooled(rows: Rows) -> None:
    assert rows("blinded", "select distinct endpoint from endpoint") == [("relapse-nrm",)]
    asked = "select arm, cause, days from endpoint where endpoint = 'relapse-nrm' order by days"
    assert rows("blinded", asked) == [(POOLED, 0, 42.0), (POOLED, 1, 100.0), (POOLED, 0, 108.0), (POOLED, 2, 120.0)]


ANY_POOLED = [
    # level, soc, term, grade, participants, events
    ("overall", "", "", 0, 0, 1),
    ("overall", "", "", 1, 0, 1),
    ("overall", "", "", 2, 0, 2),
    ("overall", "", "", 3, 0, 1),
    ("overall", "", "", 4, 2, 2),
    ("overall", "", "", 5, 1, 1),
    ("soc", "Blood", "", 4, 1, 1),
    ("soc", "Blood", "", 5, 1, 1),
    ("soc", "Immune", "", 2, 1, 1),
    ("soc", "Infections", "", 0, 1, 1),
    ("soc", "Infections", "", 2, 0, 1),
    ("soc", "Infections", "", 3, 0, 1),
    ("soc", "Infections", "", 4, 1, 1),
    ("soc", "Not coded", "", 1, 1, 1),
    ("term", "Blood", "Anaemia", 5, 1, 1),
    ("term", "Blood", "Neutropenia", 4, 1, 1),
    ("term", "Immune", "Other term", 2, 1, 1),
    ("term", "Infections", "Pneumonia", 2, 1, 1),
    ("term", "Infections", "Sepsis", 0, 1, 1),
    ("term", "Infections", "Sepsis", 3, 0, 1),
    ("term", "Infections", "Sepsis", 4, 1, 1),
    ("term", "Not coded", "Not coded", 1, 1, 1),
]


def test_people_stand_at_their_worst_grade_and_events_at_their_own(rows: Rows) -> None:
    """P1 has grades 3, 4, 2, 2; P2 none, 1, 5; P3 4. Before day 0, after day 100 and after the cut-off do not count."""
    asked = """select level, soc, term, grade, participants, events from event_count
        where subset = 'any' and population = 'randomised' order by all"""
    assert rows("blinded", asked) == ANY_POOLED


@pytest.mark.parametrize(
    ("subset", "expected"),
    [
        ("serious", [(3, 0, 1), (4, 1, 1), (5, 1, 1)]),
        ("severe", [(3, 0, 1), (4, 2, 2), (5, 1, 1)]),
        ("fatal", [(5, 1, 1)]),
        ("related", []),
    ],
)
def test_a_subset_counts_its_own_events(rows: Rows, subset: str, expected: list[tuple[int, ...]]) -> None:
    asked = f"""select grade, participants, events from event_count
        where subset = '{subset}' and level = 'overall' order by all"""
    assert rows("blinded", asked) == expected


def test_relatedness_and_arm_revealing_terms_are_named_in_the_sealed_store_alone(rows: Rows) -> None:
    asked = """select arm, term, grade, participants, events from event_count
        where subset = 'related' and level = 'term' and population = 'treated' order by all"""
    assert rows("sealed", asked) == [("A", "CYTOKINE RELEASE SYNDROME", 2, 1, 1), ("A", "Neutropenia", 4, 1, 1)]


def test_withheld_terms_have_their_names_in_the_sealed_store_and_one_row_in_the_blinded(rows: Rows) -> None:
    """Beside letters even "Other term" would name the arm: there its events are in the class alone."""
    asked = """select by_name, term, participants from event_count
        where subset = 'any' and level = 'term' and soc = 'Immune' and population = 'randomised' order by all"""
    assert rows("sealed", asked) == [(True, "CYTOKINE RELEASE SYNDROME", 1)]
    in_class = asked.replace("level = 'term'", "level = 'soc'")
    assert rows("sealed", in_class) == [(False, "", 1), (True, "", 1)]
    assert rows("blinded", asked) == [(False, "Other term", 1)]


def test_a_guideline_counts_its_participants_on_the_calendar(rows: Rows) -> None:
    """First randomisation 2025-01-10; P4 has no row of OS: in the study, nothing known yet.

    P2's death without relapse on day 120 is after the window of 100 days, which is all that is kept.
    """
    asked = (
        "select guideline, participant, arm, entered, days, cause, cut from monitored order by guideline, participant"
    )
    assert rows("sealed", asked) == [
        ("crs-28", "P1", "A", 10, 28, 0, 172),
        ("crs-28", "P3", "A", 74, 5, 1, 172),
        ("death-180-pooled", "P1", "A", 0, 172, 0, 172),
        ("death-180-pooled", "P2", "B", 22, 120, 1, 172),
        ("death-180-pooled", "P3", "A", 64, 108, 0, 172),
        ("death-180-pooled", "P4", "B", 130, 0, 0, 172),
        ("nrm-100", "P1", "A", 0, 100, 2, 172),
        ("nrm-100", "P2", "B", 22, 100, 0, 172),
        ("nrm-100", "P3", "A", 64, 100, 0, 172),
        ("nrm-100", "P4", "B", 130, 42, 0, 172),
    ]


def test_outside_the_sealed_store_only_pooled_guidelines_are_followed_and_nobody_is_named(rows: Rows) -> None:
    asked = "select guideline, arm, entered, days, cause, cut from monitored order by all"
    assert "participant" not in [row[0] for row in rows("blinded", "describe monitored")]
    assert rows("blinded", asked) == [
        ("death-180-pooled", POOLED, 0, 172, 0, 172),
        ("death-180-pooled", POOLED, 22, 120, 1, 172),
        ("death-180-pooled", POOLED, 64, 108, 0, 172),
        ("death-180-pooled", POOLED, 130, 0, 0, 172),
    ]


def test_the_source_is_seen_as_it_stood_at_the_cut_off(rows: Rows) -> None:
    asked = "select participant, died_on, last_contact_on, treated from participant order by all"
    assert rows("sealed", asked) == [
        ("P1", None, date(2025, 7, 1), True),
        ("P2", date(2025, 6, 1), date(2025, 6, 1), False),
        ("P3", None, date(2025, 7, 1), True),
        ("P4", None, date(2025, 6, 30), False),
    ]


def test_a_cycle_that_runs_past_the_cut_off_is_under_way(rows: Rows) -> None:
    """Started on day 102, seven days of infusion by the cut-off."""
    asked = "from cycle where participant = 'P3' and cycle = 2"
    assert rows("sealed", asked) == [("P3", "A", 2, 102, None, 7.0, False, None)]


def test_a_partial_onset_is_its_earliest_day_not_before_randomisation_and_flagged(rows: Rows) -> None:
    asked = "select term, start_on, start_day from adverse_event where partial_date order by all"
    assert rows("sealed", asked) == [
        ("Pneumonia", date(2025, 1, 10), 0),
        ("Sepsis", date(2025, 3, 1), 50),
    ]


def test_an_event_is_emergent_from_randomisation_to_the_last_day_of_collection(rows: Rows) -> None:
    """Day 100 is the last; an end after the cut-off is not known yet."""
    asked = (
        "select participant, term, start_day, end_day, emergent from adverse_event where start_day not between 0 and 96"
    )
    assert rows("sealed", f"{asked} order by all") == [
        ("P1", "Cough", -5, -4, False),
        ("P2", "Anaemia", 100, 120, True),
        ("P2", "Anaemia", 101, None, False),
        ("P3", "Neutropenia", 97, None, True),
    ]
