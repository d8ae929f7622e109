"""Fine and Gray's ratio: by hand, against R, by law."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.fine_gray import Weighted, fine_gray
from dashboard.stats.hazards import cause_specific, hazard_ratio
from tests.stats.references import cases, compared

PEOPLE = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 2), st.booleans()), min_size=1, max_size=25)
EVENLY = settings(max_examples=30)

# Relapse in A on day 2, NRM in B on day 3, one of A censored on day 4, relapse in B on day 5:
#
#   day      2    3    4    5     9     With r = exp(log ratio) the likelihood is
#   A (3)    1         o          o       1 / (3 + 3r) · r / (A + B r),
#   B (3)         2         1     o     A = 1 and B = 2 + 3/4: of the four at risk on day 4 one was censored,
#                                        so whoever had NRM counts 3/4 on day 5.
DAYS, CAUSE, GROUP = [2, 4, 9, 3, 5, 9], [1, 0, 0, 2, 1, 0], list("AAABBB")


def test_whoever_had_another_cause_stays_at_risk_with_the_chance_not_to_be_censored() -> None:
    """The score 1 - r/(1 + r) - br/(1 + br), b = 11/4, is 0 at b r² = 1."""
    result = fine_gray(DAYS, CAUSE, GROUP).causes["relapse"]
    assert result.ratio == pytest.approx(np.sqrt(4 / 11))
    assert (result.groups, result.n, result.events) == (("A", "B"), (3, 3), (1, 1))


def test_each_cause_has_its_own_ratio() -> None:
    result = fine_gray(DAYS, CAUSE, GROUP, ("relapse", "nrm", "graft failure", "other"))
    assert [ratio.note for ratio in result.causes.values()] == [
        "",
        "not estimable: every event that could be compared is in one group",
        "not estimable: no event",
        "not estimable: no event",
    ]
    table = result.table()
    assert table["Measure"].tolist() == ["relapse", "nrm", "graft failure", "other"]
    assert "Subdistribution hazard ratio (later / earlier arm)" in table.columns
    assert table["Events, later arm"].tolist() == [1, 1, 0, 0]


def test_without_anybody_nothing_is_estimated() -> None:
    result = fine_gray([], [], pd.Categorical([], categories=["A", "B"])).causes["nrm"]
    assert np.isnan([result.ratio, result.se]).all()
    assert result.note == "not estimable: no event"


def test_all_events_at_one_time_and_at_time_zero() -> None:
    """Breslow: 2 of 3 in A, 1 of 3 in B meet one risk set, so a third of the events falls to B: r/(1 + r) = 1/3."""
    assert fine_gray([0] * 6, [1, 1, 0, 1, 0, 2], GROUP).causes["relapse"].ratio == pytest.approx(1 / 2)


def test_when_everybody_has_the_event_at_once_there_is_no_interval() -> None:
    result = fine_gray([7] * 6, [1] * 6, GROUP).causes["relapse"]
    assert result.ratio == pytest.approx(1)
    assert np.isnan([result.se, result.lower, result.upper, result.p]).all()
    assert result.note == "no interval: everybody had the event at once"


@pytest.mark.parametrize(
    ("group", "cause", "error", "message"),
    [(list("ABC"), [1, 1, 0], ChoiceError, "here are 3"), (list("ABB"), [1, 3, 0], SourceError, "found 3")],
)
def test_what_cannot_be_is_refused(group: Any, cause: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        fine_gray([1, 2, 3], cause, group)


@pytest.mark.parametrize("case", cases("fine_gray"))
def test_likelihood_and_robust_error_are_those_of_crr(case: dict[str, Any]) -> None:
    """At crr's own coefficient: it stops while its score is up to a millionth of the log likelihood."""
    rows = compared(case)
    days, status, group = rows["time"].to_numpy(dtype=float), rows["status"].to_numpy(), rows["group"].to_numpy()
    weighted, theirs = Weighted(days, status, group, case["of"]), case["coefficient"]
    terms = weighted.terms()
    for log_ratio, name in ((theirs, "log_likelihood"), (0.0, "log_likelihood_of_no_difference")):
        risk = terms.earlier + terms.later * np.exp(log_ratio)
        assert np.sum(terms.observed * log_ratio - np.log(risk)) == pytest.approx(case[name], rel=1e-13)
    assert weighted.error(theirs) == pytest.approx(case["se"], abs=1e-12)


@pytest.mark.parametrize("case", cases("fine_gray"))
def test_the_ratio_is_that_of_crr_as_far_as_crr_goes(case: dict[str, Any]) -> None:
    """4e-5 is how far a score of a millionth of the log likelihood is from 0; ours is the root."""
    rows = compared(case)
    result = list(fine_gray(rows["time"], rows["status"], rows["group"]).causes.values())[case["of"] - 1]
    assert result.log_ratio == pytest.approx(case["coefficient"], abs=4e-5)
    assert result.se == pytest.approx(case["se"], abs=2e-6)
    assert (result.lower, result.upper) == pytest.approx((case["lower"], case["upper"]), abs=1e-4)


@pytest.mark.parametrize("case", cases("fine_gray"))
def test_the_cause_specific_ratio_is_that_of_coxph(case: dict[str, Any]) -> None:
    """To 2e-9, where coxph stops."""
    rows, theirs = compared(case), case["cause_specific"]
    result = list(cause_specific(rows["time"], rows["status"], rows["group"]).causes.values())[case["of"] - 1]
    assert result.log_ratio == pytest.approx(theirs["coefficient"], abs=2e-9)
    assert result.se == pytest.approx(theirs["se"], abs=2e-9)


@EVENLY
@given(days=st.lists(st.integers(0, 1000), min_size=4, max_size=25, unique=True), data=st.data())
def test_without_censoring_it_is_coxs_ratio_with_other_causes_never_leaving(
    days: list[int], data: st.DataObject
) -> None:
    n = len(days)
    cause = np.array(data.draw(st.lists(st.integers(1, 2), min_size=n, max_size=n)))
    arms = pd.Categorical.from_codes(data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)), ["A", "B"])
    result = fine_gray(days, cause, arms).causes["relapse"]
    never = hazard_ratio(np.where(cause == 2, 1001, days), cause == 1, arms)
    assert result.log_ratio == pytest.approx(never.log_ratio, abs=1e-10, nan_ok=True)
    assert result.note == never.note


@EVENLY
@given(people=PEOPLE, data=st.data())
def test_neither_the_order_of_rows_nor_the_unit_of_time_changes_anything(
    people: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    days, cause, later = (np.array(column) for column in zip(*people, strict=True))
    order = np.array(data.draw(st.permutations(range(len(people)))))
    arms = pd.Categorical.from_codes(later.astype(int), ["A", "B"])
    one = fine_gray(days, cause, arms).causes["relapse"]
    two = fine_gray(days[order] * 30.4375, cause[order], arms[order]).causes["relapse"]
    assert two.log_ratio == pytest.approx(one.log_ratio, abs=1e-12, nan_ok=True)
    assert two.se == pytest.approx(one.se, rel=1e-9, nan_ok=True)
    assert two.note == one.note


@EVENLY
@given(people=PEOPLE)
def test_swapped_arms_turn_the_ratio_round(people: list[tuple[int, int, bool]]) -> None:
    days, cause, later = (np.array(column) for column in zip(*people, strict=True))
    one, two = (
        fine_gray(days, cause, pd.Categorical.from_codes(codes.astype(int), ["A", "B"])).causes["nrm"]
        for codes in (later, ~later)
    )
    assert two.log_ratio == pytest.approx(-one.log_ratio, abs=1e-10, nan_ok=True)
    assert two.se == pytest.approx(one.se, rel=1e-8, nan_ok=True)
