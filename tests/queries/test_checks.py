"""Each check on the data finds the rows that break its rule, and no other."""

from datetime import date

import duckdb
import pytest

from dashboard.access import sql
from dashboard.extract import canonical, checks
from tests.extract import tiny

PULLED = date(2025, 7, 31)
PERSON = (
    "insert into participant (participant, arm, actual_arm, randomised_on, first_dose_on, died_on, last_contact_on)"
)
TIME = "insert into time_to_event (participant, parameter, value, censored, description)"
EVENT = "insert into adverse_event (participant, term, grade, grade_value, fatal, start_on, end_on, partial_date)"

BROKEN = {
    "contact_after_death": f"{PERSON} values ('P2', 'A', 'A', '2025-01-01', null, '2025-02-01', '2025-02-02')",
    "last_contact_missing": f"{PERSON} values ('P2', 'A', 'A', '2025-01-01', null, null, null)",
    "date_after_data_pull": f"{PERSON} values ('P2', 'A', 'A', '2025-01-01', null, null, '2025-08-01')",
    "death_before_randomisation": f"{PERSON} values ('P2', 'A', 'A', '2025-01-02', null, '2025-01-01', null)",
    "dose_before_randomisation": f"{PERSON} values ('P2', 'A', 'A', '2025-01-02', '2025-01-01', null, null)",
    "death_without_date": "update participant set death_cause = 'Infection' where participant = 'P1'",
    "other_arm_than_planned": f"{PERSON} values ('P2', 'A', 'B', '2025-01-01', null, null, '2025-07-31')",
    "end_before_start": f"{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-02', '2025-02-01', false)",
    "event_after_death": f"{EVENT} values ('PD', 'Cough', 1, '1', false, '2025-03-02', null, false)",
    "fatal_event_without_death": f"{EVENT} values ('P1', 'Sepsis', 5, '5', false, '2025-02-01', null, false)",
    "grade_outside_scale": f"{EVENT} values ('P1', 'Cough', null, '7', false, '2025-02-01', null, false)",
    "partial_date": f"{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-01', null, true)",
    "repeated_adverse_event": f"""{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-01', null, false),
        ('P1', 'Cough', 1, '1', false, '2025-02-01', null, false)""",
    "cycle_end_before_start": "insert into cycle values ('P1', 1, '2025-02-02', '2025-02-01', 1, null)",
    "treatment_after_death": "insert into cycle values ('PD', 1, '2025-03-02', '2025-03-03', 1, null)",
    "cycle_out_of_order": """insert into cycle values ('P1', 1, '2025-02-02', '2025-02-03', 1, null),
        ('P1', 2, '2025-02-02', '2025-02-03', 1, null), ('P1', 3, '2025-05-02', '2025-05-03', 1, null)""",
    "withheld_without_cover": "insert into adverse_event (participant, soc, term) values ('P1', 'Nerves', 'Tremor ')",
    "lab_unit": "insert into lab (participant, test, value, unit) values ('P1', 'ALT', 1, 'ukat/L')",
    "visit_not_in_schedule": "insert into visit values ('P1', 'Day 31', '2025-02-01')",
    "undated_record": "insert into visit values ('P1', 'Day 30', null)",
    "survival_against_death": f"{TIME} values ('P1', 'OS', 10, 0, 'DEATH')",
    "negative_censoring": f"{TIME} values ('P1', 'OS', 1, -1, null)",
    "unknown_site": """insert into site values ('S1', null); insert into participant (participant, arm, site,
        randomised_on) values ('P2', 'A', 'S9', '2025-01-01')""",
    "impossible_age": """insert into participant (participant, arm, randomised_on, age)
        values ('P2', 'A', '2025-01-01', 150)""",
    "end_after_data_pull": f"{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-02', '2025-08-01', false)",
    "negative_time_to_event": f"{TIME} values ('P1', 'OS', -1, 1, null)",
    "endpoint_without_row": f"""{TIME} values
        ('P0', 'OS', 1, 1, null), ('P1', 'OS', 1, 1, null)""",
}


def sound() -> duckdb.DuckDBPyConnection:
    """Canonical tables of three participants in whom nothing is wrong."""
    database = duckdb.connect(":memory:")
    canonical.empty(database)
    database.execute(f"""{PERSON} values
        ('P0', 'A', 'A', '2025-01-01', '2025-01-01', null, '2025-07-31'),
        ('P1', 'B', null, '2025-01-01', null, null, '2025-07-31'),
        ('PD', 'B', 'B', '2025-01-01', null, '2025-03-01', '2025-03-01')""")
    database.execute(f"""{EVENT} values
        ('P0', 'Cough', 1, '1', false, '2025-02-01', '2025-02-01', false),
        ('P0', 'Pain', null, null, false, '2025-02-01', null, false),
        ('PD', 'Sepsis', 5, '5', true, '2025-03-01', '2025-03-01', false)""")
    return database


def found(database: duckdb.DuckDBPyConnection, rule: str) -> int:
    query = sql.read(f"checks/{rule}")
    given = {"pulled": PULLED, "survival": ["OS"], "visits": ["Day 30"], "tests": ["ALT"], "units": ["U/L"]}
    given["withheld"] = ["tremor", "seizure"]
    return len(database.execute(query.text, {name: given[name] for name in query.params}).fetchall())


def test_every_check_is_tried() -> None:
    assert {f"checks/{rule}" for rule in BROKEN} == {name for name in sql.names() if name.startswith("checks/")}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_check_finds_one_breach_and_nothing_in_sound_data(rule: str) -> None:
    database = sound()
    assert found(database, rule) == 0
    database.execute(BROKEN[rule])
    assert found(database, rule) == 1


def test_a_broken_rule_is_one_finding_and_its_rows_are_kept_apart() -> None:
    database = sound()
    database.execute(BROKEN["other_arm_than_planned"])
    checked = checks.run(database, PULLED, tiny.trial())
    assert [(finding.rule, finding.level, finding.rows) for finding in checked.findings] == [
        ("other_arm_than_planned", "warning", 1)
    ]
    assert [(row.rule, row.participant) for row in checked.rows] == [("other_arm_than_planned", "P2")]


def test_an_example_names_the_participant_and_never_an_arm() -> None:
    database = sound()
    database.execute(BROKEN["other_arm_than_planned"])
    (finding,) = checks.run(database, PULLED, tiny.trial()).findings
    assert finding.examples == ("participant P2",)


def test_every_error_is_found_at_once() -> None:
    database = sound()
    for rule in ("negative_time_to_event", "death_before_randomisation"):
        database.execute(BROKEN[rule].replace("'P2'", "'P3'"))
    found = {
        finding.rule for finding in checks.run(database, PULLED, tiny.trial()).findings if finding.level == "error"
    }
    assert found == {"negative_time_to_event", "death_before_randomisation"}
