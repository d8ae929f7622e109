"""The forms of the synthetic trial's deaths agree with everything else that is known of them."""

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard.extract.demo import happenings, subjects
from dashboard.extract.demo.deaths import CAUSES, NARRATIVE_LAG
from dashboard.extract.demo.snapshot import Snapshot, take
from dashboard.extract.demo.timeline import MONTH_24, pull
from dashboard.extract.demo.trial import simulate

INFECTIONS = {"Sepsis", "Pneumonia", "Bronchopulmonary aspergillosis"}
OTHER_TERMS = {
    "Acute GVHD": {"Acute graft versus host disease"},
    "Veno-occlusive disease": {"Venoocclusive liver disease"},
}


@pytest.fixture(scope="module", params=["A", "B", "many"])
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    patients, scenario = (3000, "A") if request.param == "many" else (160, request.param)
    return take(simulate(patients, scenario, 20240115), pull(MONTH_24))


@pytest.fixture(scope="module")
def deaths(snapshot: Snapshot) -> pd.DataFrame:
    """The dead, whether they had relapsed, and their fatal event and its attribution."""
    rows = subjects.adsl(snapshot).replace("", np.nan)
    rows = rows[rows["DTHDT"].notna()].astype({"USUBJID": str}).set_index("USUBJID")
    first = happenings.adtte(snapshot).astype({"USUBJID": str})
    rows["first"] = first[first["PARAMCD"] == "RELNRM"].set_index("USUBJID")["EVNTDESC"]
    fatal = happenings.adae(snapshot).astype({"USUBJID": str})
    fatal = fatal[fatal["AESDTH"] == "Y"].set_index("USUBJID")
    rows["term"], rows["AEREL"] = fatal["AEDECOD"].astype(str), fatal["AEREL"].astype(str)
    return rows


def test_every_death_has_a_cause_and_an_attribution_and_nobody_else_has(
    snapshot: Snapshot, deaths: pd.DataFrame
) -> None:
    everybody = subjects.adsl(snapshot)
    for column in ("DTHCAUS", "DTHREL"):
        assert (everybody[column].notna() == everybody["DTHDT"].notna()).all()
    assert (everybody["DTHNARR"] != "")[everybody["DTHDT"].isna()].sum() == 0
    assert set(deaths["DTHCAUS"]) <= set(CAUSES)


def test_a_death_without_relapse_has_the_cause_and_attribution_of_its_fatal_event(deaths: pd.DataFrame) -> None:
    nrm = deaths[deaths["first"] == "DEATH WITHOUT RELAPSE"]
    assert len(nrm)
    for _, row in nrm.iterrows():
        assert row["term"] in OTHER_TERMS.get(row["DTHCAUS"], INFECTIONS)
        assert row["DTHREL"].upper() == row["AEREL"]


def test_who_dies_of_acute_gvhd_had_it_at_grade_three_or_four(snapshot: Snapshot, deaths: pd.DataFrame) -> None:
    """A fatal adverse event of it is an event of the guideline too, on an earlier day or the same."""
    times = happenings.adtte(snapshot).astype({"USUBJID": str})
    gvhd = times[times["PARAMCD"] == "AGVHD34"].set_index("USUBJID")
    nrm = deaths[deaths["first"] == "DEATH WITHOUT RELAPSE"]
    had = gvhd["EVNTDESC"].reindex(nrm.index) == "ACUTE GVHD III-IV"
    assert (had == (nrm["DTHCAUS"] == "Acute GVHD")).all()
    assert had.any() or len(deaths) < 100


def test_a_death_after_relapse_is_never_attributed_to_treatment(deaths: pd.DataFrame) -> None:
    after = deaths[deaths["first"] == "RELAPSE"]
    assert set(after["DTHREL"]) == {"Not related"}
    assert set(after["DTHCAUS"]) <= {"Relapse", "Infection"}
    told = after["DTHNARR"].dropna()
    assert told.str.startswith("Relapse on day ").all()


def test_some_recorded_causes_disagree_with_what_counts_as_nrm() -> None:
    """15% of deaths after relapse are recorded as infections; the tolerance is four standard errors."""
    everybody = subjects.adsl(take(simulate(3000, "A", 20240115), pull(date(2030, 1, 15))))
    after = everybody["DTHNARR"].str.startswith("Relapse on day ")
    assert after.sum() > 500
    share = (everybody.loc[after, "DTHCAUS"] == "Infection").mean()
    assert share == pytest.approx(0.15, abs=4 * np.sqrt(0.15 * 0.85 / after.sum()))


def test_a_narrative_comes_three_weeks_after_the_form_at_the_earliest(deaths: pd.DataFrame) -> None:
    recent = deaths["DTHDT"] > pd.Timestamp(MONTH_24 - timedelta(days=NARRATIVE_LAG))
    assert deaths.loc[recent, "DTHNARR"].isna().all()
    assert deaths.loc[~recent, "DTHNARR"].notna().any()


def test_a_narrative_fits_a_transport_file_and_names_nothing_of_one_arm(deaths: pd.DataFrame) -> None:
    told = deaths["DTHNARR"].dropna()
    assert (told.str.encode("utf-8").str.len() <= 200).all()
    of_an_arm = re.compile(r"blinatumomab|observation|infusion|cycle|dose|pump|cytokine|neurotox|maintenance|CRS|ICANS")
    assert not told.str.contains(of_an_arm).any()


def test_days_in_a_narrative_are_those_of_the_data(snapshot: Snapshot, deaths: pd.DataFrame) -> None:
    rows = happenings.adtte(snapshot).astype({"USUBJID": str})
    relapse = rows[(rows["PARAMCD"] == "RELNRM") & (rows["EVNTDESC"] == "RELAPSE")].set_index("USUBJID")["AVAL"]
    for name, row in deaths[deaths["first"] == "RELAPSE"].dropna(subset="DTHNARR").iterrows():
        day, since = int(relapse[str(name)]), int((row["DTHDT"] - row["RANDDT"]).days - relapse[str(name)])
        assert f"Relapse on day {day} after randomisation" in row["DTHNARR"]
        counted = "on the day of" if since == 0 else f"{since} day{'s' if since > 1 else ''} after"
        assert row["DTHNARR"].endswith(f"Died {counted} relapse.")
