"""Shrunken ratios again: the share integrated numerically under the written-out model, one event at a time."""

from itertools import pairwise
from math import exp, lgamma, log, log1p, sqrt

import pytest
from scipy.integrate import quad

from dashboard.stats.shrinkage import shrunken_ratios

CASES = [(1, 3, 1, 1), (5, 0, 1, 1), (4, 9, 1, 2), (12, 12, 3, 2)]
"""Participants with the event and sizes, the earlier arm's first: one event in its class."""


def log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def density(logit: float, x: int, y: int, null: float) -> float:
    """Unnormalised posterior density of the logit of the later arm's share: prior mixed over centres and weights."""
    log_share, log_rest = -log1p(exp(-logit)), -log1p(exp(logit))
    total = 0.0
    for percent in range(5, 96):
        c = percent / 100
        belief = c ** (4 * null - 1) * (1 - c) ** (4 * (1 - null) - 1)
        for weight in (4, 8, 16, 32, 64, 128, 256):
            a, b = weight * c, weight * (1 - c)
            total += belief * exp((a + y) * log_share + (b + x) * log_rest - log_beta(a, b))
    return total


@pytest.mark.parametrize("case", CASES, ids=str)
def test_mean_spread_and_probability_are_the_integrals(case: tuple[int, int, int, int]) -> None:
    x, y, earlier, later = case
    null = later / (earlier + later)
    middle = log(null / (1 - null))

    def integral(power: int, pieces: tuple[float, ...]) -> float:
        """In pieces about the middle, so that none hides the peak."""
        return sum(
            quad(lambda u: u**power * density(middle + u, x, y, null), low, high, limit=200, epsrel=1e-9)[0]
            for low, high in pairwise(pieces)
        )

    whole, first, second = (integral(power, (-200, -20, -5, 0, 5, 20, 200)) for power in (0, 1, 2))
    mean = first / whole
    result = shrunken_ratios(["class"], ["event"], [x], [y], earlier, later)
    assert result.ratio[0] == pytest.approx(exp(mean), rel=1e-6)
    assert result.above[0] == pytest.approx(integral(0, (0, 5, 20, 200)) / whole, rel=1e-6)
    reach = log(result.upper[0] / result.ratio[0])
    assert reach == pytest.approx(1.959963984540054 * sqrt(second / whole - mean**2), rel=1e-5)
