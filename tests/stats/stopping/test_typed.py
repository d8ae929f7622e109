"""Events typed in that are not in the extract, on the participants of cohorts.py."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.arms import ByArm
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.typed import Reported, Typed, what_if
from tests.stats.stopping.cohorts import FIVE, NRM, SEVEN, WINDOW, Row, columns

ROWS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100), st.sampled_from([0, 0, 1, 2])), min_size=1, max_size=12
)


def typed(rows: dict[str, Row], cut: int, *reported: Reported, arm: str = "", **more: Any) -> ByArm[Typed]:
    arms = pd.Categorical(list(arm or "A" * len(rows)), categories=["A", "B"])
    given_ = columns(list(rows.values()), cut, more.pop("cut_on", None))
    names = np.array(list(rows), dtype=object)
    settings_ = {"rule": NRM, "window": WINDOW} | more
    return what_if(arms, participant=names, **given_, **settings_, reported=reported)


def test_an_event_before_the_cut_off_replaces_follow_up() -> None:
    """Day 200: F has an event on its day 50 (day 120): path 2.9 with 1, 4.6 with 2 on day 90, then 5.9 with 3.

    Day 90: A .9, B 1, C 1, D .5, E 1, F .2. Day 120: A 1, B 1, C 1, D .6, E 1, F 1, G .3.
    """
    found = typed(SEVEN, 200, Reported("F", 50)).results["A"]
    assert (found.extract.count.events, found.supposed.count.events) == (2, 3)
    assert found.supposed.count.path_day.tolist() == [60, 90, 120]
    assert found.supposed.count.path_evaluable.tolist() == [2.9, 4.6, 5.9]
    assert found.supposed.position == "now above"
    assert found.text == (
        "With 1 event not in the extract: Guideline met on day 90 of the trial, now above: 3 events among 6.6 "
        "evaluable; met at 3. In the extract: Guideline met on day 90 of the trial, now below: 2 events among 6.6 "
        "evaluable; met at 3."
    )


def test_after_the_cut_off_everybody_else_s_follow_up_stays_as_documented() -> None:
    """Cut-off day 60: A .6, B 1, C 1, D .2, E .1 = 2.9. D's event on its day 30, day 70: D 1, the others as before."""
    rows: dict[str, Row] = FIVE | {"A": (0, 60, 0), "D": (40, 20, 0), "E": (50, 10, 0)}
    found = typed(rows, 60, Reported("D", 30)).results["A"]
    assert found.supposed.count.path_day.tolist() == [60, 70]
    assert found.supposed.count.path_evaluable == pytest.approx([2.9, 3.7])
    assert (found.extract.met, found.supposed.met, found.supposed.count.met_on) == (False, True, 70)


def test_dates_after_the_cut_off_move_the_look_and_its_date() -> None:
    """The cut-off, day 60, is 1 Mar 2026; D entered on day 40, 9 Feb, and day 70 is 11 Mar."""
    rows: dict[str, Row] = FIVE | {"A": (0, 60, 0), "D": (40, 20, 0), "E": (50, 10, 0)}
    found = typed(rows, 60, Reported("D", date(2026, 3, 11)), cut_on="2026-03-01").results["A"]
    assert found.supposed.met_date == "2026-03-11"
    assert found.supposed.count.path_day.tolist() == [60, 70]
    assert found.extract.first_on == found.supposed.first_on


def test_a_day_may_be_any_whole_number() -> None:
    whole = typed(SEVEN, 200, Reported("F", np.int64(50)))  # type: ignore[arg-type]  # as a column gives it
    assert whole.table().equals(typed(SEVEN, 200, Reported("F", 50)).table())


def test_each_arm_has_its_own_events_and_all_look_on_the_same_day() -> None:
    found = typed(SEVEN, 200, Reported("F", 50), Reported("G", 60), arm="AABABAB").results
    assert [(arm.events, arm.extract.count.events, arm.supposed.count.events) for arm in found.values()] == [
        (1, 1, 2),
        (1, 1, 2),
    ]
    assert list(typed(SEVEN, 200, Reported("F", 50), pooled=True).results) == ["All participants"]


def test_nothing_typed_in_changes_nothing() -> None:
    found = typed(SEVEN, 200).results["A"]
    assert found.extract.table().equals(found.supposed.table())
    assert found.text == f"Nothing typed in. {found.extract.text}"


def test_the_table_marks_what_is_not_in_the_extract() -> None:
    table = typed(SEVEN, 200, Reported("F", 50)).table()
    assert table["Data"].tolist()[:2] == ["extract", "with 1 typed in, not in the extract"]
    assert table["Events"].tolist()[:2] == [2, 3]


def test_the_extract_s_columns_are_left_as_they_are() -> None:
    given_ = columns(list(SEVEN.values()), 200)
    copies = {name: column.copy() for name, column in given_.items()}
    arm = pd.Categorical(["A"] * 7)
    what_if(arm, np.array(list(SEVEN)), **given_, rule=NRM, window=WINDOW, reported=[Reported("F", 50)])
    assert all(np.array_equal(given_[name], copies[name]) for name in given_)


@pytest.mark.parametrize(
    ("reported", "says"),
    [
        ([Reported("Z", 5)], "Participant Z is not watched by this guideline"),
        ([Reported("F", -1)], "lies before time zero: give day 0 or later"),
        ([Reported("F", 101)], "lies after the window of 100 days and does not count: give day 100 at most"),
        ([Reported("C", 31)], "has a competing event before it, on day 30"),
        ([Reported("B", 60)], "the extract has one on day 50 already"),
        ([Reported("F", 5), Reported("F", 6)], "Participant F is typed in twice"),
        ([Reported("F", date(2026, 3, 1))], "this extract has no dates. Give the day after time zero"),
    ],
)
def test_an_event_that_cannot_be_added_is_refused(reported: list[Reported], says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        typed(SEVEN, 200, *reported)


def test_an_event_on_the_day_of_a_competing_one_comes_first() -> None:
    assert typed(SEVEN, 200, Reported("C", 30)).results["A"].supposed.count.events == 3


@settings(max_examples=60)
@given(ROWS, st.data(), st.sampled_from(["tite", "complete_window", "exposure"]))
def test_an_event_more_is_never_safer(rows: list[Row], data: st.DataObject, counting: str) -> None:
    """Whoever it is and whenever, if it can be added: no fewer events, and what was met stays met."""
    rule = rules.twin(NRM) if counting == "exposure" else NRM
    people = {str(i): row for i, row in enumerate(rows)}
    one = Reported(str(data.draw(st.integers(0, len(rows) - 1))), data.draw(st.integers(0, WINDOW)))
    try:
        found = typed(people, 200, one, rule=rule, counting=counting).results["A"]
    except ChoiceError:
        return
    assert found.supposed.count.events >= found.extract.count.events
    assert found.supposed.met >= found.extract.met
