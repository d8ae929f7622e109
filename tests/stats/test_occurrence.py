"""Share, rate and cumulative incidence of adverse events beside one another."""

from typing import Any

import numpy as np
import pytest

from dashboard.errors import QueryError, SourceError
from dashboard.stats.competing import aalen_johansen
from dashboard.stats.intervals import clopper_pearson
from dashboard.stats.occurrence import Occurrences, occurrences
from dashboard.stats.rates import PER_100_DAYS, first_event_rate

NEVER = np.nan


# participant   end   died   first onset
#      1         99    no        –
#      2         99    no        9
#      3         49    yes       –
#      4         29    yes      19
#      5         19    no        –
ENDS = np.array([99, 99, 49, 29, 19])
ONSETS = np.array([NEVER, 9, NEVER, 19, NEVER])
DAYS = np.array([99, 9, 49, 19, 19])
CAUSES = np.array([0, 1, 2, 1, 0])


def asked(**changed: Any) -> Occurrences:
    columns = {
        "level": ["overall", "soc", "term"],
        "soc": ["", "感染症", "感染症"],
        "term": ["", "", "肺炎"],
        "participants": [2, 2, 0],
        "n": [5, 5, 5],
        "person_days": [200, 200, 300],
        "incidence": [0.4, 0.4, 0.0],
        "error": [0.2, 0.2, 0.0],
        "landmark": [90, 90, 90],
        "at_risk": [1, 1, 2],
    }
    return occurrences(**(columns | changed))


def test_the_three_measures_of_five_participants() -> None:
    at_90 = aalen_johansen(DAYS, CAUSES, ("event", "death"), (90,)).landmarks[0]
    rate = first_event_rate(ENDS, ONSETS)
    assert rate.person_days == 200  # 100 + 10 + 50 + 20 + 20
    assert at_90.estimate == pytest.approx(1 / 5 + 4 / 5 * 1 / 4)  # 1 of 5, then 1 of the 4 left
    result = asked(incidence=[at_90.estimate] * 3, error=[at_90.se] * 3)
    assert result.share.tolist() == [0.4, 0.4, 0]
    assert (result.share_limits.lower[0], result.share_limits.upper[0]) == clopper_pearson(2, 5)
    assert (result.rate.rate[0], result.rate.lower[0], result.rate.upper[0]) == (rate.rate, rate.lower, rate.upper)
    limits = result.incidence_limits.lower[0], result.incidence_limits.upper[0]
    assert limits == pytest.approx((at_90.lower, at_90.upper))


def test_the_table_has_a_row_per_event_in_percent() -> None:
    table = asked().table()
    assert table["Event"].tolist() == ["Any event", "感染症", "肺炎"]
    assert table["Participants"].tolist() == [2, 2, 0]
    assert table["Of"].tolist() == [5, 5, 5]
    assert table["%"].tolist() == [40, 40, 0]
    assert table["Incidence by day 90 (%)"].tolist() == [40, 40, 0]
    assert asked(per=PER_100_DAYS).table()["Rate per 100 person-days"].tolist() == [1, 1, 0]


def test_what_is_not_given_is_not_known() -> None:
    result = asked(person_days=[NEVER] * 3, incidence=[NEVER] * 3, error=[NEVER] * 3)
    for values in (result.rate.rate, result.rate.upper, result.incidence, result.incidence_limits.lower):
        assert np.isnan(values).all()


def test_an_arm_without_participants_keeps_its_rows() -> None:
    nobody = [0, 0, 0]
    result = asked(participants=nobody, n=nobody, person_days=nobody, incidence=[NEVER] * 3, error=[NEVER] * 3)
    assert len(result.table()) == 3
    assert np.isnan(result.share).all()


def test_an_arm_without_rows_has_an_empty_table() -> None:
    none = occurrences(*([] for _ in range(10)))
    assert (none.n, len(none.table())) == (0, 0)


@pytest.mark.parametrize("name", ["n", "landmark"])
def test_two_populations_or_landmarks_are_refused(name: str) -> None:
    with pytest.raises(QueryError, match=rf"{name}: an arm has 90 and 91"):
        asked(**{name: [90, 90, 91]})


def test_more_participants_than_the_arm_has_are_refused() -> None:
    with pytest.raises(SourceError, match="participants"):
        asked(participants=[6, 2, 0])
