"""How long the statistics take; run with `pytest tests/benchmarks --benchmark-only`."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.arms import by_arm
from dashboard.stats.competing import aalen_johansen
from dashboard.stats.contrast import risk_difference
from dashboard.stats.counts import adverse_events
from dashboard.stats.survival import kaplan_meier

PEOPLE = 2279
TERMS = 500


@pytest.fixture
def cohort() -> tuple[np.ndarray, np.ndarray]:
    """Days, mostly distinct, and causes of as many people as the largest reference set has."""
    random = np.random.default_rng(1)
    return random.integers(0, 4000, PEOPLE), random.choice([0, 1, 2], PEOPLE, p=[0.6, 0.16, 0.24])


def test_cumulative_incidence(benchmark: Any, cohort: tuple[np.ndarray, np.ndarray]) -> None:
    assert benchmark(aalen_johansen, *cohort).n == PEOPLE


def test_kaplan_meier(benchmark: Any, cohort: tuple[np.ndarray, np.ndarray]) -> None:
    assert benchmark(kaplan_meier, cohort[0], cohort[1] > 0).n == PEOPLE


def test_kaplan_meier_by_arm(benchmark: Any, cohort: tuple[np.ndarray, np.ndarray]) -> None:
    arm = pd.Categorical.from_codes(np.arange(PEOPLE) % 2, ["A", "B"])
    assert len(benchmark(by_arm(kaplan_meier), arm, days=cohort[0], event=cohort[1] > 0).results) == 2


def test_risk_differences(benchmark: Any) -> None:
    random = np.random.default_rng(2)
    first, second = random.integers(0, 81, TERMS), random.integers(0, 81, TERMS)
    assert len(benchmark(risk_difference, first, 80, second, 80).lower) == TERMS


def test_adverse_events(benchmark: Any) -> None:
    random = np.random.default_rng(3)
    rows = 2 * 5 * TERMS
    table = {
        "arm": pd.Categorical.from_codes(np.arange(rows) % 2, ["A", "B"]),
        "soc": np.array([f"Class {i // 10 % 25}" for i in range(rows)], dtype=object),
        "term": np.array([f"Term {i // 10}" for i in range(rows)], dtype=object),
        "level": np.full(rows, "term", dtype=object),
        "grade": 1 + np.arange(rows) // 2 % 5,
        "participants": random.integers(0, 16, rows),
        "events": random.integers(0, 30, rows),
        "n": np.full(rows, 80),
    }
    assert len(benchmark(lambda: adverse_events(**table)).rows) == TERMS + 1
