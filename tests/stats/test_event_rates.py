"""Rows of rates and incidences: the same as in the counts, in the same order."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.event_rates import EventRates, event_rates, measures_disagree

# arm, level, class, term, participants, person-days
ROWS = [
    ("A", "overall", "", "", 6, 3652.5),
    ("B", "overall", "", "", 5, 3652.5),
    ("A", "soc", "Blood", "", 5, 3652.5),
    ("B", "soc", "Blood", "", 3, 3652.5),
    ("A", "term", "Blood", "Anaemia", 4, 730.5),
    ("B", "term", "Blood", "Anaemia", 3, 365.25),
    ("A", "term", "Blood", "Zygomycosis", 1, 3652.5),
    ("B", "term", "Blood", "Zygomycosis", 0, 3652.5),
    ("A", "soc", "Aortic", "", 1, 3652.5),
    ("B", "soc", "Aortic", "", 1, 3652.5),
]


def columns(rows: list[Any] = ROWS) -> dict[str, Any]:
    arm, level, soc, term, participants, days = (list(column) for column in zip(*rows, strict=True))
    return {
        "arm": pd.Categorical(arm, categories=["A", "B"]),
        "level": np.array(level, dtype=object),
        "soc": np.array(soc, dtype=object),
        "term": np.array(term, dtype=object),
        "participants": np.array(participants),
        "n": np.full(len(rows), 10),
        "person_days": np.array(days),
        "landmark": np.full(len(rows), 365),
        "incidence": np.array(participants) / 10,
        "error": np.full(len(rows), 0.1),
        "at_risk": np.full(len(rows), 9),
    }


def asked(rows: list[Any] = ROWS, **chosen: str) -> EventRates:
    return event_rates(**columns(rows), **chosen)


def titles(result: EventRates) -> list[str]:
    (named,) = {tuple(arm.titles) for arm in result.arms.results.values()}
    return list(named)


def test_every_arm_has_the_same_rows_as_the_counts() -> None:
    result = asked()
    assert titles(result) == ["Any event", "Blood", "Anaemia", "Zygomycosis", "Aortic"]
    assert result.depths == (0, 1, 2, 2, 1)


def test_rows_by_name() -> None:
    assert titles(asked(order="name")) == ["Any event", "Aortic", "Blood", "Anaemia", "Zygomycosis"]


def test_rare_terms_are_left_out_by_all_arms_together() -> None:
    """Of 20: zygomycosis 1, 5%; aortic 2, 10%."""
    result = asked(least="10")
    assert (titles(result), result.left_out) == (["Any event", "Blood", "Anaemia", "Aortic"], 1)
    assert asked(least="5").left_out == 0


def test_rates_by_hand() -> None:
    """4 in two years are 200 in 100; 3 in one year are 300."""
    a, b = asked().arms.results.values()
    assert (a.rate.rate[2], b.rate.rate[2]) == pytest.approx((200, 300))
    assert a.events.tolist() == [6, 5, 4, 1, 1]


def test_relabelling_the_arms_moves_no_row() -> None:
    swapped = [("B" if row[0] == "A" else "A", *row[1:]) for row in ROWS]
    one, two = asked(), asked(swapped, least="10")
    assert titles(asked(swapped)) == titles(one)
    assert titles(two) == titles(asked(least="10"))
    assert one.arms.results["A"].table().equals(asked(swapped).arms.results["B"].table())


def test_the_order_of_the_rows_given_changes_nothing() -> None:
    assert asked(ROWS[::-1]).table().equals(asked().table())


def test_a_row_without_time_at_risk_has_its_share_alone() -> None:
    given = columns()
    given["person_days"][0], given["incidence"][0] = np.nan, np.nan
    arm = event_rates(**given).arms.results["A"]
    assert arm.share[0] == 0.6
    assert np.isnan([arm.rate.rate[0], arm.incidence[0]]).all()


def test_an_event_ordered_one_way_by_share_and_another_by_rate_is_named() -> None:
    (row,) = [row for row in measures_disagree(**columns()).rows if row.event == "Anaemia"]
    assert "Share: lower in B" in row.sentence
    assert "higher in B, 300.0 against 200.0" in row.sentence
