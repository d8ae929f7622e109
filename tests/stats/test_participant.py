from typing import Any

import numpy as np

from dashboard.stats import participant as stats
from dashboard.stats.stopping.ledger import ledger

RULES = (stats.Rule("late", "Late", 180, "tite", "9.2"), stats.Rule("early", "Early", 100, "tite", "9.1"))


def watched(*names: str) -> dict[str, Any]:
    """A participant who entered on day 10 of a trial cut on day 200, with an event on day 40."""
    many = len(names)
    days = {"entered": 10, "days": 40, "cause": 1, "cut": 200, "cut_on": np.datetime64("2026-01-15")}
    columns = {name: np.array([value] * many) for name, value in days.items()}
    return {"guideline": np.array(names, dtype=object), "participant": np.array(["1"] * many, dtype=object), **columns}


def test_a_participant_has_the_line_of_each_guidelines_own_ledger_in_the_protocols_order() -> None:
    columns = watched("early", "late", "unknown")
    result = stats.towards(**columns, rules=RULES, person="1")
    assert [rule.name for rule, _ in result.lines] == ["late", "early"]
    for rule, line in result.lines:
        alone = {name: column[:1] for name, column in columns.items() if name != "guideline"}
        assert ledger(**alone, window=rule.window).lines == (line,)
    assert list(result.table()["Counts as an event"]) == ["yes", "yes"]


def test_every_guideline_says_whether_it_counts_the_participant() -> None:
    """The event on day 40 counts in both windows; a guideline without a row of the participant does not watch them."""
    both = stats.towards(**watched("early"), rules=RULES, person="1").table()
    assert list(both["Guideline"]) == ["Late", "Early"]
    assert list(both["Counted as"]) == ["not watched", "event"]
    assert list(both["Counts as an event"]) == ["no", "yes"]
    assert list(both["Weight"]) == [0, 1]
    assert both["Reason"][1] == "Event on day 40, within the window of 100 days."


def test_where_nobody_is_chosen_no_guideline_says_anything() -> None:
    assert len(stats.towards(**watched(), rules=RULES).table()) == 0


def result_of(*rows: tuple[str, str | None, int, float], transplanted: float = -57) -> stats.Labs:
    test, unit, day, value = (np.array(column, dtype=object) for column in zip(*rows, strict=True))
    none = np.full(len(rows), np.nan)
    limits = {"lower": none, "upper": np.full(len(rows), 45.0), "transplanted": np.full(len(rows), transplanted)}
    return stats.labs(test=test, title=none, unit=unit, day=day, value=value, **limits)


def test_results_of_two_units_are_two_series_on_the_clock_of_transplantation() -> None:
    result = result_of(("ALT", "U/L", 0, 20.0), ("ALT", "ukat/L", 3, 0.4), ("ALT", "U/L", 30, 50.0))
    assert [(one.title, one.unit, one.days, one.values) for one in result.series] == [
        ("ALT", "U/L", (57, 87), (20.0, 50.0)),
        ("ALT", "ukat/L", (60,), (0.4,)),
    ]
    assert (result.series[0].lower, result.series[0].upper) == (None, 45.0)


def test_without_a_dated_transplantation_the_clock_is_that_of_randomisation() -> None:
    assert result_of(("ALT", None, 30, 1.0), transplanted=np.nan).table()["Days from randomisation"].tolist() == [30]


def row(**changes: Any) -> dict[str, Any]:
    names = "transplanted died contact age sex donor prophylaxis conditioning remission mrd actual_arm dosed left_day "
    names += "left_reason death_cause death_related death_narrative"
    values = dict.fromkeys(names.split()) | {"arm": "A", "participant": "1"} | changes
    return {name: np.array([value], dtype=object) for name, value in values.items()}


def test_what_tells_the_arm_is_said_only_where_it_is_told() -> None:
    known = row(transplanted=-57.0, donor="haplo", mrd="NEG", dosed=4.0, death_narrative="Fell ill.", actual_arm="B")
    plain = dict(stats.who(**known, labels={"donor": {"HAPLO": "Haploidentical"}}).rows)
    assert plain == {
        "Arm": "A",
        "Transplantation": "57 days before randomisation",
        "Donor": "Haploidentical",
        "Measurable residual disease before transplantation": "NEG",
    }
    told = dict(stats.who(**known, told=True).rows)
    assert (told["First dose"], told["Narrative"]) == ("day 4 after randomisation", "Fell ill.")


def test_nobody_has_no_facts() -> None:
    assert stats.who(participant=np.array([])).rows == ()
