"""Every calibrated family programmed again in fractions: no logarithm, no root, no incomplete beta function."""

from collections.abc import Callable
from fractions import Fraction
from math import comb

import pytest

from dashboard.stats.stopping import rules

F = Fraction
Measure = Callable[[int, int, Fraction, Fraction, int], Fraction | None]


def tail(events: int, n: int, rate: Fraction) -> Fraction:
    """P(Bin(n, rate) >= events)."""
    return sum((comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(events, n + 1)), F(0))


def pocock(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction:
    return -tail(y, n, p0)


def obrien_fleming(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction:
    return y - n * p0


def wang_tsiatis(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction:
    """(y - n p0) / n^(1/4), times a constant, to the fourth power with its sign."""
    excess = y - n * p0
    return excess**4 / n * (1 if excess > 0 else -1)


def maxsprt(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction:
    if y <= n * p0:
        return F(1)
    return (F(y, n) / p0) ** y * (F(n - y, n) / (1 - p0)) ** (n - y)


def sprt(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction:
    return (p1 / p0) ** y * ((1 - p1) / (1 - p0)) ** (n - y)


def beta_binomial(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction:
    """Flat prior: Beta(1 + y, 1 + n - y) lies below p0 as often as Bin(n + 1, p0) is above y."""
    return -tail(y + 1, n + 1, p0)


def chen_chaloner(y: int, n: int, p0: Fraction, p1: Fraction, planned: int) -> Fraction | None:
    """Flat prior, and more than one half above p1; None where that does not hold."""
    return beta_binomial(y, n, p0, p1, planned) if 1 - tail(y + 1, n + 1, p1) > F(1, 2) else None


FAMILIES: dict[str, tuple[Measure, dict[str, float]]] = {
    "pocock": (pocock, {}),
    "obrien_fleming": (obrien_fleming, {}),
    "wang_tsiatis": (wang_tsiatis, {"delta": 0.25}),
    "maxsprt": (maxsprt, {}),
    "sprt": (sprt, {}),
    "beta_binomial": (beta_binomial, {"weight": 2.0, "mean": 0.5}),
    "chen_chaloner": (chen_chaloner, {"weight": 2.0, "mean": 0.5, "nu": 0.5}),
}


def error(boundary: dict[int, int], rate: Fraction, planned: int) -> Fraction:
    """The chance to meet the boundary at any look, carried from participant to participant in fractions."""
    state, met = {0: F(1)}, F(0)
    for n in range(1, planned + 1):
        moved: dict[int, Fraction] = {}
        for y, chance in state.items():
            moved[y] = moved.get(y, F(0)) + chance * (1 - rate)
            moved[y + 1] = moved.get(y + 1, F(0)) + chance * rate
        least = boundary.get(n, n + 1)
        met += sum((chance for y, chance in moved.items() if y >= least), F(0))
        state = {y: chance for y, chance in moved.items() if y < least}
    return met


DESIGNS = [
    (F(1, 10), F(1, 4), F(1, 10), tuple(range(1, 13))),
    (F(1, 5), F(2, 5), F(1, 20), tuple(range(1, 13))),
    (F(1, 4), F(1, 2), F(1, 5), (3, 6, 9, 12)),
    (F(1, 4), F(1, 2), F(7, 10), tuple(range(1, 9))),
    (F(1, 3), F(2, 3), F(1, 5), (2, 5, 11)),
]


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(("p0", "p1", "alpha", "looks"), DESIGNS)
def test_the_calibrated_boundary_is_the_best_of_all_constants(
    name: str, p0: Fraction, p1: Fraction, alpha: Fraction, looks: tuple[int, ...]
) -> None:
    """Over every value that the measure takes at a look, the largest exact error at or below alpha."""
    measure, own = FAMILIES[name]
    planned = looks[-1]
    taken = {(y, n): measure(y, n, p0, p1, planned) for n in looks for y in range(1, n + 1)}
    best: tuple[Fraction, list[int]] | None = None
    for constant in sorted({value for value in taken.values() if value is not None}, reverse=True):
        boundary = {n: least(taken, n, constant) for n in looks}
        found = error(boundary, p0, planned)
        if found > alpha:
            break
        best = (found, list(boundary.values()))
    assert best is not None
    rule = rules.named(name)(float(p0), float(p1), float(alpha), planned, looks, **own)
    assert rule.boundary(looks).tolist() == best[1]
    assert rule.characteristics().probability[0] == pytest.approx(float(best[0]), abs=1e-14)


def least(taken: dict[tuple[int, int], Fraction | None], n: int, constant: Fraction) -> int:
    """The first number of events whose measure is there and reaches the constant, n + 1 where none does."""
    reached = (y for y in range(1, n + 1) if (value := taken[y, n]) is not None and value >= constant)
    return next(reached, n + 1)
