"""Where a plan stands: which look an extract is, its boundary, and its Z read in favour of each arm."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import at, planned
from dashboard.stats.sequential.plan import Plan
from dashboard.stats.sequential.standing import Standing, favours, promise, standing

# day   1   2   3   4      at risk A, B before the event     B expected   variance
# A     x       x          2, 2                              1/2          1/4
# B         x       x      1, 2                              2/3          2/9
#                          1, 1                              1/2          1/4
#                          0, 1                              1            0
# B had 2 events, 8/3 were expected: Z of B − A = −(2/3) / √(13/18)
Z = (2 / 3) / (13 / 18) ** 0.5
DAYS, EVENT, ARM = [1, 3, 2, 4], [1, 1, 1, 1], ["A", "A", "B", "B"]
THREE = Plan(0.025, (30, 60, 90))
AT_FOUR = Plan(0.025, (4, 8), futility="obrien_fleming")


def stands(plan: Plan, days: Any = DAYS, event: Any = EVENT, arm: Any = ARM, **keywords: Any) -> Standing:
    return standing(pd.Categorical(arm, categories=["A", "B"]), days, event, plan=plan, design_ratio=0.5, **keywords)


def many(events: int) -> dict[str, Any]:
    """Participants of whom that many have had the event, alternately in A and B."""
    n = events + 20
    return {"days": np.arange(1, n + 1), "event": np.arange(n) < events, "arm": ["A", "B"] * (n // 2) + ["A"] * (n % 2)}


def test_before_the_first_look_there_is_no_test() -> None:
    found = stands(THREE)
    assert found.look is None
    assert found.favours == ()
    assert found.text == "No planned analysis yet: 4 of the 30 events of look 1 of 3."
    assert found.table()["Status"].tolist() == ["to come"] * 3
    assert found.table()["Boundary: Z"].tolist() == planned(THREE).upper.tolist()


def test_a_look_is_read_in_favour_of_each_arm() -> None:
    found = stands(AT_FOUR)
    a, b = found.favours
    assert (a.arm, a.other, b.arm, b.other) == ("A", "B", "B", "A")
    assert (a.z, b.z) == (pytest.approx(-Z), pytest.approx(Z))
    assert b.p == pytest.approx(special.ndtr(-Z))
    assert a.boundary == b.boundary == pytest.approx(at(AT_FOUR, 4).upper[0])
    assert (a.reached, b.reached) == (False, False)
    assert a.ratio == pytest.approx(1 / b.ratio)
    assert (a.lower, a.upper) == (pytest.approx(1 / b.upper), pytest.approx(1 / b.lower))
    assert found.text == (
        f"Look 1 of 2, at 4 events (50% of 8): in favour of A: Z −0.78, boundary {a.boundary:.2f}, not reached; "
        f"in favour of B: Z 0.78, boundary {b.boundary:.2f}, not reached."
    )


def test_the_repeated_interval_reaches_as_far_as_the_boundary() -> None:
    _, b = stands(AT_FOUR).favours
    error = np.log(b.upper / b.lower) / (2 * b.boundary)
    assert np.log(b.ratio) == pytest.approx(np.log(b.lower) + b.boundary * error)
    assert error == pytest.approx(stands(AT_FOUR).ratio.se)


@pytest.mark.parametrize(
    ("events", "analysed", "look", "last"),
    [
        (29, (), None, False),
        (30, (), 1, False),
        (59, (31,), None, False),
        (66, (31,), 2, False),
        (89, (31, 62), None, False),
        (90, (31, 62), 3, True),
        (97, (31, 62), 3, True),
        (95, (31,), 2, True),
    ],
)
def test_which_look_an_extract_is(events: int, analysed: tuple[int, ...], look: int | None, last: bool) -> None:
    found = stands(THREE, **many(events), analysed=analysed)
    assert (found.events, found.look, found.last) == (events, look, last)
    assert found.table()["Status"].tolist().count("analysed") == len(analysed)


def test_the_last_look_spends_all_alpha_whatever_its_events() -> None:
    for events in (70, 97):
        found = stands(THREE, **many(events), analysed=(31, 62), final=True)
        assert found.last
        assert found.bounds.spent[-1] == pytest.approx(0.025)
        assert found.bounds.upper.tolist() == at(THREE, events, (31, 62), final=True).upper.tolist()
        assert all(favour.outlook is None and favour.futile is None for favour in found.favours)


def test_an_analysis_listed_with_more_events_than_there_are_is_refused() -> None:
    with pytest.raises(ChoiceError, match="information must rise"):
        _ = stands(THREE, **many(31), analysed=(31,), final=True).bounds


def test_without_an_event_while_both_arms_were_at_risk_nothing_is_compared() -> None:
    found = stands(Plan(0.025, (1, 2)), days=[1, 2], event=[0, 1], arm=["A", "B"])
    assert found.favours == ()
    assert found.text.endswith("no event while both arms were at risk, so nothing can be compared.")


def test_one_arm_is_no_comparison() -> None:
    with pytest.raises(ChoiceError, match="two groups"):
        standing(pd.Categorical(["A"], categories=["A"]), [1], [1], plan=THREE, design_ratio=0.5)


PEOPLE = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 1), st.sampled_from("AB")), min_size=4, max_size=20)


@settings(max_examples=40)
@given(PEOPLE)
def test_exchanging_the_letters_exchanges_what_is_said_of_them(rows: list[tuple[int, int, str]]) -> None:
    days, event, arm = map(list, zip(*rows, strict=True))
    plan = Plan(0.025, (1, 100), futility="obrien_fleming")
    here = stands(plan, days, event, arm).favours
    there = stands(plan, days, event, ["B" if one == "A" else "A" for one in arm]).favours
    for mine, other in zip(here, reversed(there), strict=True):
        assert mine.z == pytest.approx(other.z)
        assert (mine.reached, mine.futile) == (other.reached, other.futile)
        assert mine.outlook is not None
        assert other.outlook is not None
        ours, theirs = ([chance.any_later for chance in one.outlook.chances] for one in (mine, other))
        assert ours == pytest.approx(theirs)


def test_between_planned_analyses_the_table_of_the_look_at_hand_is_empty() -> None:
    arm = pd.Categorical(ARM, categories=["A", "B"])
    assert favours(arm, DAYS, EVENT, plan=THREE, design_ratio=0.5).table().empty
    at_four = favours(arm, DAYS, EVENT, plan=AT_FOUR, design_ratio=0.5).table()
    assert at_four["In favour of"].tolist() == ["A", "B"]


def test_at_no_effect_the_promise_is_alpha_and_power_grows_with_the_effect() -> None:
    frame = promise(plan=THREE, ratios=(1.0, 0.8, 0.5)).table()
    chances = frame["Reached at any look"].to_numpy()
    assert chances[0] == pytest.approx(0.025, abs=1e-6)
    assert chances[0] < chances[1] < chances[2]
