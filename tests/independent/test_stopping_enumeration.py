"""Binary rules programmed again: every sequence of outcomes in fractions, no recursion, no logarithm."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from dashboard.stats.stopping import operating
from dashboard.stats.stopping.rules.sprt import Sprt


def enumerated(looks: Sequence[int], boundary: Sequence[int], rate: Fraction) -> tuple[list[Fraction], Fraction]:
    """The chance of meeting the boundary first at each look, and the participants expected, over all sequences."""
    crossing, participants = [Fraction(0)] * len(looks), Fraction(0)
    for outcomes in product((0, 1), repeat=looks[-1]):
        chance = rate ** sum(outcomes) * (1 - rate) ** (looks[-1] - sum(outcomes))
        first = next((i for i, n in enumerate(looks) if sum(outcomes[:n]) >= boundary[i]), None)
        if first is not None:
            crossing[first] += chance
        participants += chance * looks[-1 if first is None else first]
    return crossing, participants


@pytest.mark.parametrize(
    ("looks", "boundary"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 2, 2, 3, 3, 3, 3, 4, 4, 4]),
        ([3, 6, 11], [2, 4, 5]),
        ([2, 5, 9], [3, 3, 4]),
        ([8], [3]),
    ],
)
@pytest.mark.parametrize("rate", [Fraction(1, 20), Fraction(3, 10), Fraction(4, 5)])
def test_operating_characteristics_are_those_of_all_sequences(
    looks: list[int], boundary: list[int], rate: Fraction
) -> None:
    crossing, participants = enumerated(looks, boundary, rate)
    found = operating.characteristics(looks, boundary, float(rate))
    np.testing.assert_allclose(found.crossing[0], [float(chance) for chance in crossing], rtol=0, atol=1e-14)
    assert found.probability[0] == pytest.approx(float(sum(crossing)), abs=1e-14)
    assert found.participants[0] == pytest.approx(float(participants), abs=1e-13)
    assert found.events[0] == pytest.approx(float(rate * participants), abs=1e-13)


def least_events(ratios: dict[tuple[int, int], Fraction], n: int, constant: Fraction) -> int:
    return next((y for y in range(1, n + 1) if ratios[y, n] >= constant), n + 1)


@pytest.mark.parametrize(
    ("p0", "p1", "alpha"),
    [
        (Fraction(1, 10), Fraction(1, 4), Fraction(1, 10)),
        (Fraction(1, 5), Fraction(2, 5), Fraction(1, 20)),
        (Fraction(1, 4), Fraction(1, 2), Fraction(1, 5)),
        (Fraction(1, 3), Fraction(2, 3), Fraction(1, 5)),
        (Fraction(1, 10), Fraction(9, 10), Fraction(1, 10)),
    ],
)
def test_the_calibrated_boundary_is_the_best_of_all_constants(p0: Fraction, p1: Fraction, alpha: Fraction) -> None:
    """Likelihood ratios as fractions: the largest exact error at or below alpha over every possible constant."""
    looks = list(range(1, 11))
    ratios = {(y, n): (p1 / p0) ** y * ((1 - p1) / (1 - p0)) ** (n - y) for n in looks for y in range(1, n + 1)}
    attained = {}
    for constant in sorted(set(ratios.values()), reverse=True):
        boundary = tuple(least_events(ratios, n, constant) for n in looks)
        error = sum(enumerated(looks, boundary, p0)[0])
        if error > alpha:
            break
        attained[error] = boundary
    rule = Sprt(float(p0), float(p1), float(alpha), 10)
    assert tuple(rule.boundary(looks)) == attained[max(attained)]
    assert rule.characteristics().probability[0] == pytest.approx(float(max(attained)), abs=1e-14)
