"""The mean cumulative count again, as Dong & Yasui (2015) define it: the incidences of the first, second, ... event.

Each is a cumulative incidence with death competing, programmed here participant by participant in fractions. So is the
variance of Ghosh & Lin (2000): the squares of what each participant adds, day by day, as their formula reads.
"""

from fractions import Fraction

import pytest

from dashboard.stats.mean_cumulative import mean_cumulative_count

# last day, whether by death, days of the events (several on a day, on the last day, on the day of death, on day 0)
COHORTS = {
    "ties and deaths": [(10, 0, [2, 5]), (4, 1, [3]), (6, 0, [4]), (8, 1, []), (8, 0, [2, 2, 8])],
    "an event on the day of death": [(5, 1, [5]), (5, 1, []), (7, 0, [0, 5, 6]), (9, 0, [])],
    "censored on the day of an event": [(3, 0, []), (3, 0, [3]), (6, 1, [1, 3, 3]), (7, 0, [6])],
    "everybody dies": [(4, 1, [1]), (9, 1, [2, 9]), (9, 1, [])],
}


def incidence(number: int, people: list[tuple[int, int, list[int]]], by: int) -> Fraction:
    """P(the event of this number has come by a day), death before it competing, censoring after both."""
    ends = []
    for end, died, days in people:
        reached = len(days) >= number
        ends.append((sorted(days)[number - 1] if reached else end, 1 if reached else 2 * died))
    free, total = Fraction(1), Fraction(0)
    for time in sorted({end for end, _ in ends if end <= by}):
        risk = sum(end >= time for end, _ in ends)
        total += free * Fraction(sum(each == (time, 1) for each in ends), risk)
        free *= 1 - Fraction(sum(each in ((time, 1), (time, 2)) for each in ends), risk)
    return total


def variance(people: list[tuple[int, int, list[int]]], by: int) -> Fraction:
    """Sum over participants of (their martingale residuals of events, weighted, less those of death)²."""

    def at_risk(u: int) -> int:
        return sum(end >= u for end, _, _ in people)

    def survival_before(u: int) -> Fraction:
        left = Fraction(1)
        for day in range(u):
            if at_risk(day):
                left *= 1 - Fraction(sum(died and end == day for end, died, _ in people), at_risk(day))
        return left

    def mean(upto: int) -> Fraction:
        days = [day for _, _, each in people for day in each if day <= upto]
        return sum((survival_before(u) / at_risk(u) for u in days), Fraction(0))

    total = Fraction(0)
    for end, died, days in people:
        own = Fraction(0)
        for u in range(min(end, by) + 1):
            y = at_risk(u)
            events = sum(each.count(u) for _, _, each in people)
            deaths = sum(bool(gone) and last == u for last, gone, _ in people)
            own += survival_before(u) / y * (days.count(u) - Fraction(events, y))
            own -= (mean(by) - mean(u)) / y * ((bool(died) and end == u) - Fraction(deaths, y))
        total += own**2
    return total


@pytest.mark.parametrize("name", COHORTS)
def test_the_error_is_that_of_the_formula_at_every_day(name: str) -> None:
    people = COHORTS[name]
    events = [(who, day) for who, (_, _, days) in enumerate(people) for day in days]
    ends, deaths = [end for end, _, _ in people], [died for _, died, _ in people]
    result = mean_cumulative_count(ends, deaths, [who for who, _ in events], [day for _, day in events])
    for day, se in zip(result.time, result.se, strict=True):
        assert se**2 == pytest.approx(float(variance(people, int(day))), abs=1e-15), day


@pytest.mark.parametrize("name", COHORTS)
def test_the_count_is_the_sum_of_the_incidences_of_every_event(name: str) -> None:
    people = COHORTS[name]
    events = [(who, day) for who, (_, _, days) in enumerate(people) for day in days]
    landmarks = range(max(end for end, _, _ in people) + 1)
    result = mean_cumulative_count(
        [end for end, _, _ in people],
        [died for _, died, _ in people],
        [who for who, _ in events],
        [day for _, day in events],
        landmarks,
    )
    for day, row in zip(landmarks, result.landmarks, strict=True):
        expected = sum(incidence(number, people, day) for number in range(1, len(events) + 1))
        assert row.mean == pytest.approx(float(expected), abs=1e-12), day
