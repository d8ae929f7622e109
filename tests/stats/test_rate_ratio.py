"""The exact ratio of two rates."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from dashboard.errors import SourceError
from dashboard.stats.rate_ratio import rate_ratio

REFERENCE = Path(__file__).resolve().parent / "reference" / "rate_ratios.json"
GROUP = st.tuples(st.integers(0, 60), st.floats(0.5, 400))


def test_ratios_limits_and_both_p_are_those_of_r() -> None:
    for case in json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]:
        # R divides the first by the second
        found = rate_ratio(case["events2"], case["exposure2"], case["events1"], case["exposure1"])
        expected = [float(case["ratio"]), *map(float, case["limits"]), case["p_central"], case["p_likelihood"]]
        computed = (found.ratio, found.lower, found.upper, found.p_central, found.p_likelihood)
        np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-10, err_msg=str(case))


def test_no_events_in_the_first_group_have_a_closed_form() -> None:
    # 4 events, all in the second of two equal groups: the lower share is .025^(1/4)
    result = rate_ratio(0, 10, 4, 10)
    share = 0.025**0.25
    assert (result.ratio, result.upper) == (np.inf, np.inf)
    assert result.lower == pytest.approx(share / (1 - share), abs=1e-12)
    assert (result.p_central, result.p_likelihood) == pytest.approx((2 / 16, 2 / 16), abs=1e-12)


def test_no_exposure_has_no_ratio() -> None:
    result = rate_ratio([0, 1], [0, 5], [2, 2], [5, 5])
    for values in (result.ratio, result.lower, result.upper, result.p_central, result.p_likelihood):
        assert np.isnan(values).tolist() == [True, False]


def test_the_table_shows_no_p() -> None:
    assert rate_ratio(1, 5, 2, 5).table().columns.tolist() == ["Rate ratio", "Lower 95%", "Upper 95%"]
    assert len(rate_ratio([], [], [], []).table()) == 0


@pytest.mark.parametrize("wrong", [(-1, 5), (1, -5), (1, 0)])
def test_impossible_events_or_exposure_are_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(SourceError, match="exposure"):
        rate_ratio(*wrong, 1, 5)
    with pytest.raises(SourceError, match="exposure"):
        rate_ratio(1, 5, *wrong)


@settings(max_examples=40)
@given(first=GROUP, second=GROUP)
def test_limits_enclose_turn_and_agree_with_the_central_p(first: tuple[int, float], second: tuple[int, float]) -> None:
    result, turned = rate_ratio(*first, *second), rate_ratio(*second, *first)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose([1 / turned.upper, 1 / turned.lower], [result.lower, result.upper], rtol=1e-9)
    np.testing.assert_allclose([turned.p_central, turned.p_likelihood], [result.p_central, result.p_likelihood])
    if first[0] + second[0]:
        assert result.lower <= result.ratio <= result.upper
        expected = binomtest(second[0], first[0] + second[0], second[1] / (first[1] + second[1])).pvalue
        assert result.p_likelihood == pytest.approx(expected, abs=1e-9)
    if abs(result.p_central - 0.05) > 1e-9:
        assert (result.p_central < 0.05) == (not result.lower <= 1 <= result.upper)
