"""The hazard ratio programmed again: Efron's likelihood of 1977 as it is printed, one participant at a time.

The score is its derivative, summed over tied events; where the software's ratio is put in, it must be 0. Nothing
is shared with the software but its name.
"""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.stats.hazards import hazard_ratio

PEOPLE = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.sampled_from("AB"), st.sampled_from("xy")), min_size=4, max_size=30
)


def score_and_information(people: list[tuple[int, bool, str, str]], log_ratio: float) -> tuple[float, float]:
    score, information = [], []
    for stratum in "xy":
        inside = [(day, event, float(arm == "B")) for day, event, arm, of in people if of == stratum]
        for day in {d for d, event, _ in inside if event}:
            failing = [z for d, event, z in inside if event and d == day]
            risk = [z for d, _, z in inside if d >= day]
            score.extend(failing)
            for l in range(len(failing)):  # noqa: E741  # the paper's letter
                part = l / len(failing)
                total = [math.fsum(z**power * math.exp(log_ratio * z) for z in risk) for power in (0, 1, 2)]
                tied = [math.fsum(z**power * math.exp(log_ratio * z) for z in failing) for power in (0, 1, 2)]
                s0, s1, s2 = (a - part * b for a, b in zip(total, tied, strict=True))
                score.append(-s1 / s0)
                information.append(s2 / s0 - (s1 / s0) ** 2)
    return math.fsum(score), math.fsum(information)


@settings(max_examples=60)
@given(people=PEOPLE)
def test_the_ratio_is_where_the_score_of_the_likelihood_is_zero(people: list[tuple[int, bool, str, str]]) -> None:
    days, event, arm, strata = zip(*people, strict=True)
    assume(set(arm) == {"A", "B"})
    result = hazard_ratio(days, event, arm, strata)
    if result.note:
        assert math.isnan(result.ratio)
        far = [score_and_information(people, beyond)[0] for beyond in (-25.0, 25.0)]  # no root on either side
        assert min(abs(score) for score in far) < 1e-6
        return
    score, information = score_and_information(people, result.log_ratio)
    assert score / information == pytest.approx(0, abs=1e-11)  # the step Newton would still take
    assert result.se == pytest.approx(information**-0.5, rel=1e-10)
