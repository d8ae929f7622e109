"""Events typed in that are not in the extract, on the participants of cohorts.py."""

from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.arms import ByArm, by_arm, together
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.status import Status
from dashboard.stats.stopping.typed import Reported, Supposed, what_if
from tests.stats.stopping.cohorts import FIVE, NRM, SEVEN, WINDOW, Row, columns

ROWS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100), st.sampled_from([0, 0, 1, 2])), min_size=1, max_size=12
)


def typed(rows: dict[str, Row], cut: int, *reported: Reported, arm: str = "", **more: Any) -> Supposed[Status]:
    arms = pd.Categorical(list(arm or "A" * len(rows)), categories=["A", "B"])
    given_ = columns(list(rows.values()), cut, more.pop("cut_on", None))
    names = np.array(list(rows), dtype=object)
    over_arms = together if more.pop("pooled", False) else by_arm
    known: dict[str, Any] = {"rule": NRM, "window": WINDOW} | more
    stat = over_arms(partial(monitor, **known))
    return what_if(stat, window=WINDOW)(arms, names, **given_, reported=reported)


def both(found: Supposed[Status], arm: str = "A") -> tuple[Status, Status]:
    """What the extract says of an arm, and what it is supposed to be."""
    return found.extract.results[arm], found.results[arm]


def test_an_event_before_the_cut_off_replaces_follow_up() -> None:
    """Day 200: F has an event on its day 50 (day 120): path 2.9 with 1, 4.6 with 2 on day 90, then 5.9 with 3.

    Day 90: A .9, B 1, C 1, D .5, E 1, F .2. Day 120: A 1, B 1, C 1, D .6, E 1, F 1, G .3.
    """
    extract, supposed = both(typed(SEVEN, 200, Reported("F", 50)))
    assert (extract.count.events, supposed.count.events) == (2, 3)
    assert supposed.count.path_day.tolist() == [60, 90, 120]
    assert supposed.count.path_evaluable.tolist() == [2.9, 4.6, 5.9]
    assert (extract.position, supposed.position) == ("now below", "now above")


def test_after_the_cut_off_everybody_else_s_follow_up_stays_as_documented() -> None:
    """Cut-off day 60: A .6, B 1, C 1, D .2, E .1 = 2.9. D's event on its day 30, day 70: D 1, the others as before."""
    rows: dict[str, Row] = FIVE | {"A": (0, 60, 0), "D": (40, 20, 0), "E": (50, 10, 0)}
    extract, supposed = both(typed(rows, 60, Reported("D", 30)))
    assert supposed.count.path_day.tolist() == [60, 70]
    assert supposed.count.path_evaluable == pytest.approx([2.9, 3.7])
    assert (extract.met, supposed.met, supposed.count.met_on) == (False, True, 70)


def test_dates_after_the_cut_off_move_the_look_and_its_date() -> None:
    """The cut-off, day 60, is 1 Mar 2026; D entered on day 40, 9 Feb, and day 70 is 11 Mar."""
    rows: dict[str, Row] = FIVE | {"A": (0, 60, 0), "D": (40, 20, 0), "E": (50, 10, 0)}
    extract, supposed = both(typed(rows, 60, Reported("D", date(2026, 3, 11)), cut_on="2026-03-01"))
    assert supposed.met_date == "2026-03-11"
    assert supposed.count.path_day.tolist() == [60, 70]
    assert extract.first_on == supposed.first_on


def test_a_day_may_be_any_whole_number() -> None:
    whole = typed(SEVEN, 200, Reported("F", np.int64(50)))  # type: ignore[arg-type]  # as a column gives it
    assert whole.table().equals(typed(SEVEN, 200, Reported("F", 50)).table())


def test_each_arm_has_its_own_events_and_all_look_on_the_same_day() -> None:
    found = typed(SEVEN, 200, Reported("F", 50), Reported("G", 60), arm="AABABAB")
    assert [[status.count.events for status in both(found, arm)] for arm in "AB"] == [[1, 2], [1, 2]]
    assert found.mark == "With 2 events that are not in the extract"
    assert list(typed(SEVEN, 200, Reported("F", 50), pooled=True).results) == ["All participants"]


def test_nothing_typed_in_changes_nothing() -> None:
    found = typed(SEVEN, 200)
    assert found.results is found.extract.results
    assert found.table().equals(found.extract.table())
    assert found.mark == ""


def test_the_table_marks_what_is_not_in_the_extract() -> None:
    found = typed(SEVEN, 200, Reported("F", 50))
    assert set(found.table()["Data"]) == {"With 1 event that is not in the extract"}
    assert found.table()["Events"].tolist() == [3, 0]
    assert "Data" not in found.extract.table()


def test_the_earlier_extract_stays_as_it_was() -> None:
    """FIVE at day 60 is the earlier extract, whose cut-off stays; the present one's moves from 200 to 215."""
    parts = [columns(list(rows.values()), cut) for rows, cut in ((FIVE, 60), (SEVEN, 200))]
    given_ = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    earlier = np.repeat([True, False], [5, 7])
    seen: list[dict[str, Any]] = []

    def stat(arm: pd.Categorical, **all_columns: Any) -> ByArm[Status]:
        seen.append(all_columns)
        return ByArm({})

    given_["days"][-1] = 110  # G is followed until the cut-off
    names = np.array([*FIVE, *SEVEN])
    arm = pd.Categorical(["A"] * 12)
    what_if(stat, window=200)(arm, names, **given_, earlier=earlier, reported=[Reported("G", 125)])
    before, after = seen
    assert after["cut"].tolist() == [60] * 5 + [215] * 7
    assert all(np.array_equal(after[name][earlier], before[name][earlier]) for name in before)
    assert after["days"][-1] == 125
    with pytest.raises(
        ChoiceError, match="has one on day 40 already"
    ):  # E's of the present extract, not of the earlier
        what_if(stat, window=200)(arm, names, **given_, earlier=earlier, reported=[Reported("E", 60)])


def test_the_extract_s_columns_are_left_as_they_are() -> None:
    given_ = columns(list(SEVEN.values()), 200)
    copies = {name: column.copy() for name, column in given_.items()}
    arm = pd.Categorical(["A"] * 7)
    stat = by_arm(partial(monitor, rule=NRM, window=WINDOW))
    what_if(stat, window=WINDOW)(arm, np.array(list(SEVEN)), **given_, reported=[Reported("F", 50)])
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
    assert typed(SEVEN, 200, Reported("C", 30)).results["A"].count.events == 3


@settings(max_examples=60)
@given(ROWS, st.data(), st.sampled_from(["tite", "complete_window", "exposure"]))
def test_an_event_more_is_never_safer(rows: list[Row], data: st.DataObject, counting: str) -> None:
    """Whoever it is and whenever, if it can be added: no fewer events, and what was met stays met."""
    rule = rules.twin(NRM) if counting == "exposure" else NRM
    people = {str(i): row for i, row in enumerate(rows)}
    one = Reported(str(data.draw(st.integers(0, len(rows) - 1))), data.draw(st.integers(0, WINDOW)))
    try:
        extract, supposed = both(typed(people, 200, one, rule=rule, counting=counting))
    except ChoiceError:
        return
    assert supposed.count.events >= extract.count.events
    assert supposed.met >= extract.met
