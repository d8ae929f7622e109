from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.people import events, sums

LABELS = ("Mild", "Moderate", "Severe")


def column(*values: Any) -> Any:
    return np.array(values, dtype=object)


def of_two_arms(**changes: Any) -> Any:
    """Two events of 1 and one of 2 in arm A (of 40), none in arm B (of 41)."""
    rows = {
        "arm": pd.Categorical(["A", "A", "A", "B"], categories=["A", "B"]),
        "n": np.array([40, 40, 40, 41]),
        "people": np.array([2, 2, 2, 0]),
        "events": np.array([3, 3, 3, 0]),
        "participant": column("1", "1", "2", None),
        "soc": column("Infections", "Infections", None, None),
        "term": column("Sepsis", "Sepsis", None, None),
        "start_day": np.array([3, 9, np.nan, np.nan]),
        "end_day": np.array([3, np.nan, 7, np.nan]),
        "grade": np.array([3, np.nan, 5, np.nan]),
        "serious": column(True, False, None, None),
        "fatal": column(False, None, True, None),
        "related": column(None, True, False, None),
    }
    return events(**rows | changes, labels=LABELS, event="Sepsis")


def test_the_sums_are_of_all_events_however_many_are_listed() -> None:
    result = of_two_arms(people=np.array([20, 20, 20, 0]), events=np.array([30, 30, 30, 0])).sums
    assert (result.n, result.people, result.events) == ({"A": 40, "B": 41}, {"A": 20, "B": 0}, {"A": 30, "B": 0})
    assert list(result.table()["%"]) == [50.0, 0.0]


def test_an_arm_of_nobody_has_no_percentage() -> None:
    none = np.array([0])
    table = sums(pd.Categorical(["A"], categories=["A", "B"]), none, none, none, every=True).table()
    assert table.loc[0, ["Arm", "Participants", "Of", "Events"]].tolist() == ["A", 0, 0, 0]
    assert table["%"].isna().all()


def test_what_is_missing_is_said_and_never_guessed() -> None:
    table = of_two_arms().table()
    assert list(table["Preferred term"]) == ["Sepsis", "Sepsis", "Not coded"]
    assert list(table["Grade"]) == ["Severe", "Not graded", "Grade 5"]
    assert list(table["Serious"]) == ["yes", "no", "not recorded"]
    assert list(table["Outcome"]) == ["ended", "no end recorded", "fatal"]
    assert "Related" not in table


def test_a_duration_counts_its_first_and_its_last_day() -> None:
    assert list(of_two_arms().table()["Duration (days)"].fillna(-1)) == [3 - 3 + 1, -1, -1]


def test_without_a_term_nothing_is_chosen() -> None:
    rows = {"arm": pd.Categorical(["A"], categories=["A", "B"]), "n": np.array([40]), "participant": column(None)}
    rows |= {"people": np.array([0]), "events": np.array([0])}
    nothing = dict.fromkeys(
        ("soc", "term", "start_day", "end_day", "grade", "serious", "fatal", "related"), column(None)
    )
    assert not events(**rows, **nothing).sums.chosen
    assert events(**rows, **nothing, every=True).sums.chosen
    assert events(**rows, **nothing, event="x").sums.n == {"A": 40}
