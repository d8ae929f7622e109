"""A source held to the contract: what is mended, what is refused and how the refusal reads."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.access import envelope, sealed
from dashboard.access.connection import open_locked
from dashboard.errors import SourceError
from dashboard.extract import canonical
from dashboard.extract.findings import refuse
from dashboard.extract.lock import lock
from dashboard.trial.load import parse
from dashboard.trial.model import Trial
from tests.extract import tiny

LETTERS = {"ACTIVE": "A", "PLAIN": "B"}


def load(folder: Path, trial: Trial | None = None, **tables: str) -> duckdb.DuckDBPyConnection:
    """The canonical tables of the tiny source, some of its tables replaced."""
    database = duckdb.connect(":memory:")
    refuse(canonical.load(database, tiny.write(folder, **tables), trial or tiny.trial(), LETTERS).findings)
    return database


REFUSED = [
    ("adsl", "P2 | PLAIN  | PLAIN ", "P1 | PLAIN | PLAIN", r"adsl\.csv, column ID: 2 rows repeat"),
    ("adsl", "P2 | PLAIN  | PLAIN ", "P2 | SECRET | PLAIN", r"adsl\.csv, column ARM: 1 randomised participants"),
    ("adsl", "P2 | PLAIN  | PLAIN ", "P2 | PLAIN | SECRET", r"adsl\.csv, column ACTARM: 1 randomised participants"),
    ("adsl", "P2 | PLAIN  | PLAIN ", "P2 |  | PLAIN", r"adsl\.csv, column ARM: 1 rows have no value"),
    ("adsl", "| Y      |", "| N      |", r"adsl\.csv, column RANDFL: no row is of a randomised participant"),
    ("adsl", "2025-02-01", "0205-02-01", r"adsl\.csv, column RAND: 1 rows hold a year before 1950 or after 2100"),
    ("adae", "2025-02-10", "2205-02-10", r"adae\.csv, column END: 1 rows hold a year before 1950 or after 2100"),
    ("adae", "2025-02-01", "1825", r"adae\.csv, column START: 1 rows hold a year before 1950 or after 2100"),
    ("adtte", "| 100 ", "| inf", r"adtte\.csv, column AVAL: 1 rows are no number"),
    ("adsl", "2025-02-01", "soon", r"adsl\.csv, column RAND: 1 rows are no date"),
    ("adsl", "2025-02-01", "2025-02-30", r"adsl\.csv, column RAND: 1 rows are no date"),
    ("adsl", "2025-02-01", "", r"adsl\.csv, column RAND: 1 rows have no value"),
    ("adsl", "RANDFL", "RANDOM", r"adsl\.csv, column RANDFL: is missing"),
    ("adae", "P2 | Infections", "P9 | Infections", r"adae\.csv, column ID: 1 rows are of participants who are not"),
    ("adae", "P2 | Infections", " | Infections", r"adae\.csv, column ID: 1 rows are of participants who are not"),
    ("adae", "| Y   | NOT RELATED", "| X   | NOT RELATED", r"adae\.csv, column SER: 3 rows are no flag"),
    ("adae", "| RELATED ", "| MAYBE ", r"adae\.csv, column REL: 2 rows are no flag"),
    ("adtte", "| 100 ", "| many", r"adtte\.csv, column AVAL: 1 rows are no number"),
    ("adtte", "| 100  | 0", "| 100 | 0.5", r"adtte\.csv, column CNSR: 1 rows are no integer"),
    ("adtte", "P1 | OS ", "P2 | OS ", r"adtte\.csv, column ID and PARAM: 2 rows repeat"),
    ("adex", "WHAT", "KIND", r"adex\.csv, column WHAT: is missing; .*where"),
]


@pytest.mark.parametrize(("stem", "old", "new", "message"), REFUSED)
def test_a_breach_names_file_column_rule_and_rows_but_no_value(
    stem: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        load(tmp_path, **tiny.replaced(stem, old, new))
    for value in ("SECRET", "PLAIN", "P9", "MAYBE", "soon"):
        assert value not in str(caught.value)


@pytest.mark.parametrize("stem", ["adsl", "adae", "screening"])
def test_a_file_the_definition_names_must_be_there(stem: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=rf"^{stem}: is missing in .*\.xpt, \.sas7bdat, .*\.ndjson\)\. Put it there"):
        load(tmp_path, **{stem: ""})


def test_a_table_the_definition_does_not_name_is_empty(tmp_path: Path) -> None:
    trial = tiny.trial()
    database = load(tmp_path, trial.model_copy(update={"source": {"participant": trial.source["participant"]}}))
    for table in ("adverse_event", "time_to_event", "cycle", "lab", "visit", "screening", "site"):
        assert database.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_a_column_of_lists_is_refused(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path, sites="")
    duckdb.sql(f"copy (select [1, 2] as SITE, null::date as DATE) to '{folder / 'sites.parquet'}' (format parquet)")
    findings = canonical.load(duckdb.connect(":memory:"), folder, tiny.trial(), LETTERS).findings
    assert [(f.file, f.column, f.rule) for f in findings if f.level == "error"] == [
        ("sites.parquet", "SITE", "no plain column")
    ]


def test_a_file_named_with_its_ending_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"Write it in \[source\.site\] without its ending"):
        load(tmp_path, tiny.trial('file = "sites"', 'file = "sites.csv"'))


def test_a_folder_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    found = canonical.load(duckdb.connect(":memory:"), tmp_path / "none", tiny.trial(), LETTERS).findings
    assert [finding.line for finding in found] == [
        f"{tmp_path / 'none'}: no such folder. Name the folder of the source's files."
    ]


def test_a_mapping_to_an_unknown_or_without_a_required_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"\[source\.visit\], column seen_on: the contract has no such column"):
        load(tmp_path, tiny.trial('done_on = "DATE" }', 'seen_on = "DATE" }'))
    with pytest.raises(SourceError, match=r"\[source\.visit\], column done_on: is required"):
        load(tmp_path, tiny.trial('visit = "VISIT", done_on = "DATE"', 'visit = "VISIT"'))


def test_who_was_not_randomised_is_left_out_with_all_rows(tmp_path: Path) -> None:
    extra = tiny.TABLES["adae"].rstrip() + "\nP0 | Blood | Anaemia | 1 | N | RELATED | N | 2025-02-01 |"
    database = load(tmp_path, adae=extra)
    assert database.execute("select count(*) from participant").fetchone() == (5,)
    assert database.execute("select count(*) from adverse_event where participant = 'P0'").fetchone() == (0,)


def test_arms_are_called_by_their_letters_from_the_start(tmp_path: Path) -> None:
    rows = load(tmp_path).execute("select participant, arm, actual_arm from participant order by 1").fetchall()
    assert rows == [("P1", "A", "A"), ("P2", "B", "B"), ("P3", "A", "A"), ("P4", "B", "B"), ("P5", "A", None)]


def events(tmp_path: Path, column: str, rows: list[str], trial: Trial | None = None) -> list[object]:
    """What a canonical column of adverse events holds, in the order of the rows given."""
    head = tiny.TABLES["adae"].strip().splitlines()[0]
    numbered = [f"P1 | Blood | {number:02} | {row}" for number, row in enumerate(rows)]
    database = load(tmp_path, trial, adae="\n".join([head, *numbered]))
    return [row[0] for row in database.execute(f"select {column} from adverse_event order by term").fetchall()]


def test_a_flag_may_be_written_in_many_ways(tmp_path: Path) -> None:
    written = {"Y": True, "y": True, "1": True, "true": True, "N": False, "0": False, "No": False, ".": None}
    rows = [f"1 | {flag} | RELATED | N | 2025-02-01 |" for flag in written]
    assert events(tmp_path, "serious", rows) == list(written.values())


PARTIAL = [
    # onset, end (as written) -> onset, end, flagged; P1 is randomised on 2025-01-10
    ("2025-03-04T10:30", "2025-03-05", date(2025, 3, 4), date(2025, 3, 5), False),
    ("2025-03", "2025-03-20", date(2025, 3, 1), date(2025, 3, 20), True),
    ("2025-01", "", date(2025, 1, 10), None, True),
    ("2025", "", date(2025, 1, 10), None, True),
    ("2024-12", "", date(2024, 12, 1), None, True),
    ("2025-01", "2025-01-05", date(2025, 1, 1), date(2025, 1, 5), True),
    ("2025-01", "2025-01", date(2025, 1, 10), date(2025, 1, 10), True),
    ("2024", "2024-12", date(2024, 1, 1), date(2024, 12, 1), True),
    ("", "2025-02-01", date(2025, 1, 10), date(2025, 2, 1), True),
    (".", "2025-01-05", date(2025, 1, 5), date(2025, 1, 5), True),
    ("2025-03-15", "2025-03", date(2025, 3, 15), date(2025, 3, 15), False),
    ("23750", "", date(2025, 1, 9), None, False),
]


def test_a_partial_date_is_its_earliest_day_not_before_randomisation(tmp_path: Path) -> None:
    """23750 is a SAS date: 2025-01-01 is 65 years of 365 days and 17 leap days after 1960-01-01, 23742."""
    rows = [f"1 | N | RELATED | N | {onset} | {end}" for onset, end, *_ in PARTIAL]
    found = events(tmp_path, "struct_pack(start_on, end_on, partial_date)", rows)
    assert [tuple(row.values()) for row in found if isinstance(row, dict)] == [tuple(row[2:]) for row in PARTIAL]


def test_a_grade_is_its_place_in_the_scale(tmp_path: Path) -> None:
    written = {"1": 1, "1.0": 1, "5": 5, "": None, ".": None, "6": None, "SEVERE": None}
    rows = [f"{grade} | N | RELATED | N | 2025-02-01 |" for grade in written]
    assert events(tmp_path, "grade", rows) == list(written.values())


def test_words_of_a_severity_scale_are_grades_in_order(tmp_path: Path) -> None:
    scale = tiny.trial('{ value = "1", label = "1" }, { value = "2", label = "2" }', '{ value = "MILD", label = "1" }')
    assert events(tmp_path, "grade", ["Mild | N | RELATED | N | 2025-02-01 |"], scale) == [1]


def test_a_visit_without_a_name_is_unscheduled(tmp_path: Path) -> None:
    extra = tiny.TABLES["advs"].rstrip() + "\nP1 |  | 2025-03-01"
    rows = load(tmp_path, advs=extra).execute("select count(*), count(visit) from visit").fetchall()
    assert rows == [(5, 4)]


@pytest.mark.parametrize("flag", ["evaluable", "start_on", "completed"])
def test_a_population_may_stand_on_a_flag_of_its_own_called_as_columns_elsewhere(tmp_path: Path, flag: str) -> None:
    own = tiny.DEFINITION.replace('flag = "treated"', f'flag = "{flag}"').replace("treated = ", f"{flag} = ")
    trial, keys = parse(own, "tiny"), tiny.draw_keys(tmp_path / "keys")
    out = lock(tiny.write(tmp_path / "source"), trial, tiny.CUT_OFF, tmp_path / "x", keys, pulled=tiny.PULLED).folder
    contents = sealed.read(out / "sealed", envelope.store_key(keys))
    rows = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
    sizes = rows.execute("select arm, n from population_size where population = 'treated' order by arm").fetchall()
    assert sizes == [("A", 2), ("B", 0)]
