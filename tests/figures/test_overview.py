"""The overview drawn: n with its percentage of N, differences, and where rows lead."""

from typing import Any

from dashboard.figures.kinds import Lead
from dashboard.figures.overview import overview
from dashboard.stats.overview import Count, Overview

COUNTS = {
    ("any", "A"): Count(3, 8, 5),
    ("any", "B"): Count(6, 8, 9),
    ("died", "A"): Count(1, 8, None),
    ("died", "B"): Count(0, 8, None),
    ("stopped", "A"): Count(None, 8, None),
    ("stopped", "B"): Count(None, 8, None),
}
LED: dict[str, Any] = {"leads_to": "adverse-events-by-name", "subsets": ("any", "serious"), "population": "treated"}
LED["severe"] = "Grade 3 or worse"


def test_a_row_has_participants_of_n_events_and_the_difference() -> None:
    """3 of 8 is 37.5%, 6 of 8 is 75%: 37.5 points more in B."""
    table = overview(Overview(("A", "B"), COUNTS), **LED)
    assert [column.title for column in table.columns][1:3] == ["A, N = 8", "B, N = 8"]
    assert table.rows[0][:3] == ("Any adverse event", "3 (37.5%) [5]", "6 (75.0%) [9]")
    assert table.rows[0][3].startswith("37.5 (")
    assert table.rows[1][:3] == ("Died", "1 (12.5%)", "0 (0.0%)")


def test_severe_events_are_called_by_their_grade() -> None:
    table = overview(Overview(("A",), {("severe", "A"): Count(1, 8, 1)}), **LED)
    assert table.rows == (("Grade 3 or worse", "1 (12.5%) [1]"),)


def test_what_is_not_recorded_is_named_below_and_has_no_row() -> None:
    table = overview(Overview(("A", "B"), COUNTS), **LED)
    assert len(table.rows) == 2
    assert table.foot.endswith("not recorded: treatment stopped because of an adverse event")


def test_a_row_leads_to_its_terms_in_the_same_population() -> None:
    found = overview(Overview(("A", "B"), COUNTS), **LED).leads
    assert found == (Lead("adverse-events-by-name", {"subset": "any", "population": "treated"}), None)


def test_an_arm_of_nobody_has_no_percentage_and_no_difference() -> None:
    empty = {("any", "A"): Count(3, 8, 5), ("any", "B"): Count(0, 0, 0)}
    table = overview(Overview(("A", "B"), empty), **LED)
    assert table.rows == (("Any adverse event", "3 (37.5%) [5]", "0 [0]", "–"),)
    assert "no difference: nobody in B" in table.foot
