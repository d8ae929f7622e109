"""Laboratory values of the pilot study: who was measured when, liver signals, shifts of grades and of ranges."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.pages.published.study import NO_EVENTS, PUBLIC, SOURCES, Study, prepared, published, study

pytestmark = PUBLIC

ARMS = {"pbo": "Placebo", "low": "Xanomeline Low Dose", "high": "Xanomeline High Dose"}
TESTS = {"ALANINE AMINOTRANSFERASE": "ALT", "ASPARTATE AMINOTRANSFERASE": "AST", "BILIRUBIN": "BILI"}
ABOVE = ("Possible Hy's law", "Temple's corollary")


def test_measured_at_each_visit(pilot: Study) -> None:
    """Table 14-6.01. Its N counts records, also the few without a value; ours counts who has a value.

    Its baseline is the screening visit; ours is the last value by the first day, which some have besides. Week 26,
    after treatment, and the last value on treatment are no visits of ours.
    """
    tables = {test: pilot.table("labs", "course", test=test).set_index(["Visit", "Arm"]) for test in TESTS.values()}
    empty, seen = without_value(), 0
    for row in published("pilot_csr_t14_6_01"):
        test, visit = TESTS[row["parameter"]], row["visit"].replace("Wk", "WEEK").replace("Bsln", "Baseline")
        for arm in ARMS.values():
            if (visit, pilot.letters[arm]) not in tables[test].index:
                continue
            found, seen = tables[test].loc[(visit, pilot.letters[arm]), "Measured"], seen + 1
            if visit == "Baseline":
                assert int(row[arm]) <= found <= int(row[arm]) + 2
            else:
                assert found + empty.get((test, visit, arm), 0) == int(row[arm]), (row, arm)
    assert (seen, sum(empty.values())) == (81, 5)


def without_value() -> dict[tuple[str, str, str], int]:
    """Records of a visit that hold no value, by test, visit and planned arm."""
    rows = duckdb.sql(f"""
        select PARAMCD, VISIT, TRTP, count(*) from '{SOURCES / "cdisc_pilot" / "adlbc.parquet"}'
        where AVAL is null and PARAMCD in ('ALT', 'AST', 'BILI') and trim(AVISIT) ilike 'week%'
        group by all""").fetchall()
    return {(test, visit, arm): count for test, visit, arm, count in rows}


def test_transaminases_above_one_and_a_half_times_the_limit(pilot: Study) -> None:
    """Table 14-6.06, to week 24, at planned visits: whoever was high at any of them, whatever at baseline.

    Its bilirubin must be high at the same visit as a transaminase; ours at any visit, so that quadrant may have more.
    One participant of the low dose without a screening value is counted here alone.
    """
    found = pilot.table("labs", "liver", measured="scheduled").set_index(["Arm", "Quadrant"])["Participants"]
    table = {(row["measure"].split(" ")[0], row["shift"]): row for row in published("pilot_csr_t14_6_06")}
    for column, arm in ARMS.items():
        letter = pilot.letters[arm]

        def printed(measure: str, shift: str, column: str = column) -> int:
            row = table[measure, shift]
            return int(row[f"{column}_normal"]) + int(row[f"{column}_high"])

        assert sum(found[letter, quadrant] for quadrant in ABOVE) == printed("Transaminase", "1")
        assert found[letter, ABOVE[0]] >= printed("Total", "1")
        of = sum(found[letter]) - found[letter, "Not both measured"]
        assert of - printed("Transaminase", "n") == (column == "low")


@pytest.fixture(scope="module")
def on_treatment(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """By the arm given, as the grades were published, with values until the last patch."""
    base = tmp_path_factory.mktemp("treatment")
    people = "select adsl.* replace (dm.ACTARM as TRT01P) from adsl join dm using (USUBJID)"
    last = "coalesce(try_cast(RFXENDTC as date), TRTEDT)"
    values = f"select adlbc.* from adlbc join dm using (USUBJID) where ADT <= {last}"
    source = prepared(base / "source", "cdisc_pilot", adsl=people, adlbc=values, **NO_EVENTS)
    return study(base, "cdisc_pilot", "pilot", "pilot-labs", source=source)


def test_shift_of_grades_to_the_worst(on_treatment: Study) -> None:
    """By CTCAE v4, from the values themselves. Not counted there: nobody measured afterwards."""
    tables, seen = by_test(on_treatment, "shift", "all"), 0
    for row in published("pilot_lbt14"):
        table = tables[code(row)]
        before = table[table["Baseline grade"] == grade(row["baseline"])]
        for arm in ARMS.values():
            mine = before[(before["Arm"] == on_treatment.letters[arm]) & (before["Worst grade"] != "Not graded")]
            found = mine[mine["Worst grade"] == grade(row["worst"])] if row["worst"] else mine
            assert found["Participants"].sum() == int(row[arm]), (row, arm)
            seen += 1
    assert seen == 180


def test_abnormal_where_the_baseline_was_not(on_treatment: Study) -> None:
    """Of those not low at baseline, or not high, and measured afterwards: who became so."""
    tables, seen = by_test(on_treatment, "ranges", "all"), 0
    for row in published("pilot_lbt04"):
        for arm in ARMS.values():
            known = measured(tables[code(row)], on_treatment.letters[arm])
            of = known[known["At baseline"] != row["direction"]]
            found = of[of["After baseline"].isin([row["direction"], "Low and high"])]
            assert f"{found['Participants'].sum()}/{of['Participants'].sum()}" == row[arm], (row, arm)
            seen += 1
    assert seen == 84


def test_shift_against_threshold_ranges(tmp_path: Path) -> None:
    """Table 14-6.05: half the lower limit and one and a half times the upper; its baseline is the flagged value."""
    values = (
        "select adlbc.* replace (A1LO / 2 as A1LO, 1.5 * A1HI as A1HI) from adlbc where ADT > TRTSDT or ABLFL = 'Y'"
    )
    source = prepared(tmp_path / "source", "cdisc_pilot", adlbc=values, **NO_EVENTS)
    of = study(tmp_path, "cdisc_pilot", "pilot", "pilot-labs", source=source)
    tables, seen = by_test(of, "ranges", "scheduled"), 0
    for row in published("pilot_csr_t14_6_05"):
        for column, arm in ARMS.items():
            known = measured(tables[code(row)], of.letters[arm])
            after = known if row["worst"] == "n" else known[known["After baseline"] == row["worst"]]
            for before in ("Normal", "High"):
                found = after[after["At baseline"] == before]["Participants"].sum()
                assert found == int(row[f"{column}_{before.lower()}"]), (row, arm, before)
                seen += 1
    assert seen == 264


def measured(table: pd.DataFrame, letter: str) -> pd.DataFrame:
    """The rows of an arm with a value afterwards."""
    return table[(table["Arm"] == letter) & (table["After baseline"] != "Not known")]


def by_test(of: Study, panel: str, when: str) -> dict[str, pd.DataFrame]:
    return {test: of.table("labs", panel, test=test, measured=when) for test in CODES.values()}


def code(row: Mapping[str, str]) -> str:
    """The test of a published row, which may have its unit behind its name."""
    return CODES[row["parameter"].split(" (")[0].upper().removeprefix("BLOOD ")]


CODES = {
    "ALANINE AMINOTRANSFERASE": "ALT",
    "ALBUMIN": "ALB",
    "ALKALINE PHOSPHATASE": "ALP",
    "ASPARTATE AMINOTRANSFERASE": "AST",
    "BILIRUBIN": "BILI",
    "CALCIUM": "CA",
    "CHLORIDE": "CL",
    "CHOLESTEROL": "CHOL",
    "CREATINE KINASE": "CK",
    "CREATININE": "CREAT",
    "GAMMA GLUTAMYL TRANSFERASE": "GGT",
    "GLUCOSE": "GLUC",
    "PHOSPHATE": "PHOS",
    "POTASSIUM": "K",
    "PROTEIN": "PROT",
    "SODIUM": "SODIUM",
    "URATE": "URATE",
    "UREA NITROGEN": "BUN",
}


def grade(said: str) -> str:
    """A published grade as ours; "Not High" and "Not Low" are grade 0."""
    return {"Missing": "Not graded"}.get(said, "Grade 0" if said.startswith("Not") else f"Grade {said}")
