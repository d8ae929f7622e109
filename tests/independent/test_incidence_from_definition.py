"""Cumulative incidence programmed again from its definition, one participant at a time, in fractions.

The standard error is programmed as what it is called, the infinitesimal jackknife: how the estimate moves when
one participant weighs a little more, squared and summed over participants. Nothing is shared with the software
but its name.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.competing import aalen_johansen

PEOPLE = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=14)


@dataclass(frozen=True)
class Moving:
    """A number and its speed while one weight grows (a dual number)."""

    at: Fraction
    speed: Fraction = Fraction(0)

    def __add__(self, other: "Moving") -> "Moving":
        return Moving(self.at + other.at, self.speed + other.speed)

    def __sub__(self, other: "Moving") -> "Moving":
        return Moving(self.at - other.at, self.speed - other.speed)

    def __mul__(self, other: "Moving") -> "Moving":
        return Moving(self.at * other.at, self.speed * other.at + self.at * other.speed)

    def __truediv__(self, other: "Moving") -> "Moving":
        return Moving(self.at / other.at, (self.speed * other.at - self.at * other.speed) / (other.at * other.at))


def incidence(people: list[tuple[int, int]], cause: int, until: int, heavier: int | None = None) -> Moving:
    weights = [Moving(Fraction(1), Fraction(int(i == heavier))) for i in range(len(people))]
    free, happened = Moving(Fraction(1)), Moving(Fraction(0))
    for day in sorted({d for d, _ in people}):
        if day > until:
            break
        risk = of_cause = of_any = Moving(Fraction(0))
        for (own_day, own_cause), weight in zip(people, weights, strict=True):
            if own_day >= day:
                risk = risk + weight
            if own_day == day and own_cause == cause:
                of_cause = of_cause + weight
            if own_day == day and own_cause > 0:
                of_any = of_any + weight
        happened = happened + free * (of_cause / risk)
        free = free * (Moving(Fraction(1)) - of_any / risk)
    return happened


@settings(max_examples=40)
@given(people=PEOPLE, day=st.integers(0, 8))
def test_estimate_and_standard_error_are_those_of_the_definition(people: list[tuple[int, int]], day: int) -> None:
    days, causes = zip(*people, strict=True)
    last, finished = max(days), all(cause for d, cause in people if d == max(days))
    result = aalen_johansen(np.array(days), np.array(causes), ("one", "two"), landmarks=(day,))
    for cause, mark in zip((1, 2), result.landmarks, strict=False):
        if day > last and not finished:
            assert math.isnan(mark.estimate)
            continue
        assert mark.estimate == pytest.approx(float(incidence(people, cause, day).at), abs=1e-12)
        moves = [incidence(people, cause, day, heavier=i).speed for i in range(len(people))]
        assert mark.se**2 == pytest.approx(float(sum(m * m for m in moves)), abs=1e-12)
