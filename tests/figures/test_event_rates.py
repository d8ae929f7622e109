"""Shares, rates and incidences as a table."""

import numpy as np

from dashboard.figures import event_rates as figures
from dashboard.stats.disagreement import Disagreements
from dashboard.stats.event_rates import event_rates
from tests.stats.test_event_rates import ROWS, columns


def test_three_columns_an_arm_with_intervals() -> None:
    table = figures.rates(event_rates(**columns()))
    heads = [column.title for column in table.columns]
    assert heads[1:4] == ["A, N = 10", "A: per 100 person-years", "A: incidence by day 365"]
    assert [column.arm for column in table.columns] == ["", "A", "A", "A", "B", "B", "B"]
    anaemia = table.rows[2]
    assert anaemia[:3] == ("Anaemia", "4 (40.0%)", "200.0 (54.5 to 512.1)")
    assert table.levels == (0, 1, 2, 2, 1)


def test_an_incidence_of_few_at_risk_is_flagged() -> None:
    given = columns() | {"at_risk": np.full(len(ROWS), 5)}
    assert "†" not in figures.rates(event_rates(**given)).foot
    given["at_risk"] = np.where(given["arm"] == "B", 4, 5)
    table = figures.rates(event_rates(**given))
    assert "† fewer than 5 at risk on day 365" in table.foot
    assert {(row[3].endswith("†"), row[6].endswith("†")) for row in table.rows if row[6] != "–"} == {(False, True)}


def test_what_is_left_out_stands_in_the_foot() -> None:
    assert figures.rates(event_rates(**columns(), least="10")).foot.endswith("· 1 rarer term not shown")
    assert "not shown" not in figures.rates(event_rates(**columns())).foot


def test_terms_in_any_script_are_drawn() -> None:
    rows = [(arm, level, soc and "感染症", term and "肺炎", *rest) for arm, level, soc, term, *rest in ROWS[:6]]
    table = figures.rates(event_rates(**columns(rows)))
    assert [row[0] for row in table.rows] == ["Any event", "感染症", "肺炎"]


def test_no_disagreement_is_a_sentence() -> None:
    table = figures.disagreements(Disagreements(()))
    assert table.rows == ()
    assert table.empty.startswith("Share, rate and incidence order the arms alike")
