"""A benchmark that stands on a curve names one this trial has."""

from typing import Any

import pytest

from tests.trial.test_load import changed, parse, refusal


def placed(**keys: Any) -> dict[str, Any]:
    published = {"measure": "NRM at 1 year", "source": "A paper", "estimate": 0.1, "clock": "randomisation"}
    return published | {"population": "randomised"} | keys


def test_a_benchmark_may_be_a_point_of_a_curve_of_one_cause_or_of_survival() -> None:
    points = [
        placed(endpoint="relapse-nrm", cause="nrm", day=365),
        placed(endpoint="efs", day=730),
    ]
    trial = parse(changed("benchmarks", points), "trial.toml")
    assert [(item.endpoint, item.cause, item.day) for item in trial.benchmarks] == [
        ("relapse-nrm", "nrm", 365),
        ("efs", None, 730),
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"endpoint": "efs"}, "endpoint, day: a point of a curve needs both"),
        ({"day": 365}, "endpoint, day: a point of a curve needs both"),
        ({"cause": "nrm"}, "endpoint, day: a point of a curve needs both"),
        ({"endpoint": "efs", "day": 365, "unit": "days", "estimate": 3}, "a curve is of proportions"),
        ({"endpoint": "nrm", "day": 365}, "endpoint 'nrm' is not defined; have agvhd"),
        ({"endpoint": "relapse-nrm", "day": 365}, "cause None is not of relapse-nrm; give one of relapse, nrm"),
        ({"endpoint": "efs", "cause": "event", "day": 365}, "give none: the curve is of survival"),
    ],
)
def test_a_point_of_no_curve_is_refused(keys: dict[str, Any], said: str) -> None:
    assert said in refusal("benchmarks", [placed(**keys)])


def test_a_lag_is_at_least_a_day() -> None:
    assert "charter.lag_days" in refusal("charter.lag_days", 0)
