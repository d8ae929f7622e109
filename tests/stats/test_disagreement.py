"""Where the three measures do not order two arms the same way."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.arms import by_arm
from dashboard.stats.disagreement import disagreements
from dashboard.stats.occurrence import occurrences

NUMBERS = ("participants", "n", "person_days", "incidence")
Row = tuple[float, float, float, float]
NOT_KNOWN = np.nan


def asked(rows: dict[str, Row | None]) -> list[tuple[str, str, str]]:
    """Pair, event and sentence of each disagreement of arms with one term each, or none."""
    given = {arm: row for arm, row in rows.items() if row is not None}
    columns: dict[str, Any] = {name: np.array([row[at] for row in given.values()]) for at, name in enumerate(NUMBERS)}
    names = {"level": "term", "soc": "Infections", "term": "Sepsis"}
    columns |= {name: np.full(len(given), word, dtype=object) for name, word in names.items()}
    columns |= {"error": np.full(len(given), 0.05), "landmark": np.full(len(given), 180)}
    columns |= {"at_risk": np.full(len(given), 9)}
    result = by_arm(occurrences)(pd.Categorical(list(given), categories=list(rows)), **columns)
    return [(row.arms, row.event, row.sentence) for row in disagreements(result).rows]


FEW = (2, 10, 1000, 0.20)
MORE = (3, 10, 4000, 0.18)
"""More participants, but over much more time and later: a higher share at a lower rate."""


def test_a_higher_share_at_a_lower_rate_is_said_with_all_numbers() -> None:
    assert asked({"A": FEW, "B": MORE}) == [
        (
            "B − A",
            "Sepsis",
            "Sepsis: the measures do not order the arms alike. "
            "Share: higher in B, 3/10 (30.0%) against 2/10 (20.0%). "
            "First-event rate per 100 person-years: lower in B, 27.4 against 73.1. "  # 36525 · 3/4000, 36525 · 2/1000
            "Cumulative incidence by day 180 (%): lower in B, 18.0 against 20.0.",
        )
    ]


def test_a_measure_that_is_not_known_takes_no_part() -> None:
    (row,) = asked({"A": FEW, "B": (3, 10, 4000, NOT_KNOWN)})
    assert row[2].endswith("Cumulative incidence by day 180 (%): not known in both arms, – against 20.0.")
    assert asked({"A": FEW, "B": (3, 10, NOT_KNOWN, NOT_KNOWN)}) == []


def test_the_same_order_in_all_three_says_nothing() -> None:
    assert asked({"A": FEW, "B": (3, 10, 1000, 0.30)}) == []


def test_what_prints_alike_orders_nothing() -> None:
    # 1 of 1000 and 1 of 1001 both print 0.1%, incidences of .1004 and .0996 both 10.0%; only the rates differ
    assert asked({"A": (1, 1000, 1000, 0.1004), "B": (1, 1001, 999, 0.0996)}) == []


def test_an_exact_half_is_rounded_up_as_in_the_table() -> None:
    # 1/800 is 0.125%, printed 0.1; 12/96 is 12.5; an incidence of .0005 is 0.05%, printed 0.1 as 1/1000 is
    assert asked({"A": (1, 1000, 1000, 0.0005), "B": (1, 1000, 2000, 0.001)}) == []


def test_one_arm_and_arms_without_rows_or_participants_disagree_with_nobody() -> None:
    assert asked({"All participants": FEW}) == []
    assert asked({"A": FEW, "B": (0, 0, 0, NOT_KNOWN)}) == []


def test_every_two_arms_are_asked() -> None:
    found = asked({"A": FEW, "B": MORE, "C": FEW})
    assert [row[0] for row in found] == ["B − A", "C − B"]
    assert "Share: lower in C" in found[1][2]


def test_a_class_and_its_only_term_of_the_same_name_are_said_once() -> None:
    """What is not coded is a class and a term of it."""
    arm = pd.Categorical(["A", "A", "B", "B"], categories=["A", "B"])
    columns: dict[str, Any] = {name: np.array([FEW[at]] * 2 + [MORE[at]] * 2) for at, name in enumerate(NUMBERS)}
    columns |= {"level": np.array(["soc", "term"] * 2, dtype=object), "error": np.full(4, 0.05)}
    columns |= {name: np.full(4, "Not coded", dtype=object) for name in ("soc", "term")}
    found = disagreements(by_arm(occurrences)(arm, **columns, landmark=np.full(4, 180), at_risk=np.full(4, 9)))
    assert [row.event for row in found.rows] == ["Not coded"]
