"""Intervals of one proportion and one rate."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.stats.intervals import clopper_pearson, garwood, jeffreys, log_log, wilson

REFERENCE = Path(__file__).resolve().parent / "reference"
METHODS = {"clopper_pearson": clopper_pearson, "wilson": wilson, "jeffreys": jeffreys}
RAW = {"jeffreys_raw": partial(jeffreys, clamped=False)}


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((REFERENCE / name).read_text(encoding="utf-8"))["cases"]
    return found


@pytest.mark.parametrize("name", METHODS | RAW)
def test_proportions_are_those_of_r(name: str) -> None:
    for case in read("proportions.json"):
        interval = (METHODS | RAW)[name](case["x"], case["n"], case["level"])
        np.testing.assert_allclose(interval, case[name], rtol=0, atol=1e-10, err_msg=str(case))


def test_rates_are_those_of_r() -> None:
    for case in read("rates.json"):
        interval = garwood(case["events"], case["exposure"], case["level"])
        np.testing.assert_allclose(100 * np.array(interval), case["garwood_per_100"], rtol=1e-10)


def test_nothing_of_n_and_n_of_n_have_closed_forms() -> None:
    lower, upper = clopper_pearson([0, 21], [21, 21])
    assert lower[0] == 0
    assert upper[1] == 1
    assert upper[0] == pytest.approx(1 - 0.025 ** (1 / 21))
    assert lower[1] == pytest.approx(0.025 ** (1 / 21))


def test_no_events_have_a_closed_form_rate() -> None:
    lower, upper = garwood(0, 12.3)
    assert lower == 0
    assert upper == pytest.approx(-np.log(0.025) / 12.3)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_nobody_has_no_interval(method: Callable[..., Any]) -> None:
    lower, upper = method([0, 1], [0, 4])
    assert np.isnan([lower[0], upper[0]]).all()
    assert not np.isnan([lower[1], upper[1]]).any()


def test_no_exposure_has_no_rate() -> None:
    assert np.isnan(garwood([0, 2], [0.0, 0.0])).all()


def test_a_probability_of_zero_or_one_has_no_log_log_interval() -> None:
    lower, upper = log_log([0.0, 1.0, 0.5], [0.0, 0.0, 0.1])
    assert np.isnan(lower).tolist() == [True, True, False]
    assert np.isnan(upper).tolist() == [True, True, False]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(("x", "n"), [(5, 4), (-1, 4)])
def test_counts_outside_the_population_are_refused(method: Callable[..., Any], x: int, n: int) -> None:
    with pytest.raises(SourceError, match="count is outside"):
        method(x, n)


def test_negative_exposure_is_refused() -> None:
    with pytest.raises(SourceError, match="exposure"):
        garwood(1, -1.0)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@settings(max_examples=30)
@given(n=st.integers(1, 400), share=st.floats(0, 1))
def test_limits_enclose_mirror_and_widen(method: Callable[..., Any], n: int, share: float) -> None:
    x = round(share * n)
    lower, upper = method(x, n)
    assert 0 <= lower <= x / n + 1e-12
    assert x / n - 1e-12 <= upper <= 1
    mirrored = method(n - x, n)
    np.testing.assert_allclose([1 - mirrored.upper, 1 - mirrored.lower], [lower, upper], atol=1e-9)
    wider = method(x, n, 0.99)
    assert wider.lower <= lower + 1e-12
    assert upper <= wider.upper + 1e-12
