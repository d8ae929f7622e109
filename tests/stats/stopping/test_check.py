"""Three countings and a second family, on the participants of cohorts.py."""

from typing import Any

import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.check import Check, check, second
from dashboard.stats.stopping.monitor import monitor
from tests.stats.stopping.cohorts import FIVE, NRM, SEVEN, WINDOW, Row, columns


def checked(rows: dict[str, Row], cut: int, **more: Any) -> Check:
    return check(
        **columns(list(rows.values()), cut, more.pop("cut_on", None)), **{"rule": NRM, "window": WINDOW, **more}
    )


def test_all_four_are_judged_beside_each_other() -> None:
    """Day 200: 2 events among 6.6, 6 complete windows, and 1 + .5 + .3 + .6 + .4 + 1 + 1 = 4.8 windows at risk."""
    table = checked(SEVEN, cut=200).table()
    assert table["Counting"].tolist() == [
        *("time-to-event weights", "complete window", "exposure", "time-to-event weights"),
    ]
    assert table["Events"].tolist() == [2, 2, 2, 2]
    assert table["Evaluable"].tolist() == [6.6, 6.0, 4.8, 6.6]
    assert table["Rule"][0] == NRM.words
    assert table["Rule"][2] == rules.twin(NRM).words
    assert "worth 5 participants" in table["Rule"][3]


def test_the_leading_one_says_what_monitor_says() -> None:
    given = columns(list(SEVEN.values()), 200)
    status = monitor(**given, rule=NRM, window=WINDOW)
    counts = {one.count.counting: one.count for one in checked(SEVEN, cut=200).judged[:3]}
    for name in ("tite", "complete_window"):
        assert (counts[name].met_on, counts[name].needed) == (status.counts[name].met_on, status.counts[name].needed)


def test_where_they_disagree_it_says_who_says_what() -> None:
    """Day 100: 2 events among 4.6 are met by the SPRT (2-5: 2), not by the beta-binomial rule (2-4: 2).

    One window is over, without event; 2 events by day 90 in .9 + .5 + .3 + .5 + .4 = 2.6 windows at risk.
    """
    found = checked(FIVE, cut=100)
    assert found.disagree
    assert found.text == (
        "They disagree: met by time-to-event weights, exposure; not met by complete window, the Bayesian "
        "beta-binomial rule."
    )


def test_where_they_agree_it_says_so() -> None:
    three: dict[str, Row] = {"A": (0, 50, 1), "B": (0, 60, 1), "C": (0, 70, 1)}
    assert not checked(three, cut=200).disagree
    assert checked(three, cut=200).text == "All four agree: met."
    assert checked({}, cut=0).text == "All four agree: not met."


def test_when_it_was_met_is_a_date_where_there_is_one() -> None:
    """Time-to-event weights meet it on day 90, complete windows on day 150."""
    assert checked(SEVEN, cut=200).table()["Met on"].tolist()[:2] == ["day 90 of the trial", "day 150 of the trial"]
    dated = checked(SEVEN, cut=200, cut_on="2025-07-18").table()["Met on"]
    assert dated.tolist()[:2] == ["2025-03-30", "2025-05-29"]


@pytest.mark.parametrize(
    ("family", "other"),
    [
        ("sprt", "beta_binomial"),
        ("pocock", "beta_binomial"),
        ("poisson_sprt", "beta_binomial"),
        ("beta_binomial", "sprt"),
        ("chen_chaloner", "sprt"),
        ("posterior_threshold", "sprt"),
        ("gamma_poisson", "sprt"),
    ],
)
def test_the_second_family_is_of_the_other_kind(family: str, other: str) -> None:
    rule = rules.build(family, 0.05, 0.15, 0.10, 80)
    assert second(rule) == rules.build(other, 0.05, 0.15, 0.10, 80)


def test_a_rule_on_exposure_is_checked_by_its_twin_on_participants() -> None:
    rule = rules.build("poisson_sprt", 0.05, 0.15, 0.10, 80)
    found = checked(SEVEN, cut=200, rule=rule, counting="exposure")
    assert [one.count.counting for one in found.judged] == ["tite", "complete_window", "exposure", "tite"]
    assert found.judged[0].family == rules.twin(rule).words
    assert found.judged[2].family == rule.words


def test_no_word_orders_the_committee() -> None:
    assert "stop" not in checked(FIVE, cut=100).text.lower()


def test_a_counting_that_does_not_suit_the_rule_is_refused() -> None:
    with pytest.raises(ChoiceError, match="not possible with a rule on participants; choose one of tite"):
        checked(FIVE, cut=100, counting="exposure")
