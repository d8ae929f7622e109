"""Who was randomised, what became of them and of what they died: three public studies.

What differs by definition: here a death is a death, whenever it was, and a reason for leaving is of those alive; the
published tables have death among the reasons, and the pilot study's has it to week 24 alone. Percentages of causes are
of the dead there; a panel counts causes without a percentage. Means, with their deviation, are none of our numbers.
"""

from collections.abc import Callable

import pytest

from dashboard.sides import conduct
from dashboard.stats.baseline import Number
from tests.pages.published.study import PUBLIC, SHARED, Study, agrees, published

pytestmark = PUBLIC

ARMS = ("A: Drug X", "B: Placebo", "C: Combination")
PILOT = ("Placebo", "Xanomeline Low Dose", "Xanomeline High Dose")
LEFT = "Left the trial alive"
TABLES = SHARED / "reference" / "tables"


def test_populations_of_the_pilot(pilot: Study) -> None:
    """Table 14-1.01: the n of each population is the one under every table of adverse events."""
    titles = {population.title: population.name for population in pilot.unblinded.trial.populations}
    randomised: dict[str, int] = {}
    for row in published("cdisc_pilot_csr_t14_1_01_populations", TABLES):
        n = pilot.result("adverse-events", "table", population=titles[row["population"]]).n
        found = {column: n[pilot.letters[arm]] for column, arm in zip(("pbo", "low", "high"), PILOT, strict=True)}
        found["total"] = sum(found.values())
        randomised = randomised or found
        for column, count in found.items():
            assert agrees(f"{row[f'{column}_n']} ({row[f'{column}_pct']}%)", count, randomised[column]), (row, column)


def test_participants_of_the_pilot_by_site(pilot: Study) -> None:
    """Table 14-1.03, of all arms together: the conduct side has no arms."""
    (page,) = (page for page in conduct.SIDE.pages(pilot.conduct.trial) if page.name == "enrolment")
    table = page.panel("sites").result(pilot.conduct, **page.chosen({})).table()
    found = dict(zip(table["Site"], table["Randomised"], strict=True))
    assert found.pop("All sites") == 254
    assert found == {row["site"]: int(row["total"]) for row in published("pilot_csr_t14_1_03")}


def steps(of: Study) -> dict[tuple[str, str, str], int]:
    """Participants by step, reason and arm."""
    table = of.table("disposition", "numbers")
    return {
        (row["Step"], row["Reason"], arm): row[f"{letter}: n"]
        for _, row in table.iterrows()
        for arm, letter in of.letters.items()
    }


def test_end_of_the_pilot(pilot: Study) -> None:
    """Table 14-1.02. One of placebo died after week 24: completed there, dead here."""
    reasons = {
        "Lack of Efficacy[2]": "Lack of Efficacy",
        "Subject decided to withdraw": "Withdrew Consent",
        "Physician decided to withdraw subject": "Physician Decision",
        "Protocol criteria not met": "I/E Not Met",
        "Protocol violation": "Protocol Violation",
        "Sponsor decision": "Sponsor Decision",
    }
    ours, n = steps(pilot), {"Placebo": 86}
    for row in published("pilot_csr_t14_1_02"):
        name = row["row"]
        for arm in PILOT:
            after = int(arm == "Placebo")
            found = {
                "Completed Week 24": ours["Alive and followed", "", arm] + after,
                "Early Termination (prior to Week 24)": ours[LEFT, "", arm] + ours["Died", "", arm] - after,
                "Death": ours["Died", "", arm] - after,
                "Missing": 0,
            }.get(name, ours.get((LEFT, reasons.get(name, name), arm), 0))
            assert agrees(row[arm], found, n.get(arm, 84)), (row, arm)


@pytest.mark.parametrize(("study", "table"), [("random_cdisc", "random_cdisc_dst01"), ("chevron", "chevron_dst01")])
def test_template_dst01(study: str, table: str, request: pytest.FixtureRequest) -> None:
    of: Study = request.getfixturevalue(study)
    ours, rows = steps(of), {row["row"].upper(): row for row in published(table)}
    known = {reason.upper(): reason for step, reason, _ in ours if step == LEFT and reason}
    assert known.keys() == rows.keys() - {"COMPLETED", "ONGOING", "DISCONTINUED", "DEATH"}
    for arm in ARMS:
        n, died, left = (ours[step, "", arm] for step in ("Randomised", "Died", LEFT))
        assert agrees(rows["DEATH"][arm], died, n)
        assert agrees(rows["DISCONTINUED"][arm], died + left, n)
        followed = [int(rows[name][arm].split(" ")[0]) for name in ("COMPLETED", "ONGOING") if name in rows]
        assert ours["Alive and followed", "", arm] == sum(followed)
        for name, reason in known.items():
            assert agrees(rows[name][arm], ours[LEFT, reason, arm], n), (name, arm)


@pytest.mark.parametrize(
    ("study", "table", "arms", "cells"),
    [
        ("random_cdisc", "random_cdisc_dmt01", ARMS, 57),
        ("chevron", "chevron_dmt01", ARMS, 48),
        ("pilot", "pilot_csr_t14_2_01", PILOT, 39),
    ],
)
def test_demographics(
    study: str, table: str, arms: tuple[str, ...], cells: int, request: pytest.FixtureRequest
) -> None:
    """Age, sex, race and ethnicity, and the pilot study's age groups; those of the synthetic studies are in no data.

    The pilot study's table counts its Hispanics apart from its Caucasians, and the data have them among the white.
    """
    of: Study = request.getfixturevalue(study)
    result, seen = of.result("baseline", "characteristics"), 0
    ours = {(row.item.title.upper(), row.level.upper()): row for row in result.rows}
    for row in published(table):
        of_what = row["characteristic"].upper().removesuffix(" (YR)").removesuffix(" (ORIGIN)")
        for arm in arms:
            letter, name = of.letters[arm], row["row"].upper().removesuffix(" YRS")
            n = result.n[letter]
            if of_what == "AGE" and name in AGE:
                number = ours["AGE", ""].numbers[letter]
                assert AGE[name](number) == [float(part) for part in row[arm].split(" - ")], (row, arm)
            elif name == "N":
                assert int(row[arm]) == n
            elif name == "CAUCASIAN":
                hispanic = next(each[arm] for each in published(table) if each["row"] == "Hispanic")
                assert count(row[arm]) + count(hispanic) == ours["RACE", "WHITE"].counts[letter]
            elif level := ours.get((of_what, ORIGINS.get(name, name) if arms == PILOT else name)):
                assert agrees(row[arm], level.counts[letter], n), (row, arm)
            else:
                assert name in NOT_OURS or of_what == "AGE GROUP" or row[arm] == "0", (row, arm)
                continue
            seen += 1
    assert seen == cells


AGE: dict[str, Callable[[Number], list[float]]] = {
    "MEDIAN": lambda age: [age.middle],
    "MIN": lambda age: [age.least],
    "MAX": lambda age: [age.most],
    "MIN - MAX": lambda age: [age.least, age.most],
}
ORIGINS = {"AFRICAN DESCENT": "BLACK OR AFRICAN AMERICAN", "OTHER": "AMERICAN INDIAN OR ALASKA NATIVE"}
NOT_OURS = ("MEAN", "SD", "MEAN (SD)", "HISPANIC")


def count(cell: str) -> int:
    return int(cell.split(" ")[0])


@pytest.mark.parametrize(("study", "table"), [("random_cdisc", "random_cdisc_dtht01"), ("chevron", "chevron_dtht01")])
def test_template_dtht01(study: str, table: str, request: pytest.FixtureRequest) -> None:
    """Deaths by recorded cause. The table says progressive disease for what the source calls progression."""
    of: Study = request.getfixturevalue(study)
    causes = {
        (row["Recorded cause"].upper(), arm): row[f"{letter}: deaths"]
        for _, row in of.table("deaths", "causes").iterrows()
        for arm, letter in of.letters.items()
    }
    grouped = {"ADVERSE EVENT", "DISEASE PROGRESSION", "ANY"}
    for row in published(table):
        name = row["row"].upper().replace("PROGRESSIVE DISEASE", "DISEASE PROGRESSION")
        for arm in ARMS:
            others = sum(deaths for (cause, of_arm), deaths in causes.items() if of_arm == arm and cause not in grouped)
            found = {"OTHER": others, "N": causes["ANY", arm], "TOTAL NUMBER OF DEATHS": causes["ANY", arm]}
            assert count(row[arm]) == found.get(name, causes.get((name, arm), 0)), (row, arm)
    assert {name for name, _ in causes} - grouped <= {row["row"].upper() for row in published(table)}
