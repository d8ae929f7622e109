"""The synthetic trial as delivered: files, and what cannot be in them."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat
import pytest

from dashboard.extract.demo import files
from dashboard.extract.demo.timeline import MONTH_18, MONTH_24
from dashboard.extract.demo.write import write
from dashboard.settings import ROOT
from dashboard.trial.load import load

TRIAL = load(ROOT / "data" / "trial.toml")
Tables = dict[str, pd.DataFrame]


def read(folder: Path) -> Tables:
    """Every file of a delivery, dates as datetime64, blanks as missing."""
    tables = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xpt":
            table = pyreadstat.read_xport(str(path))[0].replace("", None)
        elif path.suffix == ".csv":
            table = pd.read_csv(path)
        else:
            with duckdb.connect() as database:
                table = database.read_parquet(str(path)).df()
        for name in table.columns:
            if name.endswith("DT"):
                table[name] = pd.to_datetime(table[name])
        tables[path.stem] = table
    return tables


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Path]:
    out = {cut_off: tmp_path_factory.mktemp(f"month-{cut_off}") for cut_off in (MONTH_18, MONTH_24)}
    for cut_off, folder in out.items():
        write(folder, cut_off=cut_off)
    return out


@pytest.fixture(scope="module")
def now(folders: dict[date, Path]) -> Tables:
    return read(folders[MONTH_24])


@pytest.fixture(scope="module")
def before(folders: dict[date, Path]) -> Tables:
    return read(folders[MONTH_18])


def with_subject(table: pd.DataFrame, now: Tables) -> pd.DataFrame:
    subject = now["adsl"][["USUBJID", "TRT01P", "RANDDT", "DTHDT", "TRTSDT", "LSTALVDT"]]
    return table.merge(subject, on="USUBJID", how="left", validate="m:1", suffixes=("", "_SL"))


@pytest.mark.parametrize("table", sorted(TRIAL.source))
def test_every_file_and_column_the_trial_definition_names_is_delivered(table: str, now: Tables) -> None:
    source = TRIAL.source[table]
    assert set(source.columns.values()) | set(source.where) <= set(now[source.file].columns)


def test_a_delivery_mixes_formats(folders: dict[date, Path]) -> None:
    assert {path.suffix for path in folders[MONTH_24].iterdir()} == {".xpt", ".csv", ".parquet"}


def test_names_of_transport_files_and_columns_have_at_most_eight_characters(folders: dict[date, Path]) -> None:
    for path in folders[MONTH_24].glob("*.xpt"):
        assert max(map(len, [path.stem, *pyreadstat.read_xport(str(path))[0].columns])) <= 8


@pytest.mark.parametrize("patients", [160, 5001])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, patients: int) -> None:
    for name in "ab":
        write(tmp_path / name, cut_off=MONTH_24, patients=patients)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in "ab")
    assert first == second
    assert ({Path(name).suffix for name in first} == {".parquet"}) == (patients > 5000)


def test_another_seed_gives_another_trial(tmp_path: Path, now: Tables) -> None:
    write(tmp_path, cut_off=MONTH_24, seed=1)
    assert not read(tmp_path)["adsl"].equals(now["adsl"])


def test_a_file_of_the_same_stem_in_another_format_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "adsl.csv").write_text("old")
    write(tmp_path, cut_off=MONTH_24)
    assert sorted(path.name for path in tmp_path.glob("adsl.*")) == ["adsl.xpt"]


def test_a_transport_file_carries_the_cut_off_and_not_the_time_of_writing(tmp_path: Path) -> None:
    files.write(pd.DataFrame({"A": [1.0], "B": ["x"]}), tmp_path, "adsl", "xpt", MONTH_24)
    head = (tmp_path / "adsl.xpt").read_bytes()[:560].decode("latin-1")
    assert head.count("15JAN26:00:00:00") == 4


def test_about_eighty_five_are_randomised_at_month_24_half_to_each_arm(now: Tables) -> None:
    """20 sites opening over 14 months, 0.25 a month each: 20 x (24 - 7) x 0.25 = 85."""
    arms = now["adsl"]["TRT01P"].value_counts()
    assert 78 <= arms.sum() <= 92
    assert abs(arms["BLINATUMOMAB"] - arms["OBSERVATION"]) <= 2  # permuted blocks of four


def test_nothing_starts_after_the_cut_off(now: Tables) -> None:
    for name, table in now.items():
        for column in [c for c in table.columns if c.endswith("DT")]:
            assert not (table[column] > pd.Timestamp(MONTH_24)).any(), (name, column)


@pytest.mark.parametrize(
    ("name", "column"), [("adae", "ASTDT"), ("adae", "AENDT"), ("adex", "AENDT"), ("adlb", "ADT"), ("advs", "ADT")]
)
def test_nothing_happens_after_death_or_last_contact(name: str, column: str, now: Tables) -> None:
    rows = with_subject(now[name], now)
    assert not (rows[column] > rows["DTHDT"]).any()
    assert not (rows[column] > rows["LSTALVDT"]).any()


def test_relapse_comes_before_death_and_nrm_is_death_without_relapse(now: Tables) -> None:
    rows = with_subject(now["adtte"], now)
    first = rows[rows["PARAMCD"] == "RELNRM"]
    relapse, nrm = first[first["EVNTDESC"] == "RELAPSE"], first[first["EVNTDESC"] == "DEATH WITHOUT RELAPSE"]
    assert len(relapse) > 5
    assert not (relapse["ADT"] > relapse["DTHDT"]).any()
    assert (nrm["ADT"] == nrm["DTHDT"]).all()
    assert set(first.loc[first["DTHDT"].notna(), "USUBJID"]) <= set(relapse["USUBJID"]) | set(nrm["USUBJID"])


def test_time_to_event_counts_days_from_its_start_as_day_0(now: Tables) -> None:
    rows = now["adtte"]
    assert ((rows["ADT"] - rows["STARTDT"]).dt.days == rows["AVAL"]).all()
    assert (rows["AVAL"] >= 0).all()
    assert rows["EVNTDESC"].isna().equals(rows["CNSR"] == 1)


def test_event_descriptions_are_those_of_the_trial_definition(now: Tables) -> None:
    for endpoint in TRIAL.endpoints:
        rows = now["adtte"][now["adtte"]["PARAMCD"] == endpoint.parameter]
        values = {cause.value for cause in endpoint.causes if cause.value}
        assert len(rows)
        assert not values or set(rows["EVNTDESC"].dropna()) <= values


def test_all_randomised_have_the_common_endpoints_and_only_the_dosed_the_others(now: Tables) -> None:
    rows, adsl = now["adtte"], now["adsl"]
    for name in ("RELNRM", "EFS", "OS", "PFS", "GRFS", "AGVHD34", "CGVHDSYS", "GRAFTFAIL"):
        assert sorted(rows.loc[rows["PARAMCD"] == name, "USUBJID"]) == sorted(adsl["USUBJID"])
    dosed = adsl.loc[adsl["SAFFL"] == "Y"].set_index("USUBJID")["TRTSDT"].sort_index()
    for name in ("CRS3", "ICANS3"):
        part = rows[rows["PARAMCD"] == name].set_index("USUBJID").sort_index()
        assert (part["STARTDT"] == dosed).all()
        assert (part["AVAL"] <= 28).all()


def test_censoring_is_at_the_last_assessment_and_not_at_the_cut_off(now: Tables) -> None:
    rows = now["adtte"][(now["adtte"]["PARAMCD"] == "RELNRM") & (now["adtte"]["CNSR"] == 1)]
    last = now["advs"].groupby("USUBJID")["ADT"].max()
    expected = rows["USUBJID"].map(last).fillna(rows["STARTDT"])
    assert (rows["ADT"] == expected).all()


def test_cycles_and_infusion_only_reactions_exist_in_the_experimental_arm_alone(now: Tables) -> None:
    assert set(with_subject(now["adex"], now)["TRT01P"]) == {"BLINATUMOMAB"}
    only = [
        "Cytokine release syndrome",
        "Immune effector cell-associated neurotoxicity syndrome",
        "Infusion related reaction",
    ]
    events = with_subject(now["adae"], now)
    assert set(events.loc[events["AEDECOD"].isin(only), "TRT01P"]) == {"BLINATUMOMAB"}
    assert set(events.loc[events["AEREL"] == "RELATED", "TRT01P"]) == {"BLINATUMOMAB"}


def test_no_cycle_begins_after_relapse_or_death_and_cycles_follow_one_another(now: Tables) -> None:
    cycles = now["adex"][now["adex"]["PARAMCD"] == "CYCLE"]
    rows = now["adtte"]
    ended = rows[(rows["PARAMCD"] == "RELNRM") & (rows["CNSR"] == 0)].set_index("USUBJID")["ADT"]
    assert not (cycles["ASTDT"] >= cycles["USUBJID"].map(ended)).any()
    for _, own in cycles.groupby("USUBJID"):
        assert own["ACYCLE"].tolist() == list(range(1, len(own) + 1))
        assert own["ASTDT"].is_monotonic_increasing
        assert own["EXSTPREA"].iloc[:-1].isna().all()


def test_infusion_segments_add_up_to_the_days_given_in_the_cycle(now: Tables) -> None:
    adex = now["adex"]
    segments = adex[adex["PARAMCD"] == "INFUSION"].copy()
    segments["DAYS"] = (segments["AENDT"].fillna(pd.Timestamp(MONTH_24)) - segments["ASTDT"]).dt.days + 1
    given = segments.groupby(["USUBJID", "ACYCLE"])["DAYS"].sum()
    cycles = adex[adex["PARAMCD"] == "CYCLE"].set_index(["USUBJID", "ACYCLE"])["AVAL"]
    assert (given.sort_index() == cycles.sort_index()).all()
    assert cycles.max() == 28
    assert len(segments) > len(cycles)


def test_grade_5_is_for_participants_who_died_of_it(now: Tables) -> None:
    events = with_subject(now["adae"], now)
    fatal = events[events["AETOXGR"] == "5"]
    assert len(fatal) >= 1
    assert (fatal["AENDT"] == fatal["DTHDT"]).all()
    assert (fatal["AESDTH"] == "Y").all()
    assert (events["AESDTH"] == "Y").sum() == len(fatal)


def test_severe_gvhd_is_an_adverse_event_and_an_endpoint_alike(now: Tables) -> None:
    events, rows = now["adae"], now["adtte"]
    graded = events[(events["AEDECOD"] == "Acute graft versus host disease") & events["AETOXGR"].isin(["3", "4"])]
    counted = rows[(rows["PARAMCD"] == "AGVHD34") & (rows["EVNTDESC"] == "ACUTE GVHD III-IV")]
    assert len(set(graded["USUBJID"]) ^ set(counted["USUBJID"])) <= 1  # one may be entered before the other


def test_the_delivery_is_untidy_as_deliveries_are(now: Tables) -> None:
    events = now["adae"]
    written = events["ASTDTC"].str.len()
    assert events["ASTDT"].isna().equals(written < 10)
    assert 0.01 < (written < 10).mean() < 0.06
    assert 0.002 < events["AETOXGR"].isna().mean() < 0.03
    assert 1 <= events["AEDECOD"].isna().sum() <= 2
    said = events.drop(columns="AESEQ")
    twice = said[said.duplicated() & (said["AESER"] == "Y")]
    assert 1 <= len(twice) <= 3
    assert set(events["AESER"]) == {"Y", "N"}


def test_two_withdrew_before_their_first_dose(now: Tables) -> None:
    adsl = now["adsl"]
    left = adsl[adsl["TRT01P"] != adsl["TRT01A"]]
    assert left["TRT01P"].tolist() == ["BLINATUMOMAB"] * 2
    assert left["TRTSDT"].isna().all()


def test_events_per_participant_are_ten_to_fifty(now: Tables) -> None:
    assert 10 <= len(now["adae"]) / len(now["adsl"]) <= 50


def test_the_screening_log_names_no_arm_and_accounts_for_all_randomised(now: Tables) -> None:
    log = now["screening"]
    assert (log["OUTCOME"] == "Randomised").sum() == len(now["adsl"])
    assert log["REASON"].notna().equals(log["OUTCOME"] == "Not randomised")
    assert not log.astype(str).apply(lambda column: column.str.contains("BLINATUMOMAB|OBSERVATION")).any().any()


def test_nobody_is_randomised_before_the_site_is_activated(now: Tables) -> None:
    rows = now["adsl"].merge(now["sites"], on="SITEID", how="left")
    assert (rows["RANDDT"] >= rows["ACTDT"]).all()


def test_the_earlier_snapshot_holds_the_same_people_and_the_same_past(before: Tables, now: Tables) -> None:
    fixed = ["USUBJID", "SITEID", "TRT01P", "RANDDT", "HSCTDT", "AGE", "SEX", "DONOR", "REMISS", "MRDPRE"]
    pd.testing.assert_frame_equal(before["adsl"][fixed], now["adsl"][fixed].head(len(before["adsl"])))
    keys = {
        "adae": ["USUBJID", "AESEQ", "AETERM", "ASTDTC", "AESER"],
        "adex": ["USUBJID", "PARAMCD", "ACYCLE", "ASTDT"],
        "adlb": ["USUBJID", "PARAMCD", "ADT", "AVAL", "AVISIT"],
        "advs": ["USUBJID", "AVISIT", "ADT"],
    }
    for name, key in keys.items():
        both = before[name][key].merge(now[name][key], on=key, how="left", indicator=True)
        assert (both["_merge"] == "both").all(), name
    events = before["adtte"][before["adtte"]["CNSR"] == 0]
    kept = events.merge(now["adtte"], on=["USUBJID", "PARAMCD"], suffixes=("", "_NOW"))
    assert (kept["AVAL_NOW"] <= kept["AVAL"]).all()  # an earlier event may have been entered since
    assert (kept["CNSR_NOW"] == 0).all()


def test_late_entries_make_the_later_pull_of_the_same_cut_off_larger(tmp_path: Path, now: Tables) -> None:
    rows = write(tmp_path, cut_off=MONTH_24, pulled_on=date(2026, 6, 1))
    assert rows["adae"] > len(now["adae"])
    assert rows["adsl"] == len(now["adsl"])
