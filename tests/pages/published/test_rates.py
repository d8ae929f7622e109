"""Rates of random.cdisc.data's study per 100 patient-years (templates AET05, AET05_ALL), of the pilot's per 100 days.

The synthetic study's published years are of times with hours. A panel counts whole days, the day of the event as one:
its years are up to a day longer for each event, and its rate that much lower.
"""

from pathlib import Path

import duckdb
import pytest

from dashboard.stats.rates import PER_100_YEARS, all_events_poisson, first_events
from tests.pages.published.study import PUBLIC, SOURCES, prepared, published, study

pytestmark = PUBLIC

YEAR = 365.25


@pytest.fixture(scope="module")
def times() -> dict[tuple[str, str], tuple[int, float]]:
    """Occurrences and years by parameter and arm, summed from the study's own data."""
    rows = duckdb.sql(f"""
        with one as (from '{SOURCES / "random_cdisc" / "cadaette.parquet"}'),
        followed as (select ARM, sum(AVAL) as years from one where PARAMCD = 'AEREPTTE' group by ARM)
        select PARAMCD, ARM, count(*) filter (CNSR = 0), sum(AVAL) from one where PARAMCD like 'AETTE%' group by all
        union all
        select PARAMCD, ARM, sum(AVAL)::integer, any_value(years) from one join followed using (ARM)
        where PARAMCD like 'AETOT%' group by all""").fetchall()
    return {(parameter, arm): (events, years) for parameter, arm, events, years in rows}


def test_rates_and_exact_limits_are_the_published_ones(times: dict[tuple[str, str], tuple[int, float]]) -> None:
    """First and all occurrences with the exact Poisson limits, from the times as they are."""
    for row in published("random_cdisc_aet05"):
        events, years = times[row["parameter"], row["arm"]]
        method = first_events if row["parameter"].startswith("AETTE") else all_events_poisson
        found = method(events, years * YEAR)
        assert (events, f"{years:.1f}") == (int(row["events"]), row["patient_years"])
        assert f"{float(found.rate):.2f}" == row["rate"]
        assert (f"{float(found.lower):.2f}", f"{float(found.upper):.2f}") == (row["lower"], row["upper"]), row


PEOPLE = """
    select cadsl.* replace (TRTSDTM as RANDDT, TRTSDTM + to_days(ADY - 1) as LSTALVDT, null::date as DTHDT)
    from cadsl join (select USUBJID, ADY from cadaette where PARAMCD = 'AEREPTTE') using (USUBJID)"""
FIRST = """
    select USUBJID, 'First occurrence' as AEBODSYS, PARAMCD as AEDECOD, '1' as AETOXGR, 'N' as AESER, 'N' as AEREL,
        'N' as AESDTH, 'DOSE NOT CHANGED' as AEACN, TRTSDTM + to_days(ADY - 1) as ASTDTM, null::date as AENDTM,
        'Y' as TRTEMFL, 'Y' as ANL01FL
    from cadaette where PARAMCD like 'AETTE%' and CNSR = 0"""


def test_the_panel_of_rates_differs_by_parts_of_days_alone(tmp_path: Path) -> None:
    """Each time to a first occurrence is an event of that name; nobody dies while at risk."""
    source = prepared(tmp_path / "source", "random_cdisc", cadsl=PEOPLE, cadae=FIRST)
    made = study(tmp_path, "random_cdisc", source=source)
    ours = made.table("adverse-events", "rates", population="safety").set_index(["Event", "Arm"])
    for row in published("random_cdisc_aet05"):
        if row["parameter"].startswith("AETOT"):
            continue
        found = ours.loc[row["parameter"], made.letters[row["arm"]]]
        events, rate = int(row["events"]), found["Rate per 100 person-years"]
        assert found["Participants"] == events
        years, theirs = 100 * events / rate, 100 * events / float(row["rate"])
        rounding = theirs * 0.005 / float(row["rate"])
        assert -rounding < years - theirs < events / YEAR + rounding, row
        days = round(years * YEAR)
        assert years * YEAR == pytest.approx(days, abs=1e-6)
        limits = first_events(events, days, PER_100_YEARS)
        assert found["Rate per 100 person-years: lower 95%"] == pytest.approx(float(limits.lower), rel=1e-12)


OF_THE_PILOT = {
    "dm": "select * replace (null::varchar as DTHDTC) from dm",
    "adsl": "select adsl.* replace (STARTDT + (AVAL::integer - 1) as RFENDT) from adsl join adtte using (USUBJID)",
    "adae": """
        select USUBJID, 'Times' as AEBODSYS, 'Censored' as AEDECOD, 'MILD' as AESEV, 'N' as AESER, 'NONE' as AEREL,
            'N' as AESDTH, STARTDT + (AVAL::integer - 1) as ASTDT, null::date as AENDT, 'Y' as TRTEMFL
        from adtte where CNSR = 1""",
}


def test_the_pooled_rate_of_the_pilot(tmp_path: Path) -> None:
    """cardx counts who was censored, over whole days of which the first is day 1: the pooled panel says the same.

    102 events in 16,853 days: 0.605 (0.493 to 0.735, exact) per 100 days, which the package calls years.
    Source: insightsengineering/cardx (Apache-2.0), tests/testthat/_snaps/ard_incidence_rate.md, commit 23074d4.
    """
    source = prepared(tmp_path / "source", "cdisc_pilot", **OF_THE_PILOT)
    of = study(tmp_path, "cdisc_pilot", "pilot", source=source)
    table = of.table("adverse-events", "rates", pooled=True)
    (found,) = (row for _, row in table.iterrows() if row["Event"] == "Censored")
    rates = [found[f"Rate per 100 person-years{limit}"] for limit in ("", ": lower 95%", ": upper 95%")]
    assert (found["Participants"], found["Of"]) == (102, 254)
    assert 102 * 100 * YEAR / rates[0] == pytest.approx(16853, abs=1e-6)
    assert [f"{rate / YEAR:.3f}" for rate in rates] == ["0.605", "0.493", "0.735"]
