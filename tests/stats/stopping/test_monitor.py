"""What a guideline says today, on participants few enough to count by hand.

All use the truncated SPRT of 5% against 15%, alpha .10, 80 participants, whose boundary begins
2–5: 2 events, 6–15: 3 events, 16–26: 4 events; the window is 100 days.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.arms import by_arm
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rules.sprt import Sprt
from dashboard.stats.stopping.status import Outlook, Status

NRM = Sprt(0.05, 0.15, 0.10, 80)
Row = tuple[int, int, int]  # entered, days, cause


def status(rows: Sequence[Row], cut: int, counting: str = "tite") -> Status:
    entered, days, cause = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return monitor(entered, days, cause, np.full(len(rows), cut), rule=NRM, window=100, counting=counting)


#   calendar day 0         50        100       150       200
#   A            |===================|                          window complete on day 100
#   B              |=========X                                  event on day 60, window over on 110
#   C                |=====o                                    competing event on day 50
#   D                    |===========-                          last assessed on day 100, then lost
#   E                      |=======X                            event on day 90, window over on 150
#   F                          |===================|            window complete on day 170
#   G                              |===================|        window complete on day 190
FIVE: list[Row] = [(0, 100, 0), (10, 50, 1), (20, 30, 2), (40, 60, 0), (50, 40, 1)]
SEVEN: list[Row] = [*FIVE, (70, 100, 0), (90, 100, 0)]


def test_the_path_is_weighed_at_each_event_in_calendar_order() -> None:
    """Day 60: A .6, B 1, C 1, D .2, E .1 = 2.9 with 1 event; day 90: .9 + 1 + 1 + .5 + 1 = 4.4 with 2."""
    count = status(FIVE, cut=100).count
    assert count.path_day.tolist() == [60, 90]
    assert count.path_evaluable.tolist() == [2.9, 4.4]
    assert count.path_events.tolist() == [1, 2]
    assert count.met_on == 90


def test_today_is_counted_at_the_cut() -> None:
    """Day 100: A 1, B 1, C 1, D .6, E 1 = 4.6."""
    found = status(FIVE, cut=100)
    assert (found.participants, found.count.events, found.count.evaluable) == (5, 2, 4.6)
    assert (found.pending, found.elapsed) == (1, 0)
    assert found.count.now_above
    assert found.count.needed == 2
    assert str(found.further) == "0"
    assert found.text == "Guideline met on day 90 of the trial, now above: 2 events among 4.6 evaluable; met at 2."


def test_a_met_guideline_stays_met_when_follow_up_brings_it_below() -> None:
    """Day 200: A, B, C, E, F, G count 1, D is frozen at .6: 6.6, where 3 events are needed."""
    found = status(SEVEN, cut=200)
    assert found.count.evaluable == 6.6
    assert found.met
    assert found.count.met_on == 90
    assert not found.count.now_above
    assert found.count.needed == 3
    assert found.text == "Guideline met on day 90 of the trial, now below: 2 events among 6.6 evaluable; met at 3."


def test_who_is_lost_stays_pending_and_is_told_apart() -> None:
    found = status(SEVEN, cut=200)
    assert (found.pending, found.elapsed) == (1, 1)
    assert str(found.further) == "1"
    assert (str(found.further), found.pending) == ("1", 1)


def test_complete_window_waits_for_each_window_and_leaves_out_the_lost() -> None:
    """Day 110: A, B = 2 with 1 event; day 150: A, B, C, E = 4 with 2 events, met; day 200: + F, G = 6."""
    count = status(SEVEN, cut=200).complete_window
    assert count.path_day.tolist() == [110, 150]
    assert count.path_evaluable.tolist() == [2, 4]
    assert count.path_events.tolist() == [1, 2]
    assert count.met_on == 150
    assert (count.events, count.evaluable, count.now_above) == (2, 6, False)


def test_complete_window_counts_no_failure_early() -> None:
    """At day 109 B's event is 49 days old, but the window ends on day 110."""
    assert status(FIVE, cut=109).complete_window.events == 0
    assert status(FIVE, cut=110).complete_window.events == 1


def test_the_two_countings_are_shown_beside_each_other() -> None:
    found = status(FIVE, cut=100)
    assert found.met
    assert not found.complete_window.met
    assert found.complete_window.tally == "0 events among 1.0 evaluable"
    waiting = status(FIVE, cut=100, counting="complete_window")
    assert waiting.text == "Guideline not met: 0 events among 1.0 evaluable; met at 2."
    assert waiting.counts["tite"].met
    assert waiting.counts["tite"].tally == "2 events among 4.6 evaluable"


def exposed(rows: Sequence[Row], cut: int) -> Status:
    """By the Poisson SPRT of the same design: 2 events in up to 4.0 windows of follow-up, 3 in up to 14.4."""
    entered, days, cause = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return monitor(
        *(entered, days, cause, np.full(len(rows), cut)), rule=rules.twin(NRM), window=100, counting="exposure"
    )


def test_exposure_is_follow_up_to_the_event_and_nobody_is_filled_up() -> None:
    """Day 60: A .6, B .5, C .3, D .2, E .1 = 1.7 with 1 event; day 90: .9 + .5 + .3 + .5 + .4 = 2.6 with 2."""
    found = exposed(FIVE, cut=100)
    assert found.count.path_evaluable.tolist() == [1.7, 2.6]
    assert (found.count.events, found.count.evaluable, found.count.met_on) == (2, 2.8, 90)
    assert found.text == (
        "Guideline met on day 90 of the trial, now above: 2 events in 2.8 windows of follow-up; met at 2."
    )


def test_beside_exposure_stands_the_complete_window_count_of_the_binary_twin() -> None:
    """Day 200: 2 events among 6 complete windows, met on day 150 among 4 (2-5: 2)."""
    found = exposed(SEVEN, cut=200)
    assert set(found.counts) == {"exposure", "complete_window"}
    assert (found.complete_window.met_on, found.complete_window.tally) == (150, "2 events among 6.0 evaluable")
    assert found.complete_window.needed == int(NRM.boundary(6))
    assert found.table()["Counting"].tolist() == ["exposure"]


def test_an_event_adds_no_exposure_and_its_lack_adds_the_rest_of_the_window() -> None:
    """1 event in .5 + 1 + 1 and pending .9, .3, .3: 4.0 windows; 5.5 once they are complete."""
    rows = [(0, 50, 1), (0, 100, 0), (0, 100, 0), (110, 90, 0), (170, 30, 0), (170, 30, 0)]
    found = exposed(rows, cut=200)
    assert found.further is not None
    assert (found.further.fewest, found.further.most) == (1, 1)
    assert (found.if_all, found.if_none) == (Outlook(True, 4, 4.0), Outlook(False, 1, 5.5))


@pytest.mark.parametrize("counting", ["tite", "complete_window"])
def test_a_rule_on_exposure_is_never_monitored_on_participants(counting: str) -> None:
    with pytest.raises(ChoiceError, match=r"not possible with a rule on exposure; choose one of exposure\."):
        monitor([], [], [], [], rule=rules.twin(NRM), window=100, counting=counting)


def test_a_rule_on_participants_is_never_monitored_on_exposure() -> None:
    with pytest.raises(ChoiceError, match=r"a rule on participants; choose one of tite, complete_window\."):
        status(FIVE, cut=100, counting="exposure")


def test_counting_failures_early_cannot_be_configured() -> None:
    with pytest.raises(ChoiceError, match=r"choose one of tite, complete_window\. Counting failures early cannot"):
        status(FIVE, cut=100, counting="early")


def test_a_window_of_no_day_is_refused() -> None:
    with pytest.raises(ChoiceError, match="give at least 1 day"):
        monitor([], [], [], [], rule=NRM, window=0)


def test_the_window_includes_its_last_day() -> None:
    assert status([(0, 100, 1), (0, 100, 1)], cut=300).count.events == 2
    late = status([(0, 101, 1), (0, 101, 2)], cut=300)
    assert (late.count.events, late.count.evaluable, late.pending) == (0, 2, 0)
    assert (late.complete_window.events, late.complete_window.evaluable) == (0, 2)


@pytest.mark.parametrize(("last", "met"), [(0, True), (1, False)])
def test_a_fraction_above_five_participants_is_not_five(last: int, met: bool) -> None:
    """Two events and three complete make 5.00, where 2 events meet it; one more day of one more does not."""
    rows = [(0, 100, 0), (0, 100, 0), (0, 100, 0), (50, 60, 1), (50, 60, 1), (110 - last, 50, 0)]
    found = status(rows, cut=110)
    assert found.count.evaluable == 5 + last / 100
    assert found.met is met


def test_events_of_the_same_day_are_one_point_of_the_path() -> None:
    count = status([(0, 50, 1), (10, 40, 1), (0, 100, 0)], cut=100).count
    assert count.path_day.tolist() == [50]
    assert count.path_events.tolist() == [2]
    assert count.path_evaluable.tolist() == [2.5]


def test_a_competing_event_counts_in_full_from_its_date_on() -> None:
    """Day 30 (event of B): A .3 before its competing event on day 40, C .1; day 50 (event of C): A 1."""
    count = status([(0, 40, 2), (0, 30, 1), (20, 30, 1)], cut=60).count
    assert count.path_evaluable.tolist() == [1.4, 3.0]


def test_events_to_the_boundary_depend_on_who_has_them() -> None:
    """1 event and 2 complete, pending at .9, .3, .3: 4.5 with 1 event.

    best: the .9 has it, 4.6 with 2 events, met (2–5: 2). worst: a .3 has it, 5.2 with 2, not met;
    the other too, 5.9 with 3 events, met (6–15: 3).
    """
    rows = [(0, 50, 1), (0, 100, 0), (0, 100, 0), (110, 90, 0), (170, 30, 0), (170, 30, 0)]
    found = status(rows, cut=200)
    assert found.count.evaluable == 4.5
    assert found.further is not None
    assert (found.further.fewest, found.further.most) == (1, 2)
    assert (str(found.further), found.pending) == ("1–2", 3)


def test_what_it_would_be_if_all_pending_failed_and_if_none_did() -> None:
    """1 event, 2 complete, 3 pending: 4 events among 6 meet it (6-15: 3); 1 among 6 does not."""
    rows = [(0, 50, 1), (0, 100, 0), (0, 100, 0), (110, 90, 0), (170, 30, 0), (170, 30, 0)]
    found = status(rows, cut=200)
    assert (found.if_all, found.if_none) == (Outlook(True, 4, 6.0), Outlook(False, 1, 6.0))
    assert found.outlook == (
        "If all 3 pending participants have the event: met, 4 events among 6.0 evaluable. "
        "If none has: not met, 1 event among 6.0 evaluable."
    )


def test_what_is_met_stays_met_if_nobody_fails() -> None:
    found = status(FIVE, cut=100)
    assert (found.if_all, found.if_none) == (Outlook(True, 3, 5.0), Outlook(True, 2, 5.0))
    assert found.outlook.startswith("If the pending participant has the event: met, 3 events among 5.0")
    assert status(FIVE[:3], cut=300).outlook == "Nobody is pending."


def test_windows_still_open_count_in_what_complete_windows_would_say() -> None:
    """Day 109: A is over; B and E had the event, C a competing one; on day 150, with D pending, 2 among A, B, C, E."""
    found = status(FIVE, cut=109, counting="complete_window")
    assert not found.met
    assert found.if_none == Outlook(True, 2, 5.0)
    assert found.if_all == Outlook(True, 3, 5.0)


def test_who_enters_after_the_cut_is_in_no_outlook() -> None:
    found = status([(0, 50, 1), (0, 80, 0), (90, 10, 0)], cut=85)
    assert found.if_none == Outlook(False, 1, 2.0)


def test_when_no_pending_participant_can_bring_it_the_text_says_so() -> None:
    found = status([(0, 50, 1), (0, 100, 0), (150, 50, 0), *[(0, 100, 0)] * 8], cut=200)
    assert found.further is None
    assert found.table()["Events to boundary"].tolist() == ["none would do"]


def test_beyond_the_planned_exposure_the_stated_error_does_not_hold() -> None:
    """Planned to 80 x .05 / -log(.95) = 77.98 windows."""
    complete = [(0, 100, 0)]
    assert not exposed(complete * 77, cut=200).beyond_plan
    assert exposed(complete * 78, cut=200).beyond_plan


def test_an_arm_without_participants_has_a_status() -> None:
    found = status([], cut=0)
    assert (found.participants, found.pending, found.count.events, found.count.evaluable) == (0, 0, 0, 0.0)
    assert not found.met
    assert found.text == "Guideline not met: no evaluable participants yet."
    assert len(found.table()) == 1


def test_nothing_after_the_cut_is_seen() -> None:
    found = status([(0, 50, 1), (0, 80, 1), (60, 10, 0)], cut=55)
    assert found.count.events == 1
    assert found.count.evaluable == 1.55
    assert (found.participants, found.pending) == (2, 1)
    assert found.count.path_day.tolist() == [50]


def test_more_participants_than_planned_are_still_monitored() -> None:
    rows = [*[(0, 100, 0)] * 81, *[(0, 60 + i, 1) for i in range(12)]]
    found = status(rows, cut=400)
    assert found.beyond_plan
    assert found.met
    assert found.count.needed == int(NRM.boundary(93))


def test_the_day_it_was_met_is_a_date_where_the_cut_off_has_one() -> None:
    """The cut-off, day 200, is 18 Jul 2025; day 90 is 110 days before it."""
    entered, days, cause = zip(*SEVEN, strict=True)
    dates = np.full(len(SEVEN), np.datetime64("2025-07-18"))
    found = monitor(entered, days, cause, np.full(len(SEVEN), 200), dates, rule=NRM, window=100)
    assert found.met_date == "2025-03-30"
    assert "Guideline met on 30 Mar 2025, now below" in found.text


def test_the_table_speaks_in_words() -> None:
    row = status(SEVEN, cut=200).table().iloc[0]
    assert row["Guideline"] == "met"
    assert row["Met on"] == "day 90 of the trial"
    assert row["Position"] == "now below"
    assert row["Events"] == 2
    assert row["Evaluable"] == 6.6
    assert row["Met at"] == "3"
    assert row["Complete window: guideline"] == "met"
    assert row["Boundary (evaluable: events)"].startswith("2–5: 2, 6–15: 3, 16–26: 4")
    assert round(row["Type I error"], 3) == 0.099
    assert round(row["Power"], 2) == 0.92


def test_no_word_orders_the_committee() -> None:
    found = status(SEVEN, cut=200)
    words = " ".join([found.text, *map(str, found.table().iloc[0])]).lower()
    assert "stop" not in words


def test_with_nobody_pending_no_further_event_can_meet_it() -> None:
    found = status([(0, 100, 0), (0, 50, 1)], cut=200)
    assert (found.pending, found.further) == (0, None)


def test_arms_are_judged_each_alone_and_an_empty_arm_stays() -> None:
    arm = pd.Categorical(["A", "B", "A", "A", "A", "A"], categories=["A", "B", "C"])
    entered, days, cause = np.array([*FIVE[:1], (0, 100, 0), *FIVE[1:]]).T
    statuses = by_arm(partial(monitor, rule=NRM, window=100))(
        arm, entered=entered, days=days, cause=cause, cut=np.full(6, 100)
    )
    table = statuses.table()
    assert table["Arm"].tolist() == ["A", "B", "C"]
    assert table["Guideline"].tolist() == ["met", "not met", "not met"]
    assert table["Evaluable"].tolist() == [4.6, 1.0, 0.0]
