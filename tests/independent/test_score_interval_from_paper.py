"""The Miettinen-Nurminen interval programmed again: likelihood maximised by search, limits by search.

No cubic, no bisection, nothing shared with the software.
"""

import math

import pytest
from scipy.optimize import brentq

from dashboard.stats.contrast import risk_difference

CHI_SQUARE_95 = 3.8414588206941254
CASES = [
    (0, 58, 4, 58),
    (10, 60, 11, 56),
    (1, 10, 9, 10),
    (3, 20, 0, 20),
    (0, 5, 0, 7),
    (5, 5, 7, 7),
    (0, 6, 6, 6),
    (6, 6, 0, 6),
    (1, 1, 0, 1),
    (2, 3, 70, 200),
    (40, 80, 41, 80),
]


def slope(p: float, x1: int, n1: int, x2: int, n2: int, difference: float) -> float:
    """How the log-likelihood changes with p = p1 when p2 = p1 + difference."""
    total = 0.0
    for x, n, q in ((x1, n1, p), (x2, n2, p + difference)):
        total += x / max(q, 1e-300) - (n - x) / max(1 - q, 1e-300)
    return total


def likeliest(x1: int, n1: int, x2: int, n2: int, difference: float) -> tuple[float, float]:
    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)
    tiny = 1e-14 * max(high - low, 1e-3)
    if slope(low + tiny, x1, n1, x2, n2, difference) <= 0:
        return low, low + difference
    if slope(high - tiny, x1, n1, x2, n2, difference) >= 0:
        return high, high + difference
    p = brentq(slope, low + tiny, high - tiny, args=(x1, n1, x2, n2, difference), xtol=1e-15)
    return p, p + difference


def excess(difference: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Squared distance beyond what the score test allows: positive where the difference is rejected."""
    p1, p2 = likeliest(x1, n1, x2, n2, difference)
    variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
    return (x2 / n2 - x1 / n1 - difference) ** 2 - CHI_SQUARE_95 * variance


@pytest.mark.parametrize("case", CASES, ids=str)
def test_limits_are_the_differences_at_which_the_score_test_starts_to_reject(
    case: tuple[int, int, int, int],
) -> None:
    x1, n1, x2, n2 = case
    estimate = x2 / n2 - x1 / n1
    result = risk_difference(x1, n1, x2, n2)
    for limit, end in ((float(result.lower), -1.0), (float(result.upper), 1.0)):
        if estimate == end:
            assert limit == end
            continue
        start = estimate + math.copysign(1e-6, end)
        if excess(start, *case) > 0:
            pytest.fail("the search must start where nothing is rejected")
        assert limit == pytest.approx(brentq(excess, start, end, args=case, xtol=1e-13), abs=1e-7)
