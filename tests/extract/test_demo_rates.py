"""Rates of the synthetic trial in the large, against the parameters it is drawn from.

4,000 participants, 2,000 an arm: a share of 10% has a standard error of 0.7 points, one of 40% of 1.1.
Tolerances are four standard errors and what competing events, cut-off and late entry take away.
"""

import numpy as np
import pandas as pd
import pytest

from dashboard.extract.demo import happenings, subjects
from dashboard.extract.demo.snapshot import Snapshot, take
from dashboard.extract.demo.timeline import pull
from dashboard.extract.demo.trial import simulate
from dashboard.trial.load import load
from tests.conftest import ROOT

LONG_AFTER = pd.Timestamp("2030-01-15").date()


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return take(simulate(4000, "A", 3), pull(LONG_AFTER))


@pytest.fixture(scope="module")
def events(snapshot: Snapshot) -> pd.DataFrame:
    rows = happenings.adae(snapshot)
    adsl = subjects.adsl(snapshot).set_index("USUBJID")
    rows["ARM"] = rows["USUBJID"].astype(str).map(adsl["TRT01P"].astype(str))
    start = pd.to_datetime(rows["ASTDTC"].astype(str).where(rows["ASTDT"].notna(), None))
    rows["DAY"] = (start - pd.to_datetime(rows["USUBJID"].astype(str).map(adsl["RANDDT"]))).dt.days
    rows["GRADE"] = rows["AETOXGR"].astype(float)
    return rows


def share(snapshot: Snapshot, parameter: str, cause: str, by: int) -> tuple[float, float]:
    """Crude share with the event by a day, in observation and blinatumomab: everybody was followed beyond it."""
    rows = happenings.adtte(snapshot)
    rows = rows[rows["PARAMCD"] == parameter].merge(subjects.adsl(snapshot)[["USUBJID", "TRT01P"]], on="USUBJID")
    hit = (rows["CNSR"] == 0) & (rows["EVNTDESC"] == cause) & (rows["AVAL"] <= by)
    by_arm = hit.groupby(rows["TRT01P"].astype(str)).mean()
    return by_arm["OBSERVATION"], by_arm["BLINATUMOMAB"]


def incidence(hazard: float, other: float, years: float) -> float:
    """Cumulative incidence of one of two competing causes with constant hazards."""
    return hazard / (hazard + other) * (1 - np.exp(-(hazard + other) * years))


def test_relapse_and_nrm_follow_their_hazards(snapshot: Snapshot) -> None:
    control, experimental = share(snapshot, "RELNRM", "RELAPSE", 730)
    assert control == pytest.approx(incidence(0.263, 0.083, 2), abs=0.045)
    assert experimental == pytest.approx(incidence(0.145, 0.083, 2), abs=0.045)
    control, experimental = share(snapshot, "RELNRM", "DEATH WITHOUT RELAPSE", 730)
    assert control == pytest.approx(incidence(0.083, 0.263, 2), abs=0.03)
    assert experimental == pytest.approx(incidence(0.083, 0.145, 2), abs=0.03)


def test_overall_survival_at_two_years_is_that_of_the_design(snapshot: Snapshot) -> None:
    """72% and 77% by the design's table."""
    control, experimental = share(snapshot, "OS", "DEATH", 730)
    assert 1 - control == pytest.approx(0.72, abs=0.045)
    assert 1 - experimental == pytest.approx(0.77, abs=0.045)


def test_severe_gvhd_and_graft_failure_by_day_180(snapshot: Snapshot) -> None:
    """6% and 7%, 2% and 2% before relapse and death, which take away about a tenth."""
    assert share(snapshot, "AGVHD34", "ACUTE GVHD III-IV", 180) == pytest.approx((0.055, 0.065), abs=0.022)
    assert share(snapshot, "GRAFTFAIL", "GRAFT FAILURE", 180) == pytest.approx((0.019, 0.019), abs=0.013)


def test_severe_reactions_within_28_days_of_the_first_dose(snapshot: Snapshot) -> None:
    for parameter, cause, expected in (
        ("CRS3", "CRS GRADE 3 OR HIGHER", 0.02),
        ("ICANS3", "ICANS GRADE 3 OR HIGHER", 0.04),
    ):
        rows = happenings.adtte(snapshot)
        rows = rows[rows["PARAMCD"] == parameter]
        assert (rows["EVNTDESC"] == cause).mean() == pytest.approx(expected, abs=0.017)


def test_five_in_six_continue_from_cycle_to_cycle(snapshot: Snapshot) -> None:
    cycles = subjects.adex(snapshot)
    begun = cycles[cycles["PARAMCD"] == "CYCLE"].groupby("ACYCLE").size()
    assert (begun.to_numpy()[1:] / begun.to_numpy()[:-1]).tolist() == pytest.approx([0.83] * 3, abs=0.035)


def test_severe_infection_by_six_months(events: pd.DataFrame, snapshot: Snapshot) -> None:
    """20% and 26%; the tolerance also covers what grade missing and partial dates take away."""
    infected = events[
        (events["AEBODSYS"] == "Infections and infestations") & (events["GRADE"] >= 3) & (events["DAY"] <= 182)
    ]
    people = subjects.adsl(snapshot)["TRT01P"].astype(str).value_counts()
    found = infected.groupby("ARM")["USUBJID"].nunique() / people
    assert found["OBSERVATION"] == pytest.approx(0.20, abs=0.045)
    assert found["BLINATUMOMAB"] == pytest.approx(0.26, abs=0.045)


def test_most_events_of_the_treated_start_in_cycle_1(events: pd.DataFrame, snapshot: Snapshot) -> None:
    """65% drawn within six weeks of the first dose; a few more follow from planned cycles not begun."""
    adsl = subjects.adsl(snapshot).set_index("USUBJID")
    treated = events[events["USUBJID"].astype(str).isin(adsl.index[adsl["SAFFL"] == "Y"])]
    dose = (adsl["TRTSDT"] - adsl["RANDDT"]).dt.days
    since = treated["DAY"] - treated["USUBJID"].astype(str).map(dose)
    assert since.between(0, 41).mean() == pytest.approx(0.65, abs=0.06)


def test_events_are_entered_after_a_median_of_ten_days_serious_ones_after_two() -> None:
    trial = simulate(4000, "A", 3)
    punctual = trial.people.site[trial.events.who] != 7
    serious = trial.events.serious
    assert np.median(trial.events.lag[punctual & ~serious]) == pytest.approx(10, abs=1)
    assert np.median(trial.events.lag[punctual & serious]) == pytest.approx(2, abs=1)
    late = trial.events.lag[~punctual & ~serious]
    assert np.median(late) == pytest.approx(50, abs=2)  # ten days and forty more at the lagging site


def test_entry_characteristics(snapshot: Snapshot) -> None:
    adsl = subjects.adsl(snapshot)
    since = (adsl["RANDDT"] - adsl["HSCTDT"]).dt.days
    assert adsl["AGE"].between(18, 65).all()
    assert adsl["AGE"].median() == pytest.approx(38, abs=2)
    assert since.between(45, 110).all()
    assert since.median() == pytest.approx(80, abs=3)
    for column, value, expected in (
        ("DONOR", "HAPLOIDENTICAL", 0.45),
        ("GVHDPROP", "PTCY", 0.55),
        ("CONDREG", "TBI", 0.60),
        ("REMISS", "CR1", 0.60),
        ("MRDPRE", "POSITIVE", 0.45),
    ):
        assert (adsl[column] == value).mean() == pytest.approx(expected, abs=0.035)


def test_laboratory_spells_are_commoner_with_blinatumomab(snapshot: Snapshot) -> None:
    """Neutrophils below 0.5: 8% and 20%; a spell drawn for a visit never held is not seen."""
    labs = subjects.adlb(snapshot)
    low = labs[(labs["PARAMCD"] == "ANC") & (labs["AVAL"] < 0.5)]["USUBJID"].astype(str).unique()
    adsl = subjects.adsl(snapshot)
    hit = adsl["USUBJID"].isin(low).groupby(adsl["TRT01P"].astype(str)).mean()
    assert hit["OBSERVATION"] == pytest.approx(0.075, abs=0.025)
    assert hit["BLINATUMOMAB"] == pytest.approx(0.195, abs=0.04)


def test_every_laboratory_test_of_the_definition_is_measured_in_its_unit(snapshot: Snapshot) -> None:
    labs = load(ROOT / "data" / "trial.toml").labs
    assert labs is not None
    rows = subjects.adlb(snapshot)
    measured = set(zip(rows["PARAMCD"].astype(str), rows["AVALU"].astype(str), strict=True))
    assert measured == {(test.name, test.unit) for test in labs.tests}


def test_aspartate_rises_with_alanine_aminotransferase(snapshot: Snapshot) -> None:
    """Logarithms: variance 0.25 in common (0.4² + 0.3²) of 0.29 (0.2² more), a correlation of 0.93."""
    labs = subjects.adlb(snapshot)
    alanine, aspartate = (np.log(labs["AVAL"][labs["PARAMCD"] == name].to_numpy()) for name in ("ALT", "AST"))
    assert np.corrcoef(alanine, aspartate)[0, 1] == pytest.approx(0.93, abs=0.02)
