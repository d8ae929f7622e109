"""All guidelines at once, on participants few enough to count by hand.

All use the truncated SPRT of 5% against 15%, alpha .10, 80 participants, whose boundary begins
2–5: 2 events, 6–15: 3 events; the window is 100 days, the cut-off day 100.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.board import Board, Watched, board
from dashboard.stats.stopping.rules.sprt import Sprt

RULE = Sprt(0.05, 0.15, 0.10, 80)
WATCHED = {
    "nrm": Watched("NRM", RULE, 100, "tite", pooled=False),
    "crs": Watched("CRS", RULE, 100, "tite", pooled=False),
    "death": Watched("Death", RULE, 100, "tite", pooled=True),
}

# guideline, arm, entered, days, cause
WHOLE = (0, 100, 0)
HALF = (50, 50, 0)
ROWS: list[tuple[Any, ...]] = [
    ("nrm", "A", 0, 10, 1),
    ("nrm", "A", 0, 20, 1),  # day 20: 1 + 1 + 3 x .2 = 2.6 evaluable with 2 events: met
    *[("nrm", "A", *WHOLE)] * 3,
    *[("nrm", "B", *HALF)] * 4,  # 4 x .5 = 2.0 evaluable; two more events make 3.0 with 2: met
    ("crs", "B", 0, 10, 1),
    *[("crs", "B", *WHOLE)] * 3,  # 4 evaluable, 1 event, nobody pending
    ("death", "A", 0, 10, 1),
    *[("death", "B", *HALF)] * 3,  # 1 + 1.5 = 2.5 evaluable, 1 event; one more makes 3.0 with 2: met
]


def asked(
    rows: list[tuple[Any, ...]], watched: dict[str, Watched] = WATCHED, arms: tuple[str, ...] = ("A", "B")
) -> Board:
    guideline, arm, entered, days, cause = (list(part) for part in zip(*rows, strict=True)) if rows else ([],) * 5
    return board(
        guideline=np.array(guideline, dtype=object),
        arm=pd.Categorical(arm, categories=list(arms)),
        entered=np.array(entered, dtype=int),
        days=np.array(days, dtype=int),
        cause=np.array(cause, dtype=int),
        cut=np.full(len(rows), 100),
        cut_on=np.full(len(rows), np.datetime64("2026-01-15")),
        watched=watched,
    )


def test_guidelines_stand_in_the_protocol_s_order_with_the_arms_they_watch() -> None:
    assert [(entry.name, entry.arm) for entry in asked(ROWS).entries] == [
        ("nrm", "A"),
        ("nrm", "B"),
        ("crs", "B"),
        ("death", "All participants"),
    ]


def test_one_guideline_is_met_in_one_arm() -> None:
    result = asked(ROWS)
    assert [(entry.name, entry.arm) for entry in result.met] == [("nrm", "A")]
    assert result.met[0].status.count.met_on == 20
    assert result.guidelines_met == (1, 3)


def test_a_guideline_met_in_both_arms_is_one_guideline() -> None:
    both = [*ROWS, *(("nrm", "B", 0, day, 1) for day in (10, 20))]
    assert len(asked(both).met) == 2
    assert asked(both).guidelines_met == (1, 3)


def test_distances_are_further_events_now() -> None:
    distances = {(entry.name, entry.arm): entry.distance for entry in asked(ROWS).entries}
    assert distances["nrm", "B"] == 2
    assert distances["death", "All participants"] == 1
    assert distances["crs", "B"] == float("inf")  # nobody is pending


def test_the_nearest_is_of_those_not_met() -> None:
    nearest = asked(ROWS).nearest
    assert nearest is not None
    assert nearest.name == "death"


def test_of_equal_distances_the_one_with_more_events_is_nearest() -> None:
    """CRS: 8 complete with 1 event and 2 waiting are 9 evaluable, met at 3: two further, as for NRM in B."""
    more = [*[("crs", "B", *WHOLE)] * 4, *[("crs", "B", *HALF)] * 2]
    result = asked([*(row for row in ROWS if row[0] != "death"), *more])
    nearest = result.nearest
    assert nearest is not None
    assert (nearest.name, nearest.distance) == ("crs", 2)


def test_nothing_is_near_when_nobody_is_pending() -> None:
    assert asked([row for row in ROWS if row[0] == "crs"], {"crs": WATCHED["crs"]}).nearest is None


def test_pooled_counting_does_not_look_at_arms() -> None:
    swapped = [(name, "A" if arm == "B" else "B", *rest) for name, arm, *rest in ROWS]
    assert asked(ROWS).entries[-1].status.text == asked(swapped).entries[-1].status.text


def test_an_arm_without_participants_stays_while_no_arm_has_any() -> None:
    result = asked([], {"nrm": WATCHED["nrm"], "death": WATCHED["death"]})
    assert [(entry.name, entry.arm) for entry in result.entries] == [
        ("nrm", "A"),
        ("nrm", "B"),
        ("death", "All participants"),
    ]
    assert (result.met, result.nearest, result.guidelines_met) == ((), None, (0, 2))


def test_an_unnamed_guideline_shows_whether_it_is_met_and_nothing_else() -> None:
    """CRS exists in arm B alone: beside its letter, or its number of participants, B would be named."""
    watched = {**WATCHED, "crs": Watched("CRS", RULE, 100, "tite", pooled=False, unnamed=True)}
    found = asked(ROWS, watched)
    (entry,) = (entry for entry in found.entries if entry.name == "crs")
    assert (entry.arm, entry.status.met) == ("One arm only", False)
    assert found.nearest is not None
    assert found.nearest.name != "crs"
    row = found.table().query("Guideline == 'CRS'").iloc[0].dropna()
    assert dict(row) == {"Guideline": "CRS", "Arm": "One arm only", "Status": "not met"}


def test_an_unnamed_guideline_that_is_met_counts_as_met() -> None:
    rows = [*ROWS, ("crs", "B", 0, 20, 1), ("crs", "B", 0, 30, 1)]
    watched = {"crs": Watched("CRS", RULE, 100, "tite", pooled=False, unnamed=True)}
    assert asked(rows, watched).guidelines_met == (1, 1)
    swapped = [(name, "A", *rest) for name, _, *rest in rows]
    assert asked(rows, watched).table().equals(asked(swapped, watched).table())


def test_rows_of_guidelines_not_asked_for_are_not_counted() -> None:
    assert [entry.name for entry in asked(ROWS, {"crs": WATCHED["crs"]}).entries] == ["crs"]


def test_without_guidelines_the_board_is_empty() -> None:
    result = asked(ROWS, {})
    assert (result.entries, result.guidelines_met, result.nearest) == ((), (0, 0), None)
    assert len(result.table()) == 0


def test_the_table_has_a_row_each() -> None:
    table = asked(ROWS).table()
    assert table.columns.tolist()[:3] == ["Guideline", "Arm", "Status"]
    assert table["Guideline"].tolist() == ["NRM", "NRM", "CRS", "Death"]
    assert table["Status"].tolist() == ["met", "not met", "not met", "not met"]
    assert table["Events"].tolist() == [2, 0, 1, 1]
    assert table["Evaluable"].tolist() == [5.0, 2.0, 4.0, 2.5]


FIVE = {f"g{i}": Watched(f"G{i}", RULE, 100, "tite", pooled=i == 0) for i in range(5)}


def test_five_guidelines_at_ten_per_cent_are_met_in_four_trials_of_ten() -> None:
    """The exact error of each is .099: 1 - .90057^5 = .4077, and 1 - .90057^9 = .6103 with four of them in two arms."""
    found = asked([], FIVE)
    one = RULE.characteristics().probability[0]
    assert found.chance_one_arm == pytest.approx(1 - (1 - one) ** 5)
    assert found.chance_all == pytest.approx(1 - (1 - one) ** 9)
    assert found.by_chance == (
        "5 independent guidelines at 10% give a 41% chance that at least one is met although every true rate is at its "
        "p0; over the 9 pairs of guideline and arm watched here the chance is 61% (exact, complete windows)."
    )


def test_one_pooled_guideline_speaks_of_no_other() -> None:
    assert asked([], {"death": WATCHED["death"]}).by_chance == (
        "The guideline has a 10% chance to be met although the true rate is at p0 (exact, complete windows)."
    )
    assert asked([], {}).by_chance == ""


def test_errors_that_differ_are_given_as_a_range() -> None:
    strict = Watched("Strict", Sprt(0.05, 0.15, 0.05, 80), 100, "tite", pooled=True)
    assert (
        "2 independent guidelines at 5% to 10% give a 14%" in asked([], {"d": WATCHED["death"], "s": strict}).by_chance
    )


def test_exposure_is_exact_in_another_model_and_said_so() -> None:
    exposed = Watched("Exposed", rules.twin(RULE), 100, "exposure", pooled=True)
    assert asked([], {"death": WATCHED["death"], "e": exposed}).by_chance.endswith(
        "at its p0 (exact; complete windows, or exposure in the Poisson model)."
    )


def test_the_chances_do_not_depend_on_the_data() -> None:
    assert asked(ROWS).chance_one_arm == asked([], WATCHED).chance_one_arm


@given(order=st.permutations(ROWS))
def test_the_order_of_rows_changes_nothing(order: list[tuple[Any, ...]]) -> None:
    assert asked(order).table().equals(asked(ROWS).table())


def test_a_row_without_an_arm_is_refused() -> None:
    with pytest.raises(SourceError, match="1 of 1 rows have no arm"):
        asked([("nrm", None, *WHOLE)])
