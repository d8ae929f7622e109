"""Cumulative incidence: by hand, against R, by law."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.competing import FREE, aalen_johansen, complement, gray_variance, landmark_difference
from dashboard.stats.survival import kaplan_meier
from tests.stats.references import cases, columns, numbers

PEOPLE = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=40)
EVENLY = settings(max_examples=25)

# Ten participants, three days, ties of everything on every day (0 censored, 1 relapse, 2 NRM):
#
#   day   1      2        3
#   who   1 2 0  1 1 2 0  1 2 0
#   n     10     7        3
#
# relapse: 1/10 + 8/10·2/7 + 8/10·4/7·1/3 = 101/210
TIED_DAYS = np.array([1, 1, 1, 2, 2, 2, 2, 3, 3, 3])
TIED_CAUSE = np.array([1, 2, 0, 1, 1, 2, 0, 1, 2, 0])


def test_ties_give_the_exact_fraction_in_any_order_of_rows() -> None:
    by_hand = {
        "relapse": Fraction(1, 10)
        + Fraction(8, 10) * Fraction(2, 7)
        + Fraction(8, 10) * Fraction(4, 7) * Fraction(1, 3),
        "nrm": Fraction(1, 10) + Fraction(8, 10) * Fraction(1, 7) + Fraction(8, 10) * Fraction(4, 7) * Fraction(1, 3),
        FREE: Fraction(8, 10) * Fraction(4, 7) * Fraction(1, 3),
    }
    assert by_hand["relapse"] == Fraction(101, 210)
    random = np.random.default_rng(7)
    for _ in range(5):
        order = random.permutation(10)
        result = aalen_johansen(TIED_DAYS[order], TIED_CAUSE[order], landmarks=(3,))
        for mark in result.landmarks:
            assert mark.estimate == pytest.approx(float(by_hand[mark.measure]), abs=1e-15)


def test_the_variance_of_the_first_step_is_binomial() -> None:
    (relapse, nrm, free) = aalen_johansen(TIED_DAYS, TIED_CAUSE, landmarks=(1,)).landmarks
    assert relapse.se**2 == pytest.approx(float(Fraction(1, 10) * Fraction(9, 10) / 10), abs=1e-15)
    assert nrm.se == relapse.se
    assert free.se**2 == pytest.approx(float(Fraction(2, 10) * Fraction(8, 10) / 10), abs=1e-15)


def test_limits_are_log_log() -> None:
    (mark, *_) = aalen_johansen(TIED_DAYS, TIED_CAUSE, landmarks=(1,)).landmarks
    reach = 1.959963984540054 * mark.se / (0.1 * np.log(0.1))
    assert mark.lower == pytest.approx(0.1 ** np.exp(-reach))
    assert mark.upper == pytest.approx(0.1 ** np.exp(reach))


def test_numbers_at_risk_and_events_are_counted() -> None:
    result = aalen_johansen(TIED_DAYS, TIED_CAUSE)
    assert result.at_risk([0, 1, 1.5, 2, 3, 4]).tolist() == [10, 10, 7, 7, 3, 0]
    assert result.free.time.tolist() == [0, 1, 2, 3]
    assert result.curves["relapse"].events.tolist() == [0, 1, 3, 4]
    assert result.curves["nrm"].events.tolist() == [0, 1, 2, 3]
    assert result.events == {"relapse": 4, "nrm": 3}


def test_cumulative_events_are_counted_by_cause_at_any_time() -> None:
    result = aalen_johansen(TIED_DAYS, TIED_CAUSE)
    counted = result.events_by([0, 1, 1.5, 2, 99])
    assert {cause: events.tolist() for cause, events in counted.items()} == {
        "relapse": [0, 1, 1, 3, 4],
        "nrm": [0, 1, 1, 2, 3],
    }
    assert aalen_johansen([0, 5], [2, 1]).events_by([0])["nrm"].tolist() == [1]
    assert aalen_johansen([], []).events_by([0, 100])["nrm"].tolist() == [0, 0]


def test_four_causes_share_the_risk_set_and_merge_into_two() -> None:
    days, cause = [1, 1, 2, 2, 3, 3, 3, 4], [1, 2, 3, 4, 1, 3, 0, 4]
    four = aalen_johansen(days, cause, ("one", "two", "three", "four"), landmarks=(3,))
    by_hand = {"one": Fraction(2, 8), "two": Fraction(1, 8), "three": Fraction(2, 8), "four": Fraction(1, 8)}
    for name, value in by_hand.items():
        mark = next(mark for mark in four.landmarks if mark.measure == name)
        assert mark.estimate == pytest.approx(float(value))
        merged = aalen_johansen(days, np.where(np.array(cause) == list(by_hand).index(name) + 1, 1, 2 * np.sign(cause)))
        assert merged.curves["relapse"].se.tolist() == pytest.approx(four.curves[name].se.tolist())


def test_one_minus_kaplan_meier_is_refused_where_something_competes() -> None:
    with pytest.raises(ChoiceError, match="not the probability of relapse where nrm may come first"):
        complement(TIED_DAYS, TIED_CAUSE == 1, "relapse", ("nrm",))


def test_one_minus_kaplan_meier_of_an_outcome_alone_is_given() -> None:
    result = complement([10, 20, 30], [1, 1, 0], "death", (), landmarks=(20,))
    survival = kaplan_meier([10, 20, 30], [1, 1, 0], landmarks=(20,))
    assert result.landmarks[0].estimate == pytest.approx(1 - survival.landmarks[0].estimate)
    assert result.causes == ("death",)


def test_landmarks_are_right_continuous_and_blank_beyond_follow_up() -> None:
    result = aalen_johansen([10, 20, 30], [1, 2, 0], landmarks=(9, 10, 30, 31))
    assert [mark.estimate for mark in result.landmarks[:3]] == pytest.approx([0, 1 / 3, 1 / 3])
    assert np.isnan(result.landmarks[3].estimate)
    assert result.landmarks[3].flag == "beyond follow-up"


def test_landmarks_stay_when_nobody_is_left_event_free() -> None:
    result = aalen_johansen([10, 20], [1, 2], landmarks=(365,))
    assert [mark.estimate for mark in result.landmarks] == [0.5, 0.5, 0.0]


def test_few_at_risk_are_flagged() -> None:
    marks = aalen_johansen(np.arange(1, 9), [1, 0, 0, 0, 0, 0, 0, 0], landmarks=(4, 5)).landmarks
    assert [(mark.at_risk, mark.flag) for mark in marks[:2]] == [(5, ""), (4, "fewer than 5 at risk")]


def test_nobody_gives_blanks() -> None:
    result = aalen_johansen([], [])
    assert result.n == 0
    assert all(np.isnan(mark.estimate) for mark in result.landmarks)
    assert result.at_risk([0, 100]).tolist() == [0, 0]
    assert result.table()["Participants"].tolist() == [0] * 12


def test_no_events_give_zero_without_an_interval() -> None:
    result = aalen_johansen([100, 200, 300], [0, 0, 0], landmarks=(150,))
    relapse = result.landmarks[0]
    assert (relapse.estimate, relapse.se) == (0.0, 0.0)
    assert np.isnan([relapse.lower, relapse.upper]).all()
    assert result.free.estimate.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(("cause", "estimate"), [(0, 0.0), (1, 1.0), (2, 0.0)])
def test_one_participant_alone(cause: int, estimate: float) -> None:
    result = aalen_johansen([5], [cause], landmarks=(5,))
    assert result.landmarks[0].estimate == estimate
    assert result.landmarks[0].se == 0.0


def test_everything_at_time_zero_counts_at_time_zero() -> None:
    result = aalen_johansen([0, 0, 0, 0], [1, 1, 2, 0], landmarks=(0,))
    assert [mark.estimate for mark in result.landmarks] == [0.5, 0.25, 0.25]
    assert result.curves["relapse"].time.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("days", "cause", "message"),
    [
        ([-1, 2], [0, 1], "1 of 2 are missing or negative"),
        ([np.nan, 2], [0, 1], "1 of 2 are missing or negative"),
        ([1, 2], [0, 3], "found 3, but there are 2"),
        ([1, 2], [0, 1.5], "cause: 1 of 2 are not"),
        ([1, 2], [0, -1], "cause: 1 of 2 are not"),
        ([1, 2], [0], "2 and 1 rows"),
    ],
)
def test_what_cannot_be_is_refused(days: list[float], cause: list[float], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        aalen_johansen(days, cause)


@pytest.mark.parametrize("case", cases("competing_risks"))
def test_estimates_errors_and_limits_are_those_of_survfit(case: dict[str, Any]) -> None:
    days, cause = columns(case)
    result = aalen_johansen(days, cause, ("1", "2"), case["landmarks"])
    within = (days.max() >= numbers(case["landmarks"])) | (result.free.estimate[-1] == 0)
    for name in ("1", "2"):
        marks = [mark for mark in result.landmarks if mark.measure == name]
        assert [mark.at_risk for mark in marks] == case["at_risk"]
        for field, tolerance in (("estimate", 1e-12), ("se", 1e-9), ("lower", 1e-9), ("upper", 1e-9)):
            ours = np.array([getattr(mark, field) for mark in marks])
            theirs = np.where(within, numbers(case[name][field]), np.nan)
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance, err_msg=f"{name} {field}")


@pytest.mark.parametrize("case", cases("competing_risks"))
def test_the_parity_variance_is_that_of_cmprsk(case: dict[str, Any]) -> None:
    days, cause = columns(case)
    for of in (1, 2):
        theirs = numbers(case[str(of)]["cmprsk_variance"])
        time, variance = gray_variance(days, cause, of)
        held = np.concatenate([[0.0], variance])[np.searchsorted(time, case["landmarks"], side="right")]
        known = ~np.isnan(theirs)
        np.testing.assert_allclose(held[known], theirs[known], rtol=0, atol=1e-14)


def test_a_difference_is_later_minus_earlier_with_variances_summed() -> None:
    earlier = aalen_johansen([1, 2, 3, 4], [1, 0, 0, 0], landmarks=(2,))  # 1/4, variance 3/64
    later = aalen_johansen([1, 1, 3, 4], [1, 1, 0, 0], landmarks=(2,))  # 2/4, variance 4/64
    row = landmark_difference(earlier, later).rows[0]
    assert row.difference == 0.25
    assert row.se == pytest.approx(np.sqrt(7 / 64))
    assert (row.upper - row.lower) / 2 == pytest.approx(1.959963984540054 * np.sqrt(7 / 64))
    assert row.at_risk == (3, 2)


def test_an_interval_that_is_one_arms_alone_says_so() -> None:
    """Nobody of four against one of four: of the variances 0 and 3/64 the interval has the second alone."""
    none, one = (aalen_johansen([1, 2, 3, 4], [first, 0, 0, 0], landmarks=(2,)) for first in (0, 1))
    result = landmark_difference(none, one)
    assert result.rows[0].se == pytest.approx(np.sqrt(3 / 64))
    assert result.rows[0].alone
    assert result.table()["Note"].tolist()[0].startswith("nobody, or everybody, of one arm had the event")
    assert not any(row.alone for pair in ((one, one), (none, none)) for row in landmark_difference(*pair).rows)


def test_no_event_in_either_arm_is_no_certainty() -> None:
    nothing = aalen_johansen([9, 9], [0, 0], landmarks=(5,))
    row = landmark_difference(nothing, nothing).rows[0]
    assert row.difference == 0
    assert np.isnan(row.lower)


@EVENLY
@given(people=PEOPLE, data=st.data())
def test_the_order_of_rows_changes_nothing(people: list[tuple[int, int]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(people))
    one, two = (aalen_johansen(*zip(*rows, strict=True)) for rows in (people, mixed))
    for cause in one.causes:
        assert one.curves[cause].estimate.tolist() == two.curves[cause].estimate.tolist()
        assert one.curves[cause].se.tolist() == two.curves[cause].se.tolist()


@EVENLY
@given(people=PEOPLE)
def test_curves_rise_within_limits_and_sum_to_one(people: list[tuple[int, int]]) -> None:
    result = aalen_johansen(*zip(*people, strict=True))
    total = result.free.estimate + sum(curve.estimate for curve in result.curves.values())
    np.testing.assert_allclose(total, 1, atol=1e-12)
    for curve in result.curves.values():
        assert (np.diff(curve.estimate) >= 0).all()
        assert (np.diff(curve.time) >= 0).all()
        assert ((curve.estimate >= 0) & (curve.estimate <= 1 + 1e-12)).all()
        known = ~np.isnan(curve.lower)
        assert (curve.lower[known] >= 0).all()
        assert (curve.lower[known] <= curve.estimate[known]).all()
        assert (curve.estimate[known] <= curve.upper[known]).all()
        assert (curve.upper[known] <= 1).all()


@EVENLY
@given(people=PEOPLE, scale=st.sampled_from([2.0, 0.5, 7.0, 30.4375]))
def test_another_unit_of_time_only_stretches_the_axis(people: list[tuple[int, int]], scale: float) -> None:
    days, cause = (np.array(column) for column in zip(*people, strict=True))
    one, two = aalen_johansen(days, cause), aalen_johansen(days * scale, cause)
    np.testing.assert_allclose(one.free.time * scale, two.free.time)
    for name in one.causes:
        assert one.curves[name].estimate.tolist() == two.curves[name].estimate.tolist()
        assert one.curves[name].se.tolist() == two.curves[name].se.tolist()


@EVENLY
@given(people=PEOPLE)
def test_everybody_twice_halves_the_variance_and_leaves_the_estimate(people: list[tuple[int, int]]) -> None:
    days, cause = (np.array(column) for column in zip(*people, strict=True))
    one, two = aalen_johansen(days, cause), aalen_johansen(np.tile(days, 2), np.tile(cause, 2))
    for name in one.causes:
        np.testing.assert_allclose(one.curves[name].estimate, two.curves[name].estimate, atol=1e-12)
        np.testing.assert_allclose(one.curves[name].se ** 2, 2 * two.curves[name].se ** 2, atol=1e-12)


@EVENLY
@given(people=PEOPLE)
def test_with_one_cause_it_is_the_complement_of_kaplan_meier(people: list[tuple[int, int]]) -> None:
    days, cause = (np.array(column) for column in zip(*people, strict=True))
    marks = (0, 5, 10, 20, 30, 40)
    incidence = aalen_johansen(days, cause > 0, ("event",), marks).landmarks
    survival = kaplan_meier(days, cause > 0, marks).landmarks
    for one, other in zip(incidence, survival, strict=False):
        assert one.estimate == pytest.approx(1 - other.estimate, abs=1e-12, nan_ok=True)
        if other.estimate > 0:
            assert one.se == pytest.approx(other.se, abs=1e-7)
