"""Curves read off at landmarks: in words, and in tables with the arms side by side."""

from functools import partial

import numpy as np
import pytest

from dashboard.figures import landmarks
from dashboard.stats import arms, competing, survival
from tests.figures.drawn import AB, ALL, categorical, followed, incidence_by_arm, survival_by_arm

TITLED = partial(competing.aalen_johansen, causes=("Relapse", "Non-relapse mortality"))
BETWEEN = arms.between_arms(competing.aalen_johansen, competing.landmark_difference)


def tenths(event_days: dict[str, list[int]], last: int = 400) -> dict:
    """Ten in each arm followed to a day, some with a relapse before."""
    days, cause = np.full(20, last), np.zeros(20, dtype=int)
    for offset, name in enumerate(AB):
        for place, day in enumerate(event_days[name]):
            days[offset + 2 * place], cause[offset + 2 * place] = day, 1
    return {"arm": categorical(AB, 20), "days": days, "cause": cause}


def test_the_sentence_reads_the_last_landmark_that_both_arms_reach() -> None:
    """2 of 10 and 1 of 10 by day 365; nobody is followed to day 730."""
    result = incidence_by_arm(**tenths({"A": [50, 60], "B": [70]}))
    text = landmarks.answer(result, measures=("Relapse", "Non-relapse mortality")).text
    assert text.startswith("At day 365 after randomisation: relapse A 20.0% (")
    assert "B 10.0% (" in text
    assert text.endswith("non-relapse mortality A 0.0%, B 0.0%.")


def test_the_sentence_says_what_a_lag_did() -> None:
    result = incidence_by_arm(**tenths({"A": [50], "B": [70]}))
    text = landmarks.answer(result, measures=("Relapse",), lag="30").text
    assert text.endswith(". Everybody censored 30 days before the cut-off.")


def test_before_the_first_landmark_and_with_nobody_it_says_so() -> None:
    early = incidence_by_arm(**tenths({"A": [], "B": []}, last=50))
    said = landmarks.answer(early, measures=("Relapse", "Non-relapse mortality")).text
    assert said.startswith("Relapse and non-relapse mortality: no landmark is reached yet by 5 or more participants of")
    nobody = incidence_by_arm(arm=categorical(AB, 0), days=np.zeros(0), cause=np.zeros(0))
    assert landmarks.answer(nobody, measures=("Relapse",)).text == "No participants so far."


def test_the_table_has_a_row_a_landmark_and_three_columns_an_arm() -> None:
    table = landmarks.incidence(incidence_by_arm(**tenths({"A": [50, 60], "B": [70]})), measures=("Relapse",))
    assert [column.title for column in table.columns] == [
        "Relapse",
        *("A % (95% interval)", "A at risk", "A events"),
        *("B % (95% interval)", "B at risk", "B events"),
    ]
    assert [row[0] for row in table.rows] == [f"Day {day}" for day in (100, 180, 365, 730)]
    assert table.rows[0][2:4] == ("8", "2 / 10")
    assert table.rows[3][1:] == ("–", "0", "2 / 10", "–", "0", "1 / 10")
    assert table.foot == "– beyond the follow-up"


def test_few_at_risk_are_flagged_and_explained() -> None:
    """Of ten, seven leave on day 150: at day 180 three are at risk."""
    days = np.array([150] * 7 + [400] * 3)
    result = incidence_by_arm(arm=categorical(ALL, 10), days=days, cause=np.array([1] + [0] * 9))
    table = landmarks.incidence(result, measures=("Relapse",), lag="30")
    assert not table.rows[0][1].endswith("†")
    assert table.rows[1][1].endswith(" †")
    assert "† fewer than 5 at risk" in table.foot
    assert "Everybody censored 30 days before the cut-off" in table.foot


def test_a_median_has_its_interval_or_is_not_reached() -> None:
    days = np.arange(1, 21)
    reached = survival_by_arm(arm=categorical(ALL, 20), days=days, event=np.ones(20, dtype=int))
    (arm,) = reached.results.values()
    limits = f"({arm.median.lower:g} to {arm.median.upper:g})"
    assert landmarks.survival(reached, title="Overall survival").rows[-1][:2] == ("Median, days", f"10.5 {limits}")
    without = survival_by_arm(arm=categorical(ALL, 20), days=days, event=np.zeros(20, dtype=int))
    last = landmarks.survival(without, title="Overall survival")
    assert last.rows[-1][1] == "not reached"
    assert (last.columns[0].title, last.rows[0][0]) == ("Overall survival", "Day 100")


def test_differences_have_a_column_for_each_two_arms() -> None:
    """A 2/10, B 1/10 at day 100: 10 points fewer in B."""
    table = landmarks.differences(BETWEEN(**tenths({"A": [50, 60], "B": [70]})), measures=("relapse",))
    assert [column.title for column in table.columns] == ["relapse", "B − A, points (95% interval)"]
    assert table.rows[0][1].startswith("−10.0 (")
    assert table.rows[3][1] == "–"


def test_arms_and_differences_stand_in_one_row() -> None:
    """A 2/10, B 1/10 at day 100; blank beyond the follow-up, said once."""
    both = arms.with_differences(TITLED, competing.landmark_difference)(**tenths({"A": [50, 60], "B": [70]}))
    table = landmarks.incidence_compared(both, measures=("Relapse",), lag="30")
    assert [column.title for column in table.columns[-4:]] == [
        *("B % (95% interval)", "B at risk", "B events"),
        "B − A, points (95% interval)",
    ]
    assert table.rows[0][1].startswith("20.0% (")
    assert table.rows[0][4].startswith("10.0% (")
    assert table.rows[0][7].startswith("−10.0 (")
    assert table.foot == "– beyond the follow-up · Everybody censored 30 days before the cut-off"


def test_medians_are_not_compared() -> None:
    given = tenths({"A": [50, 60], "B": [70]})
    event = given.pop("cause")
    both = arms.with_differences(survival.kaplan_meier, competing.landmark_difference)(**given, event=event)
    table = landmarks.survival_compared(both, title="Overall survival")
    assert table.rows[0][-1].startswith("10.0 (")
    assert table.rows[-1] == ("Median, days", "not reached", "", "", "not reached", "", "", "")


def test_one_arm_has_no_column_of_differences() -> None:
    alone = tenths({"A": [50], "B": []}) | {"arm": categorical(ALL, 20)}
    both = arms.with_differences(TITLED, competing.landmark_difference)(**alone)
    alone_too = landmarks.incidence_compared(both)
    assert alone_too.columns == landmarks.incidence(both.arms).columns
    assert alone_too.rows == landmarks.incidence(both.arms).rows


def test_an_interval_that_is_one_arms_alone_is_marked_and_explained() -> None:
    table = landmarks.differences(BETWEEN(**tenths({"A": [50], "B": []})), measures=("relapse",))
    assert table.rows[0][1].endswith(" ‡")
    assert "‡ nobody, or everybody, of one arm had the event" in table.foot
    few = tenths({"A": [50], "B": []}, last=110) | {"days": np.array([50] + [90] * 16 + [400] * 3)}
    assert landmarks.differences(BETWEEN(**few), measures=("relapse",)).rows[0][1].endswith(" † ‡")


def test_no_event_in_either_arm_has_no_interval() -> None:
    table = landmarks.differences(BETWEEN(**tenths({"A": [], "B": []})), measures=("relapse",))
    assert table.rows[0][1] == "0.0"


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_anybody_is_no_error(rows: int) -> None:
    given = followed(AB, rows)
    assert landmarks.incidence(incidence_by_arm(**given)).rows
    assert landmarks.differences(BETWEEN(**given)).rows
    event = np.minimum(given.pop("cause"), 1)
    assert landmarks.survival(survival_by_arm(**given, event=event)).rows
    assert landmarks.answer(arms.by_arm(survival.kaplan_meier)(**given, event=event), measures=("Survival",)).text


def test_rows_of_several_measures_keep_their_names_and_every_column_has_a_head() -> None:
    both = incidence_by_arm(**tenths({"A": [50], "B": [60]}))
    several = landmarks.incidence(both)
    assert several.columns[0].title == "Outcome and day"
    assert len({row[0] for row in several.rows}) == len(several.rows)
    assert all(
        column.title
        for table in (several, landmarks.incidence(both, measures=("Relapse",)))
        for column in table.columns
    )
