"""Gray's test programmed again from the paper, one event and one pair of groups at a time, in fractions.

Gray 1988 (Annals of Statistics 16:1141), rho = 0: h_r = Y_r / S_r(t-), R_r = h_r (1 - F_r(t-)), the score, and the
covariance as the sum over groups r of a_ir a_jr / h_r dF0 and b_ir b_jr / h_r dF2_r. Where events tie, S and F0 in
b are those after them, and each variance is that of a draw without replacement. Nothing is shared with the
software but its name.
"""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.gray import gray

Person = tuple[int, int, int]  # day, cause (0 censored, 1 of interest, 2 competing), group
GROUPS = range(3)
PEOPLE = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2), st.sampled_from(GROUPS)), min_size=2, max_size=16)


def count(people: list[Person], day: int, cause: int, group: int) -> int:
    return sum(person == (day, cause, group) for person in people)


def at_risk(people: list[Person], day: int, group: int) -> int:
    return sum(x >= day and g == group for x, _, g in people)


def draw(tied: int, among: Fraction) -> Fraction:
    """The variance of `tied` events drawn from `among` at once, as a part of that of drawing each from all."""
    if tied <= 1:
        return Fraction(1)
    return (among - tied) / (among - 1) if among > tied else Fraction(0)


def by_definition(people: list[Person]) -> tuple[list[Fraction], list[list[Fraction]]]:
    """Score and covariance of cause 1."""
    days = sorted({x for x, cause, _ in people if cause})
    free = {r: Fraction(1) for r in GROUPS}
    incidence = {r: Fraction(0) for r in GROUPS}
    pooled = Fraction(0)
    score = [Fraction(0) for _ in GROUPS]
    seen = []
    for t in days:
        n = {r: at_risk(people, t, r) for r in GROUPS}
        d1, d2 = ({r: count(people, t, cause, r) for r in GROUPS} for cause in (1, 2))
        h = {r: n[r] / free[r] if n[r] else Fraction(0) for r in GROUPS}
        big = {r: h[r] * (1 - incidence[r]) for r in GROUPS}
        total, events = sum(h.values()), sum(d1.values())
        for i in GROUPS:
            score[i] += d1[i] - (events * big[i] / sum(big.values()) if sum(big.values()) else 0)
        before = dict(free)
        step = events / total
        hazard = step / (1 - pooled) if pooled != 1 else Fraction(0)
        pooled += step
        for r in GROUPS:
            if n[r]:
                incidence[r] += free[r] * Fraction(d1[r], n[r])
                free[r] *= 1 - Fraction(d1[r] + d2[r], n[r])
        seen.append((h, total, step, hazard, pooled, before, dict(free), n, d2, events))
    covariance = [[Fraction(0) for _ in GROUPS] for _ in GROUPS]
    for r in GROUPS:
        direct = {i: [((i == r) - h[i] / total) * h[r] for h, total, *_ in seen] for i in GROUPS}
        for number, (h, total, step, _, after, before, left, n, d2, events) in enumerate(seen):
            later = range(number + 1, len(seen))
            c = {i: sum((direct[i][u] * seen[u][3] for u in later), start=Fraction(0)) for i in GROUPS}
            b = {i: c[i] * (1 - after) / left[r] if left[r] else Fraction(0) for i in GROUPS}
            for i, j in product(GROUPS, GROUPS):
                if h[r]:
                    a = [direct[g][number] + c[g] - b[g] for g in (i, j)]
                    covariance[i][j] += a[0] * a[1] * step / h[r] * draw(events, total * before[r])
                    covariance[i][j] += b[i] * b[j] * d2[r] / h[r] ** 2 * draw(d2[r], Fraction(n[r]))
    return score, covariance


@settings(max_examples=60)
@given(people=PEOPLE)
def test_score_and_covariance_are_those_of_the_paper(people: list[Person]) -> None:
    days, cause, group = zip(*people, strict=True)
    result = gray(days, cause, np.array(group)).causes["relapse"]
    score, covariance = by_definition(people)
    present = sorted(set(group))
    assert result.score.tolist() == pytest.approx([float(score[g]) for g in present], abs=1e-12)
    expected = np.array([[float(covariance[i][j]) for j in present] for i in present])
    np.testing.assert_allclose(result.variance, expected, atol=1e-10)
