"""Hazards beside cumulative incidences: whether they point the same way, and what is said when they do not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.stats.arms import of_two_arms
from dashboard.stats.causes_compared import CausesCompared, causes_compared
from dashboard.stats.competing import aalen_johansen
from dashboard.stats.hazards import cause_specific

CAUSES = ("Relapse", "Non-relapse mortality")


def compared(rows: dict[str, list[tuple[int, int]]], landmarks: tuple[int, ...] = (10,)) -> CausesCompared:
    """From each group's (day, cause)."""
    days = np.array([day for group in rows.values() for day, _ in group])
    cause = np.array([cause for group in rows.values() for _, cause in group])
    group = pd.Categorical([name for name, given in rows.items() for _ in given], categories=list(rows))
    return causes_compared(days, cause, group, CAUSES, landmarks=landmarks)


def ten(*first: tuple[int, int]) -> list[tuple[int, int]]:
    """Ten participants: these, and the others free of any event to day 20."""
    return [*first, *[(20, 0)] * (10 - len(first))]


# A: days 1-5 relapse, then on day 6 one of the five left dies. B: nobody relapses; on day 6 one of ten dies.
# Hazard of death: A 1/5, B 1/10. Incidence at day 10: A 5/10 x 1/5 = 1/10, B 1/10.
MANY_RELAPSES = {"A": ten((1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 2)), "B": ten((6, 2))}
# A: twelve of twenty relapse on day 1, on day 6 two of the eight left die. B: on day 6 three of twenty die.
OPPOSITE = {
    "A": [(1, 1)] * 12 + [(6, 2)] * 2 + [(20, 0)] * 6,
    "B": [(6, 2)] * 3 + [(20, 0)] * 17,
}


def test_equal_incidences_do_not_hide_a_lower_hazard() -> None:
    nrm = compared(MANY_RELAPSES, (4, 10)).causes[1]
    assert nrm.hazard.ratio < 1
    assert nrm.difference is not None
    assert nrm.difference.day == 4  # at day 10 only four are at risk in A
    assert nrm.reading.startswith(
        "Non-relapse mortality: the cumulative incidence at day 4 is about the same in B as in A,"
    )
    assert "but the hazard is lower in B than in A; events A 1, B 1, hazard ratio B / A" in nrm.reading
    assert (
        "The ratio averages over the whole follow-up and need not agree with the incidence at one day." in nrm.reading
    )


def test_opposite_directions_are_said_with_the_reason() -> None:
    """Deaths by day 10: 2/20 in A and 3/20 in B. Just before day 6 eight are left in A, 2/8 die; in B 3/20."""
    result = compared(OPPOSITE)
    nrm = result.causes[1]
    assert nrm.difference is not None
    assert nrm.difference.difference == pytest.approx(3 / 20 - 2 / 20)
    assert nrm.hazard.ratio < 1
    assert "the cumulative incidence at day 10 is higher in B than in A, but the hazard is lower" in nrm.reading
    assert "Other events came first less often in B, so more were left to have this one." in nrm.reading


def test_the_same_seen_from_the_other_side_says_more_and_fewer() -> None:
    nrm = compared({"A": OPPOSITE["B"], "B": OPPOSITE["A"]}).causes[1]
    assert "Other events came first more often in B, so fewer were left to have this one." in nrm.reading


def test_the_part_of_a_cause_and_the_rest_by_hand() -> None:
    """With relapse as in A (12/20) death takes 8/20 x 3/20 = 0.06 in B, 0.10 in A; as in B (none) 0.15 and 0.25."""
    nrm = compared(OPPOSITE).causes[1]
    assert nrm.own == pytest.approx(((0.06 - 0.10) + (0.15 - 0.25)) / 2)


def test_other_events_are_no_reason_where_they_are_alike() -> None:
    """By day 10 two of ten die in B, one in A; later seven more in A alone. Nobody has another event."""
    rows = {"A": ten((3, 2), *((day, 2) for day in range(12, 19))), "B": ten((2, 2), (4, 2))}
    nrm = compared(rows).causes[1]
    assert nrm.difference is not None
    assert nrm.own == pytest.approx(nrm.difference.difference) == pytest.approx(1 / 10)
    assert ", but the hazard is " in nrm.reading
    assert "Other events" not in nrm.reading
    assert "need not agree with the incidence at one day" in nrm.reading


def test_one_direction_is_one_sentence() -> None:
    result = compared({"A": ten((1, 1), (2, 1), (3, 2)), "B": ten((1, 1))}, (10,))
    relapse = result.causes[0]
    assert relapse.reading.startswith("Relapse: hazard and cumulative incidence are both lower in B than in A; events")


def test_a_direction_that_the_intervals_leave_open_is_called_open() -> None:
    """1 of 10 against 3 of 10 is hardly known; 1 of 200 against 60 of 200 is."""
    few = compared({"A": ten((1, 1), (2, 1), (3, 1)), "B": ten((1, 1))}, (10,)).causes[0]
    assert few.reading.endswith("The intervals leave either direction open.")
    days = range(1, 61)
    many = {"A": [*((day, 1) for day in days), *[(99, 0)] * 140], "B": [(1, 1), *[(99, 0)] * 199]}
    assert "open" not in compared(many, (70,)).causes[0].reading


def test_what_is_nearly_equal_is_no_contradiction() -> None:
    """Of 200 in each arm one relapses on day 5; in B two others die before: 1/200 and 1/198 x 198/200 are alike."""
    many = [(20, 0)] * 200
    rows = {"A": [(5, 1), *many[1:]], "B": [(1, 2), (2, 2), (5, 1), *many[3:]]}
    relapse = compared(rows).causes[0]
    assert "are both about the same in B as in A" in relapse.reading


def test_without_events_in_a_group_no_ratio_is_made_up() -> None:
    nrm = compared({"A": ten((3, 2)), "B": ten((4, 1))}).causes[1]
    assert nrm.reading == "Non-relapse mortality: events A 1, B 0; no hazard ratio can be estimated."


@pytest.mark.parametrize("rows", [{"A": [], "B": []}, {"A": [(0, 0)], "B": [(0, 0)]}, {"A": ten(), "B": []}])
def test_nothing_to_compare_has_a_table_all_the_same(rows: dict[str, list[tuple[int, int]]]) -> None:
    result = compared(rows)
    assert result.table()["Measure"].tolist() == list(CAUSES)
    assert "no hazard ratio can be estimated" in result.text


def test_only_the_shown_causes_have_a_row() -> None:
    days, cause = np.arange(1, 21), np.tile([1, 2, 3, 0], 5)
    group = pd.Categorical(["A", "B"] * 10)
    result = causes_compared(days, cause, group, ("x", "y", "z"), shown=("y",))
    assert [each.title for each in result.causes] == ["y"]


def test_ratios_and_incidences_are_those_of_the_statistics_themselves() -> None:
    draw = np.random.default_rng(3)
    days, cause = draw.integers(1, 700, 300), draw.integers(0, 3, 300)
    group = pd.Categorical.from_codes(draw.integers(0, 2, 300), ["A", "B"])
    result = causes_compared(days, cause, group, CAUSES, landmarks=(100, 365))
    ratios = cause_specific(days, cause, group, CAUSES).causes
    curves = [aalen_johansen(days[group == name], cause[group == name], CAUSES, (365,)) for name in "AB"]
    for number, each in enumerate(result.causes):
        assert each.hazard == ratios[each.title]
        assert each.difference is not None
        at = [curve.landmarks[number].estimate for curve in curves]
        assert (each.difference.day, each.difference.difference) == (365, pytest.approx(at[1] - at[0], abs=1e-12))


def test_three_groups_are_compared_pair_by_pair() -> None:
    arm = pd.Categorical(["A", "B", "C"] * 20)
    draw = np.random.default_rng(4)
    days, cause = draw.integers(1, 100, 60), draw.integers(0, 3, 60)
    pairs = of_two_arms(causes_compared)(arm, days=days, cause=cause).results
    assert {name: each.groups for name, each in pairs.items()} == {
        "B − A": ("A", "B"),
        "C − A": ("A", "C"),
        "C − B": ("B", "C"),
    }
    assert all(each.causes[0].hazard.n == (20, 20) for each in pairs.values())
    with pytest.raises(ChoiceError, match="compares two groups"):
        causes_compared(days, cause, arm)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2), st.booleans()), min_size=1, max_size=40))
def test_exchanging_the_groups_turns_every_direction_round(rows: list[tuple[int, int, bool]]) -> None:
    days, cause = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    labels = np.where([row[2] for row in rows], "B", "A")
    one, other = (
        causes_compared(days, cause, pd.Categorical(labels, categories=order), CAUSES, landmarks=(5, 10))
        for order in (["A", "B"], ["B", "A"])
    )
    for here, there in zip(one.causes, other.causes, strict=True):
        assert np.isclose(here.own, -there.own, equal_nan=True, atol=1e-12)
        assert (", but the hazard is " in here.reading) == (", but the hazard is " in there.reading)
        assert np.isclose(here.hazard.log_ratio, -there.hazard.log_ratio, equal_nan=True, atol=1e-8)
