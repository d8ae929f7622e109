"""What must hold of any status, whoever the participants are."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.stats.stopping import rules
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.rules.sprt import Sprt
from dashboard.stats.stopping.status import Status

RULE = Sprt(0.1, 0.3, 0.2, 30)
WINDOW = 40
CUT = 120
Rows = NDArray[np.int64]


@st.composite
def cohorts(draw: st.DrawFn) -> Rows:
    """Up to 14 participants, followed to the cut at the latest: entered, days, cause."""
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        entered = draw(st.integers(0, CUT))
        rows.append((entered, draw(st.integers(0, CUT - entered)), draw(st.sampled_from([0, 0, 1, 2]))))
    return np.array(rows, dtype=np.int64)


def status(rows: Rows, counting: str = "tite", cut: int = CUT) -> Status:
    return judge(rows, RULE, counting, cut)


def judge(rows: Rows, rule: Rule, counting: str, cut: int = CUT) -> Status:
    entered, days, cause = rows.T
    return monitor(entered, days, cause, np.full(len(rows), cut), rule=rule, window=WINDOW, counting=counting)


@settings(max_examples=60)
@given(cohorts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(rows: Rows, random: Random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    assert status(rows).table().equals(status(rows[order]).table())


@settings(max_examples=60)
@given(cohorts())
def test_an_event_more_is_never_safer(rows: Rows) -> None:
    """A pending participant's last assessment becomes an event: what was met or above stays so."""
    before = status(rows)
    for i in np.flatnonzero((rows[:, 2] == 0) & (rows[:, 1] < WINDOW)):
        changed = rows.copy()
        changed[i, 2] = 1
        after = status(changed)
        assert after.count.events == before.count.events + 1
        assert after.met >= before.met
        assert after.count.now_above >= before.count.now_above
        assert after.complete_window.met >= before.complete_window.met


JUDGED: tuple[tuple[Rule, str], ...] = (
    (RULE, "tite"),
    (RULE, "complete_window"),
    (replace(RULE, looks=(5, 10, 20, 30)), "tite"),
    (rules.build("beta_binomial", 0.1, 0.3, 0.2, 30), "tite"),
    (rules.build("wang_tsiatis", 0.1, 0.3, 0.2, 30), "tite"),
    (rules.build("poisson_sprt", 0.1, 0.3, 0.2, 30), "exposure"),
)


@settings(max_examples=60)
@given(cohorts(), st.sampled_from(JUDGED))
def test_an_event_in_the_place_of_any_other_outcome_is_never_safer(rows: Rows, judged: tuple[Rule, str]) -> None:
    """On the day of the last assessment or of the competing event, or on the last day of the window."""
    before = judge(rows, *judged)
    for i in np.flatnonzero((rows[:, 2] != 1) | (rows[:, 1] > WINDOW)):
        changed = rows.copy()
        changed[i, 1:] = min(rows[i, 1], WINDOW), 1
        after = judge(changed, *judged)
        assert after.met >= before.met
        assert after.count.now_above >= before.count.now_above


@settings(max_examples=60)
@given(cohorts())
def test_the_counts_hang_together(rows: Rows) -> None:
    found = status(rows)
    count = found.count
    assert count.events <= count.evaluable + 1e-9
    assert count.evaluable <= found.participants
    assert found.complete_window.evaluable <= count.evaluable + 1e-9
    assert found.complete_window.events <= count.events
    assert found.elapsed <= found.pending
    assert np.all(np.diff(count.path_evaluable) >= 0)
    assert np.all(np.diff(count.path_events) > 0)
    assert not count.now_above or count.met
    assert count.needed is None or (count.events >= count.needed) == count.now_above


@settings(max_examples=40)
@given(cohorts())
def test_events_to_the_boundary_are_what_trying_them_out_gives(rows: Rows) -> None:
    """Give events at the cut to pending participants, those with most (least) follow-up first."""
    found = status(rows)
    followed = np.minimum(rows[:, 1], WINDOW)
    pending = np.flatnonzero(((rows[:, 2] == 0) | (rows[:, 1] > WINDOW)) & (followed < WINDOW))
    tried = []
    for order in (pending[np.argsort(-followed[pending])], pending[np.argsort(followed[pending])]):
        trial, needed = rows.copy(), 0
        for i in order:
            if status(trial).count.now_above:
                break
            trial[i, 2] = 1
            needed += 1
        tried.append(needed if status(trial).count.now_above else None)
    if found.further is None:
        assert tried == [None, None]
    else:
        assert tried == [found.further.fewest, found.further.most]


@settings(max_examples=30)
@given(cohorts())
def test_the_leading_counting_changes_no_count(rows: Rows) -> None:
    tite, waiting = status(rows), status(rows, counting="complete_window")
    assert tite.complete_window.tally == waiting.count.tally
    assert tite.count.tally == waiting.counts["tite"].tally
    assert tite.count.met_on == waiting.counts["tite"].met_on


@settings(max_examples=40)
@given(cohorts(), st.sampled_from(["tite", "complete_window"]))
def test_the_outlook_is_what_monitoring_says_of_those_who_fail_or_do_not(rows: Rows, counting: str) -> None:
    """An event at the end of follow-up, or complete follow-up, of everybody pending; looked at when all is over."""
    found = status(rows, counting)
    pending = (rows[:, 2] == 0) & (rows[:, 1] < WINDOW)
    all_, none = rows.copy(), rows.copy()
    all_[pending, 2], none[pending, 1] = 1, WINDOW
    for outlook, changed in ((found.if_all, all_), (found.if_none, none)):
        late = status(changed, counting, cut=CUT + WINDOW)
        assert (outlook.events, outlook.evaluable) == (late.count.events, late.count.evaluable)
        assert outlook.met >= late.count.now_above
    assert found.if_all.met >= found.if_none.met >= found.met
    if counting == "tite":  # complete windows: windows still open are in the outlook, not among those counted today
        assert found.further is None or found.if_all.met
