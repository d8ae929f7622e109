"""Doses and days on treatment of two public studies, spread by the panel of timing and dose.

Each parameter of a published table stands where the infusion days of a cycle would: the panel counts, and takes the
median and the range. Means and standard deviations are published too, and are none of its numbers. Doses are in grams,
since a participant is never credited with more days than there are to the cut-off.
"""

from pathlib import Path

import pandas as pd

from tests.pages.published.study import NO_EVENTS, PUBLIC, SHARED, Study, prepared, published, study

pytestmark = PUBLIC

TABLES = SHARED / "reference" / "tables"
PILOT = {"pbo": "Placebo", "low": "Xanomeline Low Dose", "high": "Xanomeline High Dose"}
ARMS = ("A: Drug X", "B: Placebo", "C: Combination")
GRAM = 1000
SPREAD = {"n": "Values", "median": "Median", "min": "Least", "max": "Most"}


def spreads(of: Study) -> pd.DataFrame:
    table = of.table("cycles", "delivered")
    return table[table["Measure"] == "Infusion days given"].set_index(["Cycle", "Arm"])


def same(found: float, printed: str, of_gram: int) -> bool:
    """Equal to all digits printed."""
    return f"{found * of_gram:.{len(printed.partition('.')[2])}f}" == printed


def test_doses_of_the_pilot(tmp_path: Path) -> None:
    """Table 14-4.01: average daily and cumulative dose, of everybody and of those who completed week 24."""
    given = """
        with dose as (select *, [AVGDD, CUMDOSE / 1000] as doses, TRTSDT as START, TRTEDT as STOP from adsl )
        select USUBJID, unnest([1, 2]) as CYCLE, unnest(doses) as AVAL, START, STOP from dose
        union all
        select USUBJID, unnest([3, 4]), unnest(doses), START, STOP from dose where COMP24FL = 'Y'"""
    source = prepared(tmp_path / "source", "cdisc_pilot", doses=given, **NO_EVENTS)
    of = study(tmp_path, "cdisc_pilot", "pilot-doses", source=source)
    ours, seen = spreads(of), 0
    for row in published("cdisc_pilot_csr_t14_4_01_exposure", TABLES):
        dose = 0 if row["parameter"].startswith("Average") else 1
        for group, first in (("safety", 1), ("completers", 3)):
            for column, arm in PILOT.items():
                if name := SPREAD.get(row["stat"]):
                    unit = GRAM if dose and row["stat"] != "n" else 1
                    found = ours.loc[(first + dose, of.letters[arm]), name]
                    assert same(found, row[f"{group}_{column}"], unit), (row, group, column)
                    seen += 1
    assert seen == 48


def test_exposure_of_chevron(tmp_path: Path) -> None:
    """Template EXT01: days on treatment and total dose of each drug."""
    cycles = {("TDURD", "Drug A"): 1, ("TDURD", "Drug B"): 2, ("TDOSE", "Drug A"): 3, ("TDOSE", "Drug B"): 4}
    number = " ".join(f"when PARAMCD = '{p}' and PARCAT2 = '{d}' then {cycle}" for (p, d), cycle in cycles.items())
    given = f"""
        select USUBJID, case {number} end as CYCLE, AVAL / if(PARAMCD = 'TDOSE', 1000, 1) as AVAL, RANDDT as START,
            RANDDT as STOP
        from adex join adsl using (USUBJID) where PARAMCD in ('TDURD', 'TDOSE')"""
    source = prepared(tmp_path / "source", "chevron_syn", doses=given, **NO_EVENTS)
    of = study(tmp_path, "chevron_syn", "chevron-doses", source=source)
    ours, seen = spreads(of), 0
    for row in published("chevron_ext01"):
        dose = row["parameter"] == "Total dose administered"
        cycle = cycles["TDOSE" if dose else "TDURD", row["drug"]]
        for arm in ARMS:
            found, unit = ours.loc[(cycle, of.letters[arm])], GRAM if dose else 1
            if row["statistic"] == "n":
                assert found["Values"] == int(row[arm])
            elif row["statistic"] == "Median":
                assert same(found["Median"], row[arm], unit), (row, arm)
            elif row["statistic"] == "Min - Max":
                least, most = row[arm].split(" - ")
                assert same(found["Least"], least, unit), (row, arm)
                assert same(found["Most"], most, unit), (row, arm)
            seen += row["statistic"] != "Mean (SD)"
    assert seen == 36
