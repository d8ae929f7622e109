"""A definition proposed from a source: what it says by itself, and that it locks once its open lines are answered."""

import re
import tomllib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.access import envelope, manifest, sealed
from dashboard.access.connection import open_locked
from dashboard.cli import main as cli
from dashboard.errors import SourceError, TrialError
from dashboard.extract import keys
from dashboard.extract.demo import write
from dashboard.extract.lock import lock
from dashboard.extract.propose import propose
from dashboard.settings import ROOT
from dashboard.trial.load import parse

DATASETS = ROOT.parent / "shared" / "datasets"
CUT_OFF = date(2026, 1, 15)
SHARED = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATASETS.exists(), reason="the public data sets are not beside the project"),
]

ADSL = """USUBJID,TRT01P,RANDDT,TRTSDT,SITEID,ITTFL,SAFFL,PPROTFL,STUDYID
X-1,NEW,2025-01-17,2025-01-18,S1,Y,Y,Y,ST-1
X-2,USUAL CARE,2025-02-11,,S2,Y,N,N,ST-1
"""
ADAE = """USUBJID,AEBODSYS,AEDECOD,AESEV,AESER,AEREL,ASTDT
X-1,Blood,Anaemia,SEVERE,N,LIKELY,2025-02-19
X-2,Blood,Anaemia,MILD,N,NOT RELATED,2025-03-19
"""
ADTTE = """USUBJID,PARAMCD,PARAM,AVAL,AVALU,CNSR,EVNTDESC,STARTDT,ADT
X-1,REL,Time to relapse,3,DAYS,0,RELAPSE,2025-01-17,2025-01-19
X-2,REL,Time to relapse,5,DAYS,0,DEATH,2025-02-11,2025-02-15
X-1,OS,Overall survival,7,DAYS,1,ALIVE,2025-01-17,2025-01-23
X-2,OS,Overall survival,5,DAYS,0,DEATH,2025-02-11,2025-02-15
X-1,CRS,Cytokine release,2,DAYS,0,CRS,2025-01-18,2025-01-19
X-1,N,Number of visits,2,COUNT,0,,,
"""


def answered(proposal: str) -> str:
    """The proposal with every open line taken as it suggests."""
    return re.sub(r"^# \? ", "", proposal, flags=re.MULTILINE)


def wrote(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for stem, text in files.items():
        (folder / f"{stem}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return wrote(tmp_path / "small", adsl=ADSL, adae=ADAE, adtte=ADTTE, extra="USUBJID,COMMENT\nX-1,Secret words\n")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "source"
    write.write(folder, patients=160, scenario="A", seed=20240115, cut_off=CUT_OFF)
    return folder


def locked(base: Path, source: Path, definition: str, cut_off: date) -> duckdb.DuckDBPyConnection:
    """The sealed tables of the source, locked by a definition."""
    keys.new(base / "keys")
    folder = lock(source, parse(definition, "proposal"), cut_off, base / "extract", base / "keys").folder
    manifest.read(folder / "conduct")
    contents = sealed.read(folder / "sealed", envelope.store_key(base / "keys"))
    return open_locked(contents.tables, {}, contents.manifest.arms).cursor()


def count(tables: duckdb.DuckDBPyConnection, table: str) -> int:
    row = tables.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_the_demonstration_locks_by_its_proposal(demo: Path, tmp_path: Path) -> None:
    definition = answered(propose(demo))
    tables = locked(tmp_path, demo, definition, CUT_OFF)
    trial = parse(definition, "proposal")
    assert {arm.source for arm in trial.arms} == {"BLINATUMOMAB", "OBSERVATION"}
    assert {endpoint.parameter for endpoint in trial.endpoints} == {
        *("RELNRM", "EFS", "OS", "PFS", "GRFS", "AGVHD34", "CGVHDSYS", "GRAFTFAIL", "CRS3", "ICANS3")
    }
    for table in ("participant", "adverse_event", "lab", "screening", "endpoint"):
        assert count(tables, table) > 0, table


def test_endpoints_that_not_everybody_has_are_asked_about(demo: Path) -> None:
    trial = parse(answered(propose(demo)), "proposal")
    revealing = {endpoint.parameter for endpoint in trial.endpoints if endpoint.arm_revealing}
    assert revealing == {"CRS3", "ICANS3"}
    assert {e.clock for e in trial.endpoints if e.parameter in revealing} == {"first dose"}


@pytest.mark.parametrize("which", ["small", "demo"])
def test_until_it_is_answered_it_is_toml_but_no_definition(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    proposal = propose(request.getfixturevalue(which))
    assert tomllib.loads(proposal)["source"]["participant"]["file"] == "adsl"
    with pytest.raises(TrialError, match=r"arms\[0\]\.role: Field required"):
        parse(proposal, "proposal")


def test_what_the_files_tell_is_said(small: Path) -> None:
    said = tomllib.loads(propose(small))
    assert said["trial"]["protocol"] == "ST-1"
    assert [arm["source"] for arm in said["arms"]] == ["NEW", "USUAL CARE"]
    assert [population["flag"] for population in said["populations"]] == ["randomised", "treated", "pprotfl"]
    assert all(population["arm_revealing"] for population in said["populations"][1:])
    assert [grade["value"] for grade in said["adverse_events"]["grades"]] == ["MILD", "SEVERE"]
    assert said["adverse_events"]["severe_from"] == 2
    assert said["source"]["adverse_event"]["values"]["related"] == {"LIKELY": "", "NOT RELATED": "N"}
    assert said["source"]["time_to_event"]["where"] == {"PARAMCD": ["CRS", "OS", "REL"]}


def test_an_endpoint_has_the_causes_unit_and_first_day_of_its_rows(small: Path) -> None:
    found = {one["parameter"]: one for one in tomllib.loads(propose(small))["endpoints"]}
    assert set(found) == {"REL", "OS", "CRS"}
    assert [cause["value"] for cause in found["REL"]["causes"]] == ["DEATH", "RELAPSE"]
    assert found["REL"]["title"] == "Time to relapse"
    assert found["OS"]["causes"] == [{"name": "event", "title": "Overall survival"}]
    assert found["OS"]["censored"] == "ALIVE"
    assert {(one["unit"], one["offset"]) for one in found.values()} == {("days", 1)}


def test_what_could_not_be_told_stands_as_an_open_line(small: Path) -> None:
    lines = propose(small).splitlines()
    for start in ("role = ", "planned = ", "sites = 2", "start = 2025-01-01", "conduct = ", "terms = "):
        assert any(line.startswith(f"# ? {start}") for line in lines), start
    assert '# ? role = "control"   # a guess by the name' in lines
    assert "could not tell: LIKELY" in "\n".join(lines)
    assert "# Nothing was taken from extra.csv, which has:" in lines
    assert any(line.startswith("# The latest ASTDT of adae.csv is in 2025-03") for line in lines)


def test_no_participant_and_no_free_text_is_in_it(small: Path) -> None:
    proposal = propose(small)
    assert "X-1" not in proposal
    assert "Secret words" not in proposal
    assert not re.findall(r"\d{4}-\d{2}-(?!01)\d{2}", proposal)


def test_a_column_with_too_many_values_is_no_code_list(tmp_path: Path) -> None:
    rows = "".join(f"P{n},NEW,2025-01-17,Name {n}\n" for n in range(50))
    source = wrote(tmp_path / "s", adsl="USUBJID,TRT01P,RANDDT,STUDYID\n" + rows)
    assert "Name" not in propose(source).replace('"Name"', "")
    source = wrote(tmp_path / "s", adsl="USUBJID,PLAN,RANDDT,TRT01P\n" + rows)
    assert "does not look like arms" in propose(source)
    assert "Name 1" not in propose(source)


def test_awkward_names_and_labels_stay_toml(tmp_path: Path) -> None:
    arms = ['NEW "A"', "back\\slash", "näive\u2028line", "'''", "# ? x = 1"]
    quoted = [arm.replace('"', '""') for arm in arms]
    source = wrote(tmp_path / "s", adsl="USUBJID,TRT01P,RANDDT\n" + "".join(f'P,"{a}",2025-01-17\n' for a in quoted))
    assert sorted(arm["source"] for arm in tomllib.loads(propose(source))["arms"]) == sorted(arms)


def test_sdtm_alone_gets_screening_and_the_date_of_randomisation_from_ds(tmp_path: Path) -> None:
    dm = """USUBJID,SUBJID,ARMCD,ARM,ACTARM,RFSTDTC,DMDTC,SITEID
X-1,1,N,New,New,2025-01-18,2025-01-02,S1
X-2,2,C,Control,Control,2025-02-12,2025-01-03,S1
X-3,3,SCRNFAIL,Screen Failure,Screen Failure,,2025-01-04,S1
"""
    ds = """USUBJID,DSDECOD,DSTERM,DSSTDTC
X-1,RANDOMIZED,RANDOMIZED,2025-01-17
X-2,RANDOMIZED,RANDOMIZED,2025-02-11
X-3,SCREEN FAILURE,TOO ILL,2025-01-20
"""
    source = wrote(tmp_path / "s", dm=dm, ds=ds)
    proposal = propose(source)
    assert tomllib.loads(proposal)["source"]["participant"]["where"] == {"ARM": ["Control", "New"]}
    tables = locked(tmp_path, source, answered(proposal), date(2025, 6, 1))
    days = tables.execute("select randomised_on from participant order by all").fetchall()
    assert days == [(date(2025, 1, 17),), (date(2025, 2, 11),)]
    outcomes = tables.execute("select outcome, reason from screening order by all").fetchall()
    assert outcomes == [("Not randomised", "TOO ILL"), ("Randomised", None), ("Randomised", None)]


@pytest.mark.parametrize(
    "files", [{}, {"notes": "A,B\n1,2\n"}, {"adsl": "USUBJID,AGE\nX-1,50\n"}], ids=["empty", "foreign", "armless"]
)
def test_a_source_without_participants_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(SourceError, match=r"no file"):
        propose(wrote(tmp_path / "s", **files))


def test_an_unreadable_file_is_named_and_the_others_are_read(small: Path) -> None:
    (small / "adlb.xpt").write_bytes(b"no transport file")
    assert "# Not read: adlb.xpt" in propose(small)


def test_two_files_of_one_name_are_named_once(tmp_path: Path) -> None:
    source = wrote(tmp_path / "s", adsl=ADSL)
    (source / "ADSL.tsv").write_text(ADSL)
    with pytest.raises(SourceError, match=r"ADSL\.tsv, adsl\.csv are two files of one name") as caught:
        propose(source)
    assert str(caught.value).count("two files") == 1


def test_a_file_in_place_of_a_folder_is_said(small: Path) -> None:
    with pytest.raises(SourceError, match="is a file"):
        propose(small / "adsl.csv")


def test_the_command_prints_it(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["map", str(small)]) == 0
    assert capsys.readouterr().out == propose(small)
    assert cli.run(["map", str(small / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("folder", "cut_off", "people"),
    [
        pytest.param("cdisc_pilot", date(2015, 3, 5), 254, marks=SHARED),
        pytest.param("chevron_syn", date(2022, 7, 8), 45, marks=SHARED),
        pytest.param("random_cdisc", date(2024, 3, 7), 400, marks=SHARED),
    ],
)
def test_public_studies_lock_by_their_proposals(folder: str, cut_off: date, people: int, tmp_path: Path) -> None:
    source = DATASETS / folder
    proposal = propose(source)
    tables = locked(tmp_path, source, answered(proposal), cut_off)
    assert count(tables, "participant") == people
    assert count(tables, "adverse_event") > 0
    assert count(tables, "endpoint") > 0
    names = [row[0] for row in tables.execute("select participant from participant").fetchall()]
    assert not [name for name in names if name in proposal]
    days = set(re.findall(r"\d{4}-\d{2}-\d{2}", proposal))
    assert len(days) == 1  # the month in which enrolment begins, by its first day
    assert all(day.endswith("-01") for day in days)
