"""Who counts and why, on the participants of cohorts.py, and that the lines sum to the status."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.arms import by_arm
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.ledger import Ledger, ledger
from dashboard.stats.stopping.monitor import monitor
from tests.stats.stopping.cohorts import FIVE, NRM, SEVEN, WINDOW, Row, columns

PEOPLE = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 150), st.sampled_from([0, 0, 1, 2])), max_size=15)
RULES = {"tite": NRM, "complete_window": NRM, "exposure": rules.twin(NRM)}


def kept(
    rows: dict[str, Row],
    cut: int,
    counting: str = "tite",
    most: int | None = None,
    settled: bool = False,
    **more: Any,
) -> Ledger:
    names, seen = np.array(list(rows), dtype=object), columns(list(rows.values()), cut, **more)
    return ledger(names, **seen, window=WINDOW, counting=counting, most=most, settled=settled)


def test_each_participant_counts_as_drawn() -> None:
    """Day 160: F is 90 days in, G 70; D was last assessed on its day 60 and its window was over on day 140."""
    lines = {line.participant: line for line in kept(SEVEN, cut=160).lines}
    assert {name: (line.counted, line.days_counted, line.days_at_risk) for name, line in lines.items()} == {
        "A": ("complete", 100, 100),
        "B": ("event", 100, 50),
        "C": ("competing event", 100, 30),
        "D": ("lost or not yet documented", 60, 60),
        "E": ("event", 100, 40),
        "F": ("pending", 90, 90),
        "G": ("pending", 70, 70),
    }
    assert [lines[name].happened for name in "ABCDE"] == [None, 60, 50, None, 90]


def test_the_reason_is_in_words_with_dates() -> None:
    """The cut-off, day 160, is 10 Jun 2026, so that the first randomisation was on 1 Jan 2026."""
    table = kept(SEVEN, cut=160, cut_on="2026-06-10").table().set_index("Participant")
    assert table["Entered"].tolist()[:2] == ["2026-01-01", "2026-01-11"]
    assert table["Event on"].tolist() == ["", "2026-03-02", "2026-02-20", "", "2026-04-01", "", ""]
    assert table["Reason"].tolist() == [
        "Followed through day 100 without event.",
        "Event on day 50, within the window of 100 days.",
        "Competing event on day 30: the event can no longer happen.",
        "Documented to day 60 of 100 without event; the window ended on 2026-05-21.",
        "Event on day 40, within the window of 100 days.",
        "Documented to day 90 of 100 without event; the window ends on 2026-06-20.",
        "Documented to day 70 of 100 without event; the window ends on 2026-07-10.",
    ]
    assert table["Counts as an event"].tolist() == ["no", "yes", "no", "no", "yes", "no", "no"]
    assert table["Weight"].tolist() == [1, 1, 1, 0.6, 1, 0.9, 0.7]


def test_with_complete_windows_an_event_waits_and_the_ledger_says_until_when() -> None:
    lines = {line.participant: line for line in kept(FIVE, cut=109, counting="complete_window").lines}
    assert (lines["B"].counted, lines["B"].days_counted) == ("not evaluable yet", 0)
    assert lines["B"].reason == "Event on day 50: counts when the window is over, on day 110 of the trial."
    assert lines["C"].reason.startswith("Competing event on day 30: counts when")
    assert lines["A"].days_counted == 100
    assert kept(FIVE, cut=110, counting="complete_window").events == 1


def test_exposure_ends_at_the_event() -> None:
    book = kept(FIVE, cut=100, counting="exposure")
    assert [line.days_counted for line in book.lines] == [100, 50, 30, 60, 40]
    assert book.evaluable == 2.8


def test_what_happens_after_the_cut_is_not_in_it() -> None:
    book = kept({"A": (0, 80, 1), "B": (60, 10, 0)}, cut=55)
    assert [(line.counted, line.happened) for line in book.lines] == [("pending", None), ("not evaluable yet", None)]
    assert book.lines[1].reason == "Enters after the cut-off."


def test_an_event_after_the_window_is_a_complete_window() -> None:
    (line,) = kept({"A": (0, 101, 1)}, cut=300).lines
    assert (line.counted, line.is_event, line.happened) == ("complete", False, None)


def test_lines_are_in_calendar_order_of_entry() -> None:
    book = kept({"Z": (5, 10, 0), "B": (5, 20, 0), "A": (9, 1, 0)}, cut=50)
    assert [line.participant for line in book.lines] == ["B", "Z", "A"]


def test_each_arm_has_its_own() -> None:
    arm = pd.Categorical(["A", "B", "A", "B", "A"], categories=["A", "B", "C"])
    given_ = columns(list(FIVE.values()), 100)
    table = by_arm(ledger)(arm, participant=np.array(list(FIVE), dtype=object), **given_, window=WINDOW).table()
    assert ["".join(row) for row in table[["Arm", "Participant"]].to_numpy()] == ["AA", "AC", "AE", "BB", "BD"]


def test_a_counting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ChoiceError, match="choose one of tite, complete_window, exposure"):
        kept(FIVE, cut=100, counting="early")


@settings(max_examples=60)
@given(PEOPLE, st.sampled_from(["tite", "complete_window", "exposure"]))
def test_the_lines_sum_to_the_status(rows: list[Row], counting: str) -> None:
    cut = 200
    book = kept({str(i): row for i, row in enumerate(rows)}, cut=cut, counting=counting)
    status = monitor(**columns(rows, cut), rule=RULES[counting], window=WINDOW, counting=counting)
    assert (book.events, book.evaluable, book.pending) == (status.count.events, status.count.evaluable, status.pending)
    assert sum(line.is_event for line in book.lines) == book.events
    assert sum(line.days_counted for line in book.lines) == book.days_counted
    assert sum(line.counted in ("pending", "lost or not yet documented") for line in book.lines) == book.pending
    assert sum(line.counted == "lost or not yet documented" for line in book.lines) == status.elapsed
    assert sum(line.entered <= cut for line in book.lines) == status.participants


@pytest.mark.parametrize("counting", RULES)
def test_a_ledger_cut_short_has_the_first_lines_and_the_sums_of_all(counting: str) -> None:
    whole, part = kept(SEVEN, 160, counting), kept(SEVEN, 160, counting, most=2)
    assert part.lines == whole.lines[:2]
    assert replace(part, lines=()) == replace(whole, lines=())
    assert whole.participants == len(whole.lines) == 7


@settings(max_examples=60)
@given(PEOPLE, st.integers(0, 400))
def test_the_settled_have_the_lines_of_events_and_competing_events_and_the_sums_of_all(
    rows: list[Row], cut: int
) -> None:
    people = {f"{at:02}": row for at, row in enumerate(rows)}
    whole, few = kept(people, cut), kept(people, cut, settled=True)
    happened = ("event", "competing event")
    assert [line for line in whole.lines if line.counted in happened] == [
        line for line in few.lines if line.counted in happened
    ]
    assert {people[line.participant][2] for line in few.lines} <= {1, 2}
    assert replace(few, lines=whole.lines) == whole
