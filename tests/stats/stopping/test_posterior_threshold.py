"""The posterior threshold that is given, not calibrated."""

import numpy as np
import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.rules.posterior_threshold import PosteriorThreshold


def test_by_hand_with_a_flat_prior() -> None:
    """Flat prior, p0 = 1/2: after y of n P(rate > 1/2) = P(Bin(n + 1, 1/2) <= y).

    1 of 1: 3/4; 2 of 2: 7/8; 2 of 3: 11/16; 3 of 3: 15/16; 3 of 4: 26/32 = 13/16; 4 of 4: 31/32.
    At 13/16: met by 2 of 2, 3 of 3 and 3 of 4. At rate 1/2: 1/4, then one of 2 and then twice an event,
    1/2 x 1/4 = 1/8; none of the rest can reach 3 of 4. Type I error 3/8.
    """
    rule = PosteriorThreshold(0.5, 0.75, 0.1, 4, weight=2, mean=0.5, threshold=13 / 16)
    assert rule.boundary([1, 2, 3, 4]).tolist() == [2, 2, 3, 3]
    assert rule.characteristics(0.5).probability[0] == pytest.approx(1 / 4 + 1 / 8)


def test_alpha_has_no_part_in_the_boundary_and_the_exact_error_may_be_above_it() -> None:
    n = np.arange(1, 81)
    strict, mild = (PosteriorThreshold(0.05, 0.15, alpha, 80) for alpha in (0.01, 0.5))
    assert strict.boundary(n).tolist() == mild.boundary(n).tolist()
    error = strict.characteristics().probability[0]
    assert error == mild.characteristics().probability[0]
    assert error > strict.alpha


def test_the_demonstration_s_threshold_has_the_error_and_power_of_its_dossier() -> None:
    """Disease model, section 7: prior mean 5% worth 5, P(rate > 5%) >= .960: type I .099, power .93.

    It prints the threshold of the calibrated rule to three digits: .9605. At .9600 itself the error is .1005.
    """
    found = PosteriorThreshold(0.05, 0.15, 0.10, 80, threshold=0.9605).characteristics().probability
    assert found.round(3)[0] == 0.099
    assert found.round(2)[1] == 0.93


def test_a_higher_threshold_never_needs_fewer_events() -> None:
    n = np.arange(1, 81)
    boundaries = [PosteriorThreshold(0.1, 0.25, 0.1, 80, threshold=t).boundary(n) for t in (0.8, 0.9, 0.95, 0.99)]
    assert np.all(np.diff(boundaries, axis=0) >= 0)


def test_it_is_named_with_its_threshold_and_prior() -> None:
    words = PosteriorThreshold(0.05, 0.15, 0.10, 80).words
    assert words == "Bayesian posterior threshold of 0.95 (prior mean 5%, worth 5 participants)"


@pytest.mark.parametrize("threshold", [0.0, 1.0, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(threshold: float) -> None:
    with pytest.raises(ChoiceError, match="is not possible: give a number above 0 and below 1"):
        PosteriorThreshold(0.05, 0.15, 0.10, 80, threshold=threshold)


def test_a_threshold_that_nothing_reaches_is_refused() -> None:
    with pytest.raises(ChoiceError, match=r"posterior probability of 0\.99 or more\. Lower the threshold, or plan"):
        PosteriorThreshold(0.05, 0.15, 0.10, 1, threshold=0.99)
