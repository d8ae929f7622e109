"""Benefit against harm: fractions by hand, one landmark for all, and the laws of arms and rows."""

from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.benefit import BenefitHarm, Part, benefit

RELAPSE = Part("first", ("Relapse", "NRM"), "Relapse", "Benefit")
NRM = Part("first", ("Relapse", "NRM"), "NRM", "Harm")
DEATH = Part("os", ("Death",), "Death", "Both")
PARTS = (RELAPSE, NRM, DEATH)

# Eight in each arm, first event (1 relapse, 2 NRM) and death (1); the others are censored on day 100.
#
#        A                       B
# first  10:1  20:2  100:0 x 6   10:1  10:1  100:0 x 6
# os     20:1  100:0 x 7         100:0 x 8
FIRST = {"A": [(10, 1), (20, 2), *[(100, 0)] * 6], "B": [(10, 1), (10, 1), *[(100, 0)] * 6]}
DIED = {"A": [(20, 1), *[(100, 0)] * 7], "B": [(100, 0)] * 8}


def columns(first: Any = FIRST, died: Any = DIED, arms: str = "AB") -> dict[str, Any]:
    rows = [
        (arm, part, day, cause)
        for part, of in (("first", first), ("os", died))
        for arm in arms
        for day, cause in of[arm]
    ]
    arm, part, days, cause = zip(*rows, strict=True) if rows else ((), (), (), ())
    return {
        "arm": pd.Categorical(arm, categories=list(arms)),
        "part": np.array(part, dtype=object),
        "days": np.array(days, dtype=float),
        "cause": np.array(cause, dtype=int),
    }


def read(landmarks: tuple[int, ...] = (50, 100, 365), parts: tuple[Part, ...] = PARTS, **keywords: Any) -> BenefitHarm:
    landmark = keywords.pop("landmark", "largest")
    return benefit(**columns(**keywords), parts=parts, landmarks=landmarks, landmark=landmark)


def test_incidences_by_hand() -> None:
    """A: 1/8 relapse; 7/8 x 1/7 = 1/8 NRM; 1/8 died. B: 2/8, 0, 0."""
    relapse, nrm, death = read().readings
    assert [mark.estimate for mark in relapse.arms.values()] == pytest.approx([1 / 8, 2 / 8])
    assert [mark.estimate for mark in nrm.arms.values()] == pytest.approx([1 / 8, 0])
    assert [mark.estimate for mark in death.arms.values()] == pytest.approx([1 / 8, 0])
    assert [mark.events for mark in relapse.arms.values()] == [1, 2]
    assert [mark.at_risk for mark in relapse.arms.values()] == [6, 6]


def test_the_difference_is_later_minus_earlier_with_the_variances_summed() -> None:
    """Nobody is censored before the events, so each variance is p(1 - p)/8: 7/512 and 12/512."""
    each = read().readings[0].differences["B − A"]
    half = 1.959963984540054 * sqrt(7 / 512 + 12 / 512)
    assert (each.difference, each.lower, each.upper) == pytest.approx((1 / 8, 1 / 8 - half, 1 / 8 + half))


def test_the_largest_landmark_with_five_at_risk_everywhere_is_taken_for_all() -> None:
    result = read()
    assert (result.day, result.reached) == (100, True)
    assert {mark.day for reading in result.readings for mark in reading.arms.values()} == {100}


def test_one_outcome_of_one_arm_that_ends_before_holds_all_back() -> None:
    """Four of B's eight were last seen alive on day 60: four at risk on day 100."""
    died = {**DIED, "B": [*[(60, 0)] * 4, *[(100, 0)] * 4]}
    assert read(died=died).day == 50
    assert read(died=died, parts=(RELAPSE, NRM)).day == 100


def test_a_landmark_that_no_curve_reaches_is_blank_and_says_so() -> None:
    result = read(landmarks=(365, 730))
    assert (result.day, result.reached) == (365, False)
    table = result.table()
    assert table["A: per 100"].isna().all()
    assert set(table["Note"]) == {"A: beyond follow-up; B: beyond follow-up"}


def test_a_chosen_day_is_taken_and_told_whether_all_reach_it() -> None:
    assert (read(landmark="50").day, read(landmark="50").reached) == (50, True)
    assert (read(landmark="365").day, read(landmark="365").reached) == (365, False)


def test_outcomes_keep_the_order_they_were_given_in() -> None:
    assert list(read().table()["Outcome"]) == ["Relapse", "NRM", "Death"]
    assert list(read(parts=(DEATH, RELAPSE)).table()["Fewer would be"]) == ["benefit and less harm", "benefit"]


def test_one_arm_has_no_differences_and_an_arm_of_nobody_is_blank() -> None:
    assert read(arms="A").readings[0].differences == {}
    nobody = read(first={**FIRST, "B": []}, died={**DIED, "B": []})
    assert not nobody.reached
    assert nobody.table()["B: per 100"].isna().all()
    assert list(nobody.table()["A: per 100"]) == pytest.approx([12.5, 12.5, 12.5])


def test_nobody_at_all_is_blank() -> None:
    nothing: dict[str, list[tuple[int, int]]] = {"A": [], "B": []}
    assert read(first=nothing, died=nothing).table()["B − A: per 100"].isna().all()


def test_a_negative_time_is_refused() -> None:
    with pytest.raises(SourceError, match="negative"):
        read(first={**FIRST, "B": [(-1, 1)]})


TIMES = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 2)), min_size=1, max_size=12)


@given(a=TIMES, b=TIMES, seed=st.integers(0, 99))
@settings(max_examples=40)
def test_neither_the_order_of_rows_nor_the_letters_change_what_is_read(a: Any, b: Any, seed: int) -> None:
    alive = {"A": [(day, 0) for day, _ in a], "B": [(day, 0) for day, _ in b]}
    given_ = columns({"A": a, "B": b}, alive)
    order = np.random.default_rng(seed).permutation(len(given_["days"]))
    shuffled = {name: column[order] for name, column in given_.items()}
    swapped = given_ | {"arm": given_["arm"].rename_categories({"A": "B", "B": "A"}).reorder_categories(["A", "B"])}
    one, two, three = (benefit(**rows, parts=PARTS, landmarks=(50, 100)) for rows in (given_, shuffled, swapped))
    pd.testing.assert_frame_equal(one.table(), two.table())
    assert one.day == three.day
    np.testing.assert_allclose(one.table()["B − A: per 100"], -three.table()["B − A: per 100"], atol=1e-12)


@given(a=TIMES)
@settings(max_examples=30)
def test_relapse_and_nrm_together_are_at_most_all(a: Any) -> None:
    alive = {"A": [(day, 0) for day, _ in a]}
    relapse, nrm, _ = benefit(**columns({"A": a}, alive, "A"), parts=PARTS, landmarks=(50,)).readings
    total = relapse.arms["A"].estimate + nrm.arms["A"].estimate
    assert np.isnan(total) or -1e-12 <= total <= 1 + 1e-12
