"""What changed since the earlier extract, on the participants of cohorts.py."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.stopping.since import Change, Since, since
from tests.stats.stopping.cohorts import FIVE, NRM, SEVEN, WINDOW, Row

#   cut-off then: day 60 (1 Mar 2026)      now: day 100 (10 Apr 2026)
#   A, C as they are                       the same, A followed on
#   B    event on its day 50               moved to its day 48
#   D    20 days of follow-up              60 days
#   E    10 days of follow-up              event on its day 40
#   H    event on its day 30, day 55       taken back: followed to day 100
#   I    event on its day 5, day 45        a competing event on that day
THEN = {"A": (0, 60, 0), "B": (10, 50, 1), "C": (20, 30, 2), "D": (40, 20, 0), "E": (50, 10, 0)}
THEN |= {"H": (25, 30, 1), "I": (40, 5, 1)}
NOW = FIVE | {"B": (10, 48, 1), "H": (25, 75, 0), "I": (40, 5, 2), "F": (70, 30, 0)}
ROWS = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.tuples(st.integers(0, 60), st.integers(0, 100), st.sampled_from([0, 1, 2]))
)


def compared(
    then: dict[str, Row], now: dict[str, Row], cuts: tuple[int, int] = (60, 100), dates: bool = False
) -> Since:
    names = sorted(then.keys() | now.keys())
    given_: dict[str, Any] = {"participant": np.array(names, dtype=object)}
    for lead, rows, cut, on in (("then", then, cuts[0], "2026-03-01"), ("now", now, cuts[1], "2026-04-10")):
        for i, part in enumerate(("entered", "days", "cause")):
            given_[f"{lead}_{part}"] = np.array([rows[name][i] if name in rows else np.nan for name in names])
        given_[f"{lead}_cut"] = np.array([cut if name in rows else np.nan for name in names])
        if dates:
            given_[f"{lead}_cut_on"] = np.array(
                [on if name in rows else None for name in names], dtype="datetime64[ns]"
            )
    return since(**given_, rule=NRM, window=WINDOW)


def test_counted_events_are_new_changed_or_removed() -> None:
    assert compared(THEN, NOW).changes == (
        Change("B", "changed", "event, day 60 of the trial", "event, day 58 of the trial"),
        Change("E", "new", "", "event, day 90 of the trial"),
        Change("H", "removed", "event, day 55 of the trial", ""),
        Change("I", "changed", "event, day 45 of the trial", "competing event, day 45 of the trial"),
    )


def test_with_dates_the_dates_are_compared() -> None:
    """Day 60 is 1 Mar 2026 and day 100 is 10 Apr 2026: the first randomisation is the same, 31 Dec 2025."""
    changes = compared(THEN, NOW, dates=True).changes
    assert [change.participant for change in changes] == ["B", "E", "H", "I"]
    assert (changes[0].was, changes[0].is_) == ("event, 2026-03-01", "event, 2026-02-27")


def test_when_the_first_randomisation_moves_dates_stay_dates() -> None:
    """The earliest participant is new and ten days before the others: every calendar day is ten more."""
    moved = {name: (entered + 10, days, cause) for name, (entered, days, cause) in THEN.items()} | {"Z": (0, 50, 0)}
    assert compared(THEN, moved, cuts=(60, 110), dates=False).many("changed") == 3
    found = compared(THEN, moved, cuts=(60, 110), dates=True)
    assert found.changes == ()


def test_the_sentence_tells_then_and_now() -> None:
    """Then A .6, B, C, H, I 1, D .2, E .1: 3 among 4.9; now 2 among A, B, C, E, I 1, D .6, F .3, H .75.

    On day 55, 2 events among A .55, B .45, C, H, I 1, D .15, E .05 = 4.2: met.
    """
    assert compared(THEN, NOW).text == (
        "At the earlier extract: met on day 55 of the trial, now above, 3 events among 4.9 evaluable. "
        "Now: not met, 2 events among 6.7 evaluable, 1 further event away. "
        "Counted events since: 1 new, 2 changed, 1 removed."
    )


def test_the_first_extract_has_nothing_to_compare_with() -> None:
    found = compared({}, NOW)
    assert found.then is None
    assert found.text.startswith("Nobody in an earlier extract to compare with. Now: not met, 2 events")
    assert found.statuses()["Extract"].tolist() == ["Now"]


def test_both_statuses_make_a_table() -> None:
    table = compared(THEN, NOW).statuses()
    assert table["Extract"].tolist() == ["At the earlier extract", "Now"]
    assert table["Events"].tolist() == [3, 2]


def test_missing_values_of_pandas_are_missing() -> None:
    found = since(
        participant=np.array(["A", "B"], dtype=object),
        then_entered=pd.array([0, None], dtype="Int64"),
        then_days=pd.array([50, None], dtype="Int64"),
        then_cause=pd.array([0, None], dtype="Int64"),
        then_cut=pd.array([50, None], dtype="Int64"),
        now_entered=pd.array([0, 10], dtype="Int64"),
        now_days=pd.array([60, 20], dtype="Int64"),
        now_cause=pd.array([1, 0], dtype="Int64"),
        now_cut=pd.array([80, 80], dtype="Int64"),
        rule=NRM,
        window=WINDOW,
    )
    assert found.then is not None
    assert (found.then.participants, found.now.participants) == (1, 2)
    assert found.table().to_numpy().tolist() == [["A", "new", "", "event, day 60 of the trial"]]


def test_an_extract_compared_with_itself_has_no_change() -> None:
    found = compared(SEVEN, SEVEN, cuts=(200, 200))
    assert found.changes == ()
    assert found.text.endswith("Counted events since: 0 new, 0 changed, 0 removed.")


@settings(max_examples=60)
@given(ROWS, ROWS)
def test_the_changes_account_for_the_counts(then: dict[str, Row], now: dict[str, Row]) -> None:
    found = compared(then, now)
    before = found.then.count.events if found.then else 0
    gained = sum(change.is_.startswith("event") for change in found.changes)
    lost = sum(change.was.startswith("event") for change in found.changes)
    assert before + gained - lost == found.now.count.events
