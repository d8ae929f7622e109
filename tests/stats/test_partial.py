"""The partial likelihood of two groups: its maximum, what stands in its way, and the ratio it gives."""

import numpy as np
import pytest

from dashboard.errors import ChoiceError, SourceError
from dashboard.stats.groups import groups
from dashboard.stats.partial import NEVER_TOGETHER, NO_EVENTS, ONE_SIDED, Ratio, Ratios, Terms, by_group, two_groups


def terms(earlier: list[float], later: list[float], observed: list[float]) -> Terms:
    return Terms(np.arange(len(earlier), dtype=float), *(np.array(each) for each in (earlier, later, observed)))


def test_with_equal_weights_the_ratio_is_the_odds_of_falling_to_the_later_group() -> None:
    likelihood = terms([1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 0])
    assert np.exp(likelihood.maximum()) == pytest.approx(3)
    assert likelihood.information(likelihood.maximum()) == pytest.approx(4 * 3 / 4 * 1 / 4)


def test_weights_at_risk_divide_the_ratio() -> None:
    assert np.exp(terms([1, 1], [5, 5], [1, 0]).maximum()) == pytest.approx(1 / 5)


def test_an_event_met_by_one_group_alone_says_nothing() -> None:
    alone = terms([1, 1, 0, 2], [1, 1, 3, 0], [1, 0, 1, 0])
    assert alone.maximum() == pytest.approx(0, abs=1e-13)
    assert alone.information(0.0) == pytest.approx(2 / 4)


@pytest.mark.parametrize(
    ("likelihood", "obstacle"),
    [
        (terms([], [], []), NO_EVENTS),
        (terms([1, 0], [0, 1], [0, 1]), NEVER_TOGETHER),
        (terms([1, 1], [1, 1], [1, 1]), ONE_SIDED),
        (terms([1, 1], [1, 1], [0, 0]), ONE_SIDED),
        (terms([1] * 3, [1] * 3, [0, 1 / 3, 2 / 3]), ""),
    ],
)
def test_without_a_maximum_the_reason_is_named(likelihood: Terms, obstacle: str) -> None:
    assert likelihood.obstacle() == obstacle
    assert np.isnan(likelihood.maximum()) == bool(obstacle)


def test_a_ratio_far_from_one_is_found() -> None:
    assert terms([1e6, 1e6], [1, 1], [1, 0]).maximum() == pytest.approx(np.log(1e6))


def test_limits_are_those_of_the_logarithm_and_the_table_has_no_p_value() -> None:
    ratio = Ratio(("A", "B"), (10, 12), (3, 4), np.log(2), 0.5, "")
    assert (ratio.lower, ratio.upper) == pytest.approx((2 * np.exp(-0.9799819922700), 2 * np.exp(0.9799819922700)))
    assert ratio.p == pytest.approx(2 * 0.0828285190016, abs=1e-10)  # 2 · Φ(-2 ln 2)
    assert not [column for column in ratio.table().columns if "p-value" in column]
    assert Ratios({"relapse": ratio, "nrm": ratio}).table()["Measure"].tolist() == ["relapse", "nrm"]


def test_participants_and_events_are_counted_by_group() -> None:
    counted = by_group(groups(list("BAAB"), 4), np.array([True, True, False, False]))
    assert counted == {"groups": ("A", "B"), "n": (2, 2), "events": (1, 1)}


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        (list("ABC"), ChoiceError, r"compares two groups; here are 3 \(A, B, C\)"),
        (list("AAA"), ChoiceError, "here are 1"),
        (["A", None, "B"], SourceError, "group: 1 of 3 participants have none"),
    ],
)
def test_a_ratio_needs_two_groups(labels: list[str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        two_groups(labels, 3)
