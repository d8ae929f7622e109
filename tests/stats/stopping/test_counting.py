"""Counting over calendar days: sums by running totals are the sums over participants one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.stopping.counting import COUNTINGS, Cohort, complete_window, counted_days, exposure, tite
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rules.sprt import Sprt

WINDOW, CUT = 10, 40
PEOPLE = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 15), st.sampled_from([0, 0, 1, 2])), max_size=12)

# window 10; entered (e), event (x), competing event (c), last assessment (o); follow-up counted on days 5 and 12:
#
#   day      0    5    12
#   1        e----+--x             event on day 8     5 of 10, then 10
#   2        e-o  |                lost on day 2      2 of 10, then 2
#   3             e--c             competing, day 7   0 of 10, then 10
#   4                 e            enters on day 11   0 of 10, then 1


def cohort(rows: list[tuple[int, int, int]]) -> Cohort:
    entered, days, cause = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Cohort(entered, days, cause, WINDOW)


def test_days_counted_by_hand() -> None:
    four = cohort([(0, 8, 1), (0, 2, 0), (5, 2, 2), (11, 10, 0)])
    assert four.person_days(np.array([5, 12])).tolist() == [5 + 2, 10 + 2 + 10 + 1]
    assert four.days_at_risk(np.array([5, 12])).tolist() == [5 + 2, 8 + 2 + 2 + 1]
    assert four.failures(np.array([7, 8])).tolist() == [0, 1]
    closed, failed = four.closed(np.array([9, 10, 15, 21]))
    assert closed.tolist() == [0, 1, 2, 3]
    assert failed.tolist() == [0, 1, 1, 1]


def followed(entered: int, days: int, cause: int, day: int) -> int:
    """One participant's days of the window at a calendar day, from the definition."""
    if day < entered:
        return 0
    if cause and days <= WINDOW and day >= entered + days:
        return WINDOW
    return min(day - entered, days, WINDOW)


def at_risk(entered: int, days: int, cause: int, day: int) -> int:
    """The same, nobody filled up."""
    return max(0, min(day - entered, days, WINDOW))


@settings(max_examples=60)
@given(PEOPLE)
def test_the_sums_are_those_over_participants_one_by_one(rows: list[tuple[int, int, int]]) -> None:
    many = cohort(rows)
    counted, waiting = tite(many, CUT), complete_window(many, CUT)
    assert counted.person_days.tolist() == [sum(followed(*row, day) for row in rows) for day in counted.day]
    risk = exposure(many, CUT)
    assert risk.person_days.tolist() == [sum(at_risk(*row, day) for row in rows) for day in risk.day]
    assert risk.events.tolist() == counted.events.tolist()
    assert many.followed(CUT).tolist() == [followed(*row, CUT) for row in rows]
    failed = [(e, d) for e, d, cause in rows if cause == 1 and d <= WINDOW]
    assert counted.events.tolist() == [sum(e + d <= day for e, d in failed) for day in counted.day]
    known = [e for e, d, cause in rows if (cause and d <= WINDOW) or d >= WINDOW]
    assert waiting.person_days.tolist() == [WINDOW * sum(e + WINDOW <= day for e in known) for day in waiting.day]
    assert waiting.events.tolist() == [sum(e + WINDOW <= day for e, _ in failed) for day in waiting.day]


@settings(max_examples=60)
@given(PEOPLE)
def test_each_participant_s_days_sum_to_the_count(rows: list[tuple[int, int, int]]) -> None:
    many = cohort(rows)
    for name, count in COUNTINGS.items():
        assert counted_days(many, CUT, name).sum() == count(many, CUT).person_days[-1]


@settings(max_examples=60)
@given(PEOPLE)
def test_what_is_known_at_the_cut_counts_the_same(rows: list[tuple[int, int, int]]) -> None:
    """Nothing that happens later changes what is counted at the cut."""
    many = cohort(rows)
    for count in (tite, exposure):
        known, all_ = count(many.known(CUT), CUT), count(many, CUT)
        assert (known.events.tolist(), known.person_days.tolist()) == (all_.events.tolist(), all_.person_days.tolist())
    assert many.known(CUT).pending(CUT).tolist() == many.pending(CUT).tolist()


def test_a_hundred_thousand_participants_are_judged_by_the_same_rule() -> None:
    """Memory in proportion to participants: event days by participants would be hundreds of millions."""
    people, rule = 100_000, Sprt(0.05, 0.15, 0.10, 80)
    cause = np.where(np.arange(people) % 20 == 0, 1, 0)
    days = np.where(cause == 1, 30, 100)
    found = monitor(np.arange(people) // 50, days, cause, np.full(people, 3000), rule=rule, window=100)
    assert (found.count.events, found.count.evaluable, found.pending) == (people // 20, people, 0)
    assert found.count.needed == int(rule.boundary(people))
    assert rule.statistic(found.count.needed, people) >= rule.constant > rule.statistic(found.count.needed - 1, people)
