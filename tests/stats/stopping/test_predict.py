"""The predictive probability: fractions by hand, the exact recursion, and its conventions."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import predict, rules
from dashboard.stats.stopping.counting import Cohort
from dashboard.stats.stopping.predict import Predicted, posterior, predictive
from dashboard.stats.stopping.rules.sprt import Sprt
from tests.stats.stopping.cohorts import FIVE, NRM, SEVEN, WINDOW, Row, columns

THREE = Sprt(0.1, 0.5, 0.05, 3)  # met by 2 events among 2 or 3

#   calendar day 0         50        100
#   A            |===================|          complete
#   B            |=========X                    event on day 50
#   C                      |=========o          half of the window, then the cut-off
HALF_WAY: dict[str, Row] = {"A": (0, 100, 0), "B": (0, 50, 1), "C": (50, 50, 0)}


def predicted(rows: dict[str, Row], cut: int, **more: Any) -> Predicted:
    return predictive(
        **columns(list(rows.values()), cut), **{"rule": NRM, "window": WINDOW, "per_month": 4, "draws": 2000, **more}
    )


@pytest.mark.parametrize(("competing", "exact"), [(0.0, 3 / 25), (0.45, 2 / 13)])
def test_one_pending_participant_by_hand(competing: float, exact: float) -> None:
    """C alone decides. A and B make the rate's mean (5/10 + 1) / (5 + 2) = 3/14 =: m.

    C has an event later, m/2 = 3/28, given nothing so far, 1 - (m + (1 - m) r)/2, where r = competing / (9/10) is
    0 or 1/2: 25/28 or 39/56. The quotients are 3/25 and 2/13. Four standard errors.
    """
    found = predicted(HALF_WAY, 100, rule=THREE, competing=competing, draws=20_000)
    assert (found.drawn, found.lost, found.future) == (1, 0, 0)
    assert abs(found.probability - exact) < 4 * found.error


def test_who_is_followed_longer_without_event_is_less_likely_to_have_one() -> None:
    """C at 4/5 of the window: (1/5 x 3/14) / (1 - 4/5 x 3/14) = 3/58."""
    later = HALF_WAY | {"A": (0, 100, 0), "C": (50, 80, 0)}
    found = predicted(later, 130, rule=THREE, draws=20_000)
    assert abs(found.probability - 3 / 58) < 4 * found.error


def test_before_anybody_it_is_the_power_averaged_over_the_prior() -> None:
    """Complete windows of one day, an entry a month or so: the exact chance at each rate, Beta(1/4, 19/4) rates."""
    prior = stats.beta(0.25, 4.75)
    rates = prior.ppf((np.arange(400) + 0.5) / 400)
    exact = NRM.characteristics(*np.clip(rates, 1e-9, None)).probability.mean()
    found = predicted({}, 0, window=1, per_month=1, counting="complete_window", draws=20_000)
    assert found.future == 80
    assert abs(found.probability - exact) < 4 * found.error + 0.002  # 0.002: days with two entries, and the grid


def test_the_posterior_of_settled_outcomes_is_a_beta_distribution() -> None:
    """Two events and 3 others of p0 = 1/20: Beta(1/4 + 2, 19/4 + 3), mean 9/40."""
    entered, days, cause = np.array([(0, 10, 1), (0, 20, 1), (0, 30, 2), (0, 100, 0), (0, 100, 0)]).T
    rates, chance = posterior(Cohort(entered, days, cause, WINDOW), 100, 0.05, 0.3)
    assert rates @ chance == pytest.approx(9 / 40, abs=1e-4)


def test_the_posterior_takes_pending_follow_up_for_what_it_is() -> None:
    """One event and one at half the window, uniform prior p0 = 1/2 worth 5: p^(5/2) (1 - p)^(3/2) (1 - p/2).

    With m = 7/12 the mean of Beta(7/2, 5/2) and s = 7/12 x 9/14 = 3/8 its second moment for Beta(7/2, 5/2):
    (m - s/2) / (1 - m/2) = (19/48) / (17/24) = 19/34.
    """
    entered, days, cause = np.array([(0, 10, 1), (0, 50, 0)]).T
    rates, chance = posterior(Cohort(entered, days, cause, WINDOW), 50, 0.5, 0.0)
    assert rates @ chance == pytest.approx(19 / 34, abs=1e-4)


def test_what_is_met_is_met() -> None:
    found = predicted(FIVE, 100)
    assert (found.probability, found.error, found.already) == (1, 0, True)
    assert found.text == "The guideline is met already."


def test_with_all_settled_and_all_randomised_nothing_can_change() -> None:
    found = predicted({"A": (0, 100, 0), "B": (0, 50, 1), "C": (0, 100, 0)}, 100, rule=THREE)
    assert (found.probability, found.drawn, found.future) == (0, 0, 0)
    assert found.text.startswith("Nobody is pending and nobody is still to be randomised")


@pytest.mark.parametrize(("cut", "lost"), [(130, 0), (131, 1)])
def test_a_window_that_ended_more_than_thirty_days_ago_is_lost(cut: int, lost: int) -> None:
    found = predicted({"A": (0, 60, 0), "B": (cut - 20, 20, 0)}, cut)
    assert (found.drawn, found.lost, found.future) == (2 - lost, lost, 78)


def test_who_is_lost_has_no_event() -> None:
    rows = HALF_WAY | {"C": (0, 50, 0)}
    assert predicted(rows, 131, rule=THREE).probability == 0
    assert predicted(rows, 131, rule=THREE, lag=31).probability > 0


def test_what_happens_after_the_cut_is_not_known() -> None:
    """B's event and D's entry lie after day 40."""
    rows = HALF_WAY | {"D": (60, 1, 1)}
    found = predicted(rows, 40, rule=THREE)
    assert (found.drawn, found.future) == (2, 1)
    assert 0 < found.probability < 1


def test_exposure_has_a_predictive_probability_too() -> None:
    rule = rules.twin(NRM)
    found = predicted(SEVEN | {"B": (10, 90, 0)}, 100, rule=rule, counting="exposure")
    assert 0 < found.probability < 1
    assert found.table()["Counting"].tolist() == ["exposure"]


def test_more_events_so_far_make_it_likelier() -> None:
    """One, two and three events among thirty who are complete, fifty to come."""
    chances = []
    for events in (1, 2, 3):
        rows = {str(i): (5 * i, 50 if 12 <= i < 12 + events else 100, int(12 <= i < 12 + events)) for i in range(30)}
        chances.append(predicted(rows, 250).probability)
    assert chances == sorted(set(chances))


def test_the_seed_and_what_was_drawn_are_printed() -> None:
    found = predicted(HALF_WAY, 100, seed=7, competing=0.1)
    assert found == predicted(HALF_WAY, 100, seed=7, competing=0.1)
    assert found != predicted(HALF_WAY, 100, seed=8, competing=0.1)
    assert (
        f"{found.probability:.2f} (Monte Carlo standard error {found.error:.3f}; 2000 draws of 1 pending" in found.text
    )
    assert found.text.endswith("77 future participants, seed 7).")
    assert found.table().iloc[0][["Seed", "Randomised per month", "Competing events"]].tolist() == [7, 4, 0.1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"competing": 0.96}, "competing = 0.96 is not possible: give 0 to 0.95"),
        ({"per_month": 0}, "give a number of participants above 0"),
        ({"draws": 0}, "draws = 0 is not possible"),
        ({"counting": "early"}, "choose one of tite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: dict[str, float], says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        predicted(HALF_WAY, 100, **wrong)


def test_of_a_large_group_fewer_futures_are_drawn_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """80 participants a future: 8000 of them are 100 futures; never fewer than 20."""
    monkeypatch.setattr(predict, "CELLS", 8000)
    assert predicted({}, 0).draws == 100
    assert "100 draws of 0 pending and 80 future" in predicted({}, 0).text
    monkeypatch.setattr(predict, "CELLS", 80)
    assert predicted({}, 0).draws == predict.FEWEST == 20
    assert predicted({}, 0, draws=5).draws == 5
