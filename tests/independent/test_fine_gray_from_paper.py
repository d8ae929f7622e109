"""Fine and Gray's ratio and its robust error programmed again from the paper, one participant at a time.

Fine & Gray 1999, sections 3.1 and 3.2, in the paper's letters: weights w_i(t), Z-bar, the baseline, eta_i, q(u),
pi(u), psi_i. Nothing is shared with the software but its name.
"""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.stats.fine_gray import fine_gray

Person = tuple[int, int, int]  # day, cause (0 censored), group 0 or 1
PEOPLE = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2), st.integers(0, 1)), min_size=4, max_size=20)


def kept(people: list[Person], day: int) -> float:
    """The chance not to be censored before a day."""
    chance = 1.0
    for u in sorted({x for x, cause, _ in people if cause == 0 and x < day}):
        here = sum(x == u and cause == 0 for x, cause, _ in people)
        chance *= 1 - here / sum(x >= u for x, _, _ in people)
    return chance


def score_and_error(people: list[Person], beta: float) -> tuple[float, float]:
    """The score divided by the information (the step Newton would still take), and the robust error."""
    events = sorted({x for x, cause, _ in people if cause == 1})

    def w(i: int, t: int) -> float:
        x, cause, _ = people[i]
        return 1.0 if x >= t else kept(people, t) / kept(people, x) if cause == 2 else 0.0

    everybody = range(len(people))
    weight = {(i, t): w(i, t) for i in everybody for t in events}
    risk = {t: math.fsum(weight[i, t] * math.exp(beta * people[i][2]) for i in everybody) for t in events}
    mean = {
        t: math.fsum(weight[i, t] * people[i][2] * math.exp(beta * people[i][2]) for i in everybody) / risk[t]
        for t in events
    }
    count = {t: sum(x == t and cause == 1 for x, cause, _ in people) for t in events}

    def moved(i: int, t: int) -> float:
        """(Z_i - Z-bar) w_i dM_i at t."""
        x, cause, z = people[i]
        happened = float(x == t and cause == 1)
        return (z - mean[t]) * (happened - weight[i, t] * math.exp(beta * z) * count[t] / risk[t])

    censored = sorted({x for x, cause, _ in people if cause == 0})
    pi = {u: sum(x >= u for x, _, _ in people) for u in censored}
    q = {
        u: -math.fsum(moved(i, t) for i in everybody for t in events if people[i][1] == 2 and people[i][0] < u <= t)
        for u in censored
    }
    hazard = {u: sum(x == u and cause == 0 for x, cause, _ in people) / pi[u] for u in censored}

    def psi(i: int) -> float:
        x, cause, _ = people[i]
        return math.fsum(q[u] / pi[u] * (float(x == u and cause == 0) - hazard[u]) for u in censored if u <= x)

    score = math.fsum(moved(i, t) for i in everybody for t in events)
    information = math.fsum(count[t] * mean[t] * (1 - mean[t]) for t in events)
    each = [math.fsum(moved(i, t) for t in events) + psi(i) for i in everybody]
    return score / information, math.sqrt(math.fsum(e * e for e in each)) / information


@settings(max_examples=50)
@given(people=PEOPLE)
def test_ratio_and_robust_error_are_those_of_the_paper(people: list[Person]) -> None:
    days, cause, group = zip(*people, strict=True)
    assume(set(group) == {0, 1})
    result = fine_gray(days, cause, group).causes["relapse"]
    assume(not result.note)
    step, error = score_and_error(people, result.log_ratio)
    assert step == pytest.approx(0, abs=1e-10)
    assert result.se == pytest.approx(error, rel=1e-8, abs=1e-12)
