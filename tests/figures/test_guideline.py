"""One guideline in words and tables, on participants counted by hand.

Truncated SPRT of 5% against 15%, alpha .10, 80 participants, window 100 days: among 2–5 evaluable 2 events meet it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import guideline as figures
from dashboard.figures.kinds import Table
from dashboard.stats.arms import ByArm, between_arms, by_arm
from dashboard.stats.stopping.ahead import ahead
from dashboard.stats.stopping.check import check
from dashboard.stats.stopping.difference import closed, compare
from dashboard.stats.stopping.ledger import ledger
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rules.poisson_sprt import PoissonSprt
from dashboard.stats.stopping.rules.sprt import Sprt
from dashboard.stats.stopping.since import since
from tests.figures.drawn import AB

SETTINGS: dict[str, Any] = {"rule": Sprt(0.05, 0.15, 0.10, 80), "window": 100}
# arm, entered, days, cause; the cut-off is day 90
A = [("A", 0, 60, 1), *[("A", 0, 90, 0)] * 3]  # 1 + 3 x 0.9 = 3.7 evaluable, 1 event
B = [("B", 0, 90, 0)] * 2  # 1.8 evaluable without event
THEN = [("A", 0, 50, 0)] * 4  # at day 50: 4 x 0.5 = 2.0 evaluable without event


def columns(rows: list[tuple[Any, ...]], cut: int = 90) -> dict[str, Any]:
    frame = pd.DataFrame(rows, columns=["arm", "entered", "days", "cause"])
    given: dict[str, Any] = {name: frame[name].to_numpy(dtype=int) for name in ("entered", "days", "cause")}
    return given | {"arm": pd.Categorical(frame["arm"], categories=list(AB)), "cut": np.full(len(rows), cut)}


def both(then: list[tuple[Any, ...]], now: list[tuple[Any, ...]]) -> dict[str, Any]:
    given = columns([*then, *now])
    earlier = np.array([True] * len(then) + [False] * len(now))
    return given | {"earlier": earlier, "cut": np.where(earlier, 50, 90)}


def rows(table: Table) -> dict[str, tuple[str, ...]]:
    return {first: tuple(rest) for first, *rest in table.rows}


def by(stat: Callable[..., Any], **more: Any) -> Callable[..., Any]:
    return by_arm(partial(stat, **SETTINGS, **more))


def test_the_lead_says_each_arm_in_neutral_words() -> None:
    said = figures.answer(by(monitor)(**columns([*A, *B]))).text
    assert said == (
        "A: Guideline not met: 1 event among 3.7 evaluable; met at 2. "
        "B: Guideline not met: 0 events among 1.8 evaluable; met at 2."
    )


def test_what_comes_next_then_and_now() -> None:
    """With every pending participant's event A would have 4 among 4.0; B had nobody at the earlier extract."""
    table = figures.ahead(by(ahead, per_month=2.0)(**both(THEN, [*A, *B])))
    assert [column.title for column in table.columns] == ["Earlier extract → now", "A", "B"]
    said = rows(table)
    assert said["Guideline"] == ("not met → not met", "not met")
    assert said["Events / evaluable"] == ("0 / 2.0 → 1 / 3.7", "0 / 1.8")
    assert said["Participants watched"] == ("4 → 4", "2")
    assert said["Further events that would meet it"] == ("2 → 1", "2")
    assert said["Pending participants"] == ("3", "2")
    assert said["of them past the window"] == ("0", "0")
    assert said["If each of them has the event"] == ("met, 4 / 4.0", "met, 2 / 2.0")
    assert said["If none of them has"] == ("not met, 1 / 4.0", "not met, 0 / 2.0")
    assert said["Drawn for it: pending, still to come"] == ("3, 76", "2, 78")
    assert table.foot.startswith("Predicted to the end of the planned number, 4000 draws, seed ")


def test_without_an_earlier_extract_or_planned_accrual_only_what_is_known_is_said() -> None:
    table = figures.ahead(by(ahead)(**both([], A)))
    said = rows(table)
    assert table.columns[0].title == "Now"
    assert said["Guideline"] == ("not met", "not met")
    assert said["Predictive probability (Monte Carlo error)"] == ("–", "–")
    assert said["If none of them has"][1] == "–"  # nobody is pending in B
    assert table.foot == "No predictive probability: the trial definition plans no accrual."


def test_a_guideline_met_already_is_not_predicted() -> None:
    """Two events on days 10 and 20 among four: 1 + 1 + 2 x 0.2 = 2.4 evaluable at the second, where 2 meet it."""
    met = [("A", 0, 10, 1), ("A", 0, 20, 1), *[("A", 0, 90, 0)] * 2]
    said = rows(figures.ahead(by(ahead, per_month=2.0)(**both([], met))))
    assert said["Predictive probability (Monte Carlo error)"][0] == "met already"
    assert said["Drawn for it: pending, still to come"][0] == "–"


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (0, "less than 1 in 4000 draws"),
        (19, "19 in 4000 draws"),
        (1000, "0.25 (0.007)"),  # sqrt(1/4 x 3/4 / 4000) = 0.0068
        (3981, "3981 in 4000 draws"),
        (4000, "4000 in 4000 draws"),
    ],
)
def test_a_predictive_probability_is_never_rounded_to_none_or_all(times: int, said: str) -> None:
    found = by(ahead, per_month=2.0)(**both([], A))
    predicted = replace(found.results["A"].predicted, probability=times / 4000)
    drawn = figures.ahead(ByArm({"A": replace(found.results["A"], predicted=predicted)}))
    assert rows(drawn)["Predictive probability (Monte Carlo error)"] == (said,)


def test_where_nobody_is_pending_nor_to_come_nothing_is_predicted() -> None:
    """A plan of 4 with 4 complete, none with the event."""
    stat = by_arm(partial(ahead, rule=Sprt(0.05, 0.15, 0.10, 4), window=100, per_month=2.0))
    given = both([], [("A", 0, 100, 0)] * 4) | {"cut": np.full(4, 100)}
    said = rows(figures.ahead(stat(**given)))
    assert said["Predictive probability (Monte Carlo error)"][0] == "not met: nobody is to be drawn"


def test_dates_of_the_ledger_the_check_and_of_changes_are_in_words() -> None:
    """Two events on days 10 and 20 among four, in an extract cut off on 1 April, 90 days after 1 January 2026."""
    given = columns([("A", 0, 10, 1), ("A", 0, 20, 1), ("A", 0, 90, 0), ("A", 0, 50, 0)])
    given |= {"cut_on": np.full(4, "2026-04-01", dtype="datetime64[D]")}
    names = {"participant": np.array(["P1", "P2", "P3", "P4"], dtype=object)}
    book = figures.ledger(by_arm(partial(ledger, window=100))(**given, **names))
    assert book.rows[0][5:8] == ("1 Jan 2026", "11 Jan 2026", "Event on day 10, within the window of 100 days.")
    assert book.rows[3][7] == "Documented to day 50 of 100 without event; the window ends on 11 Apr 2026."
    table = figures.check(by(check)(**given))
    assert [row[4] for row in table.rows[:2]] == ["21 Jan 2026", ""]
    assert [column.align for column in table.columns[-3:]] == ["right"] * 3  # counts, also where none is needed
    assert list(by(check)(**given).table()["Met on"][:2]) == ["2026-01-21", ""]  # a download stays in ISO


def test_exposure_is_held_against_windows_followed() -> None:
    stat = by_arm(partial(ahead, rule=PoissonSprt(0.05, 0.15, 0.10, 80), window=100, counting="exposure"))
    assert rows(figures.ahead(stat(**both([], A))))["Events / windows followed"][0] == "1 / 3.3"  # 0.6 + 3 x 0.9


@pytest.mark.parametrize(("day", "lead"), [(60, "A: All four agree: not met."), (10, "Disagreement. A: They disagree")])
def test_the_check_says_first_whether_the_countings_disagree(day: int, lead: str) -> None:
    """Two events on day 10 meet it by follow-up; among complete windows there is nobody yet."""
    events = [("A", 0, day, 1)] * (1 if day == 60 else 2)
    table = figures.check(by(check)(**columns([*events, *[("A", 0, 90, 0)] * 3])))
    assert table.foot.startswith(lead)
    assert len(table.rows) == 8


def test_the_randomised_difference_is_later_minus_earlier_of_complete_windows() -> None:
    pair = between_arms(partial(closed, window=100), compare)
    given = columns([("A", 0, 100, 0)] * 4 + [("B", 0, 100, 0), ("B", 0, 50, 1)], cut=100)
    (row,) = figures.difference(pair(**given)).rows
    assert row[:3] == ("B − A", "1 / 2 (50%)", "0 / 4 (0%)")
    assert row[3].startswith("50.0 (")


def test_without_a_complete_window_there_is_no_difference() -> None:
    (row,) = figures.difference(between_arms(partial(closed, window=100), compare)(**columns([*A, *B]))).rows
    assert row[1:4] == ("0 / 0 (–)", "0 / 0 (–)", "–")


def test_what_is_new_is_named_by_participant() -> None:
    day = {"cut": np.full(1, 90), "entered": np.zeros(1, dtype=int)}
    then = {"then_days": np.array([50]), "then_cause": np.array([0]), "then_cut": np.array([50])}
    given = {"now_days": np.array([60]), "now_cause": np.array([1]), "now_cut": day["cut"]} | then
    stat = by(since)
    arm = pd.Categorical(["A"], categories=list(AB))
    names = {"participant": np.array(["P1"], dtype=object)}
    table = figures.since(stat(arm, **names, **given, then_entered=day["entered"], now_entered=day["entered"]))
    assert table.rows == (("A", "P1", "new", "", "event, day 60 of the trial"),)
    assert "Counted events since: 1 new, 0 changed, 0 removed." in table.foot


def test_the_ledger_adds_up_to_the_picture_and_names_the_clause_of_those_who_count() -> None:
    given = columns([*A, *B, ("B", 90, 0, 0)]) | {"participant": np.array([f"P{i}" for i in range(7)], dtype=object)}
    stat = by_arm(partial(ledger, window=100, clause="Protocol 9.4"))
    table = figures.ledger(stat(**given))
    assert table.foot == ("A: 1 event, weights 3.7, 4 participants. B: no events, weights 1.8, 3 participants.")
    titles = [column.title for column in table.columns]
    clause, weight = titles.index("Clause"), titles.index("Weight")
    assert [row[weight] for row in table.rows] == ["1.000", *["0.900"] * 5, "0.000"]
    assert [row[clause] for row in table.rows] == [*["Protocol 9.4"] * 6, ""]


def test_nobody_watched_is_said() -> None:
    stat = by_arm(partial(ledger, window=100))
    given = columns([]) | {"participant": np.array([], dtype=object)}
    assert figures.ledger(stat(**given)).rows == ()
