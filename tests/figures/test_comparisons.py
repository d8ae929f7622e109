"""Comparisons of two arms in words and tables."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from dashboard.figures import comparisons
from dashboard.figures.kinds import Table
from dashboard.stats.arms import by_arm, of_two_arms
from dashboard.stats.arms_compared import arms_compared
from dashboard.stats.causes_compared import causes_compared
from dashboard.stats.maturity import maturity
from tests.figures.drawn import AB, ALL, categorical, followed

CAUSES = of_two_arms(partial(causes_compared, causes=("Relapse", "Non-relapse mortality")))
ARMS = of_two_arms(arms_compared)


def events(given: dict[str, Any]) -> dict[str, Any]:
    return {"arm": given["arm"], "days": given["days"], "event": np.minimum(given["cause"], 1)}


def cells(table: Table) -> str:
    return " ".join(cell for row in table.rows for cell in row) + table.foot


def test_hazards_have_a_row_a_cause_with_events_of_both_arms() -> None:
    table = comparisons.hazards(CAUSES(**followed(AB, 200)))
    assert [row[0] for row in table.rows] == ["Relapse, B / A", "Non-relapse mortality, B / A"]
    assert all("A " in row[4] and " / 100" in row[4] for row in table.rows)
    assert "Incidence: B − A at day 365" in table.foot
    assert "Subdistribution: Fine and Gray" in table.foot


def test_what_cannot_be_estimated_says_why_once() -> None:
    table = comparisons.hazards(CAUSES(**followed(AB, 40, events=False)))
    assert [row[1:3] for row in table.rows] == [("not estimable", "not estimable")] * 2
    assert table.foot.count("not estimable: no event") == 1


def test_the_reading_is_a_sentence_for_each_cause_and_names_the_lag() -> None:
    text = comparisons.reading(CAUSES(**followed(AB, 200)), lag="30").text
    assert "Relapse: " in text
    assert "Non-relapse mortality: " in text
    assert text.endswith("Everybody censored 30 days before the cut-off.")
    assert not {"better", "worse", "benefit", "harm"} & set(text.lower().split())


def test_the_planned_ratio_stands_first_and_is_called_so() -> None:
    given = events(followed(AB, 80))
    plain = comparisons.arms(ARMS(**given))
    assert [row[0] for row in plain.rows] == ["Hazard ratio, B / A", "Days without the event, B − A"]
    strata = np.array(["x", "y"] * 40, dtype=object)
    planned = comparisons.arms(ARMS(**given, stratum=strata))
    assert planned.rows[0][0] == "Hazard ratio within strata, B / A"
    assert planned.rows[0][2].startswith("pre-specified; ")
    assert not any("pre-specified" in cell for row in planned.rows[1:] for cell in row)


def test_no_p_value_is_printed() -> None:
    given = followed(AB, 80)
    for table in (comparisons.arms(ARMS(**events(given))), comparisons.hazards(CAUSES(**given))):
        said = cells(table).lower()
        assert "p =" not in said
        assert "p-value" not in said
        assert "significan" not in said


def test_maturity_counts_of_those_planned() -> None:
    """Twenty participants, five events in each arm, of 90 planned."""
    event = np.array([1, 1, 0, 0] * 5)
    result = by_arm(maturity)(arm=categorical(AB, 20), days=np.arange(1, 21), event=event)
    table = comparisons.maturity(result, planned=90)
    assert [row[:2] for row in table.rows] == [("A", "5 / 10 (50%)"), ("B", "5 / 10 (50%)")]
    assert table.foot == "10 / 90 (11%) of the events planned for the last analysis"
    assert comparisons.maturity(result).foot == ""
    competing = comparisons.maturity(result, events="First event of any kind")
    assert competing.columns[1].title == "First event of any kind / participants"


@pytest.mark.parametrize("names", [AB, ALL, ("A", "B", "C")])
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_hardly_anybody_is_no_error(rows: int, names: tuple[str, ...]) -> None:
    given = followed(names, rows)
    many = len(names) * (len(names) - 1) // 2
    assert len(comparisons.hazards(CAUSES(**given)).rows) == 2 * many
    assert len(comparisons.arms(ARMS(**events(given))).rows) == 2 * many
    comparisons.reading(CAUSES(**given))
    result = by_arm(maturity)(**events(given))
    assert "nan" not in cells(comparisons.maturity(result)) + cells(comparisons.arms(ARMS(**events(given))))
