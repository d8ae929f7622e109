"""Each check on the data finds the rows that break its rule, and no other."""

from datetime import date

import duckdb
import pytest

from dashboard.access import sql
from dashboard.errors import SourceError
from dashboard.extract import canonical, checks

PULLED = date(2025, 7, 31)
PERSON = (
    "insert into participant (participant, arm, actual_arm, randomised_on, first_dose_on, died_on, last_contact_on)"
)
EVENT = "insert into adverse_event (participant, term, grade, grade_value, fatal, start_on, end_on, partial_date)"

BROKEN = {
    "contact_after_death": f"{PERSON} values ('P2', 'A', 'A', '2025-01-01', null, '2025-02-01', '2025-02-02')",
    "date_after_data_pull": f"{PERSON} values ('P2', 'A', 'A', '2025-01-01', null, null, '2025-08-01')",
    "death_before_randomisation": f"{PERSON} values ('P2', 'A', 'A', '2025-01-02', null, '2025-01-01', null)",
    "dose_before_randomisation": f"{PERSON} values ('P2', 'A', 'A', '2025-01-02', '2025-01-01', null, null)",
    "other_arm_than_planned": f"{PERSON} values ('P2', 'A', 'B', '2025-01-01', null, null, null)",
    "end_before_start": f"{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-02', '2025-02-01', false)",
    "event_after_death": f"{EVENT} values ('PD', 'Cough', 1, '1', false, '2025-03-02', null, false)",
    "fatal_event_without_death": f"{EVENT} values ('P1', 'Sepsis', 5, '5', false, '2025-02-01', null, false)",
    "grade_outside_scale": f"{EVENT} values ('P1', 'Cough', null, '7', false, '2025-02-01', null, false)",
    "partial_date": f"{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-01', null, true)",
    "repeated_adverse_event": f"""{EVENT} values ('P1', 'Cough', 1, '1', false, '2025-02-01', null, false),
        ('P1', 'Cough', 1, '1', false, '2025-02-01', null, false)""",
    "negative_time_to_event": "insert into time_to_event values ('P1', 'OS', -1, 1, null, null)",
    "endpoint_without_row": """insert into time_to_event values
        ('P0', 'OS', 1, 1, null, null), ('P1', 'OS', 1, 1, null, null)""",
}


def sound() -> duckdb.DuckDBPyConnection:
    """Canonical tables of three participants in whom nothing is wrong."""
    database = duckdb.connect(":memory:")
    canonical.empty(database)
    database.execute(f"""{PERSON} values
        ('P0', 'A', 'A', '2025-01-01', '2025-01-01', null, '2025-07-31'),
        ('P1', 'B', null, '2025-01-01', null, null, null),
        ('PD', 'B', 'B', '2025-01-01', null, '2025-03-01', '2025-03-01')""")
    database.execute(f"""{EVENT} values
        ('P0', 'Cough', 1, '1', false, '2025-02-01', '2025-02-01', false),
        ('P0', 'Pain', null, null, false, '2025-02-01', null, false),
        ('PD', 'Sepsis', 5, '5', true, '2025-03-01', '2025-03-01', false)""")
    return database


def found(database: duckdb.DuckDBPyConnection, rule: str) -> int:
    query = sql.read(f"checks/{rule}")
    return len(database.execute(query.text, {"pulled": PULLED} if query.params else {}).fetchall())


def test_every_check_is_tried() -> None:
    assert {f"checks/{rule}" for rule in BROKEN} == {name for name in sql.names() if name.startswith("checks/")}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_check_finds_one_breach_and_nothing_in_sound_data(rule: str) -> None:
    database = sound()
    assert found(database, rule) == 0
    database.execute(BROKEN[rule])
    assert found(database, rule) == 1


def test_errors_refuse_the_source_with_rule_and_rows_and_warnings_are_findings() -> None:
    database = sound()
    database.execute(BROKEN["other_arm_than_planned"])
    findings = checks.run(database, PULLED)
    assert [(finding.rule, finding.level, finding.participant) for finding in findings] == [
        ("other_arm_than_planned", "warning", "P2")
    ]
    database.execute(BROKEN["negative_time_to_event"])
    with pytest.raises(SourceError, match=r"checks/negative_time_to_event\.sql: 1 rows") as caught:
        checks.run(database, PULLED)
    assert "P1" not in str(caught.value)
