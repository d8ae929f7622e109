"""Tables made by others from two synthetic studies, cell by cell, through the panels a reader sees.

Source: adverse events by class and term of random.cdisc.data's study (template AET02); overview, adverse events
by class and term, and worst grade of chevron's study (templates AET01, AET02, AET04).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.door import Door
from dashboard.extract import keys
from dashboard.extract.lock import lock
from dashboard.settings import ROOT, Settings
from dashboard.sides import blinded, unblinded
from dashboard.stats.counts import AdverseEvents, EventRow, percent
from dashboard.stats.overview import Overview
from dashboard.trial.load import load

SHARED = ROOT.parent / "shared"
SOURCES = SHARED / "datasets"
TABLES = SHARED / "reference" / "tables"
GRADES = {"1": (1,), "2": (2,), "3": (3,), "4": (4,), "Grade 1-2": (1, 2), "Grade 3-4": (3, 4), "Grade 5": (5,)}
OVERVIEW = {
    "Total number of patients with at least one AE": "any",
    "Total number of AEs": "any",
    "Total number of deaths": "died",
    "Total number of patients withdrawn from study due to an AE": "left",
    "AE with fatal outcome": "fatal",
    "Serious AE": "serious",
    "Serious AE leading to withdrawal from treatment": "serious-stopped",
    "Serious AE leading to dose modification/interruption": "serious-changed",
    "Related Serious AE": "serious-related",
    "AE leading to withdrawal from treatment": "stopped",
    "AE leading to dose modification/interruption": "changed",
    "Related AE": "related",
    "Related AE leading to withdrawal from treatment": "related-stopped",
    "Related AE leading to dose modification/interruption": "related-changed",
    "Severe AE (at greatest intensity)": "severe",
}
ALL = "All Patients"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SOURCES.exists(), reason="the public data sets are not beside the project"),
]

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Study:
    """A locked study: its doors, and the letter of each arm as its tables name it."""

    blinded: Door
    unblinded: Door
    letters: Mapping[str, str]

    def events(self, door: Door, page: str = "adverse-events", **choices: str) -> dict[Place, EventRow]:
        """The rows of the panel of adverse events under some choices, by place."""
        side = unblinded.SIDE if door is self.unblinded else blinded.SIDE
        found = next(each for each in side.pages(door.trial) if each.name == page)
        result = found.panel("table").result(door, **found.chosen(choices))
        assert isinstance(result, AdverseEvents)
        return {(row.level, row.soc, row.term): row for row in result.rows}

    def overview(self) -> Overview:
        """The overview that opens after its notice."""
        page = next(each for each in unblinded.SIDE.pages(self.unblinded.trial) if "overview" in each.name)
        result = page.panel("overview").result(self.unblinded, **page.chosen({}))
        assert isinstance(result, Overview)
        return result


def study(base: Path, source: str, definition: str, cut_off: date) -> Study:
    trial = load(ROOT / "data" / "trials" / definition)
    keys.new(base / "keys")
    lock(SOURCES / source, trial, cut_off, base / "extract", base / "keys")
    settings = replace(Settings(), extract=str(base / "extract"), keys=str(base / "keys"))
    doors = (side.SIDE.open(base / "extract", None, settings) for side in (blinded, unblinded))
    return Study(*doors, keys.letters(base / "keys", trial))


@pytest.fixture(scope="module")
def random_cdisc(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(tmp_path_factory.mktemp("random"), "random_cdisc", "random-cdisc.toml", date(2024, 3, 7))


@pytest.fixture(scope="module")
def chevron(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(tmp_path_factory.mktemp("chevron"), "chevron_syn", "chevron.toml", date(2022, 7, 8))


def published(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(row: Mapping[str, str]) -> Place:
    level = "overall" if row["soc"] == "(any AE)" else "term" if row["pt"] else "soc"
    return level, "" if level == "overall" else row["soc"], row["pt"]


def is_published(participants: int, n: int, row: Mapping[str, str]) -> bool:
    """Whether a panel shows the published count and percentage.

    The published tables print no percentage of nobody, and round an exact half to the even digit; a panel rounds up.
    """
    if (participants, n) != (int(row["n"]), int(row["N"])):
        return False
    tenths, rest = divmod(1000 * participants, n)
    to_even = 2 * rest == n and tenths % 2 == 0
    shown = tenths / 10 if to_even else float(percent(participants, n))
    return not row["pct"] or float(row["pct"]) == shown


def of_an_arm(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    return (row for row in rows if row["arm"] != ALL)


def holds_the_published(of: Study, table: list[dict[str, str]]) -> None:
    """Numbers and percentages of participants and numbers of events, and no row more or less."""
    ours = of.events(of.unblinded)
    assert set(ours) == {place(row) for row in table}
    for row in of_an_arm(table):
        cell = ours[place(row)].cells[of.letters[row["arm"]]]
        if row["measure"] == "n_events":
            assert (cell.events, cell.n) == (int(row["n"]), int(row["N"])), row
        else:
            assert is_published(cell.participants, cell.n, row), row


def test_random_cdisc_by_class_and_term(random_cdisc: Study) -> None:
    table = published("randomcdisc_aet02_soc_pt")
    assert len(table) == 104
    holds_the_published(random_cdisc, table)


def test_random_cdisc_all_patients_are_the_blinded_table(random_cdisc: Study) -> None:
    ours = random_cdisc.events(random_cdisc.blinded)
    for row in published("randomcdisc_aet02_soc_pt"):
        if row["arm"] == ALL:
            (cell,) = ours[place(row)].cells.values()
            found = cell.events if row["measure"] == "n_events" else cell.participants
            assert (found, cell.n) == (int(row["n"]), 400), row
            assert row["measure"] == "n_events" or is_published(found, cell.n, row), row


def test_chevron_by_class_and_term(chevron: Study) -> None:
    table = published("chevron_syn_aet02_soc_pt")
    assert len(table) == 78
    holds_the_published(chevron, table)


def test_chevron_worst_grades(chevron: Study) -> None:
    table = published("chevron_syn_aet04_worst_grade")
    ours = chevron.events(chevron.unblinded)
    assert len(table) == 180
    assert set(ours) == {place(row) for row in table}
    for row in table:
        cell = ours[place(row)].cells[chevron.letters[row["arm"]]]
        grades = GRADES.get(row["grade"])
        found = cell.participants if grades is None else sum(cell.grades.get(grade, 0) for grade in grades)
        assert is_published(found, cell.n, row), row


def test_chevron_worst_grades_that_are_not_published_have_nobody(chevron: Study) -> None:
    table = published("chevron_syn_aet04_worst_grade")
    shown = {(place(row), grade) for row in table for grade in GRADES.get(row["grade"], ())}
    for where, row in chevron.events(chevron.unblinded).items():
        for cell in row.cells.values():
            assert all((where, grade) in shown for grade, count in cell.grades.items() if count)


def test_chevron_overview(chevron: Study) -> None:
    """Every row but the number of events is participants with their percentage: "13 (86.7%)"."""
    table = published("chevron_syn_aet01_overview")
    ours = chevron.overview()
    assert len(table) == 45
    assert {measure for measure, _ in ours.counts} == set(OVERVIEW.values())
    for row in table:
        count = ours.counts[OVERVIEW[row["row_label"]], chevron.letters[row["arm"]]]
        number, _, share = row["cell"].partition(" ")
        if row["row_label"] == "Total number of AEs":
            assert (count.events, count.n) == (int(number), int(row["N"])), row
        else:
            assert count.participants is not None
            shown = {"n": number, "N": row["N"], "pct": share.strip("(%)")}
            assert is_published(count.participants, count.n, shown), row
