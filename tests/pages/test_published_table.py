"""Table 14-5.01 of the CDISC pilot study's report, cell by cell, through the panel a reader sees.

Source: clinical study report of CDISCPILOT01, treatment-emergent adverse events by system organ class and
preferred term; its names in full as re-read from the data (columns soc_full, pt_full).
"""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.door import Door
from dashboard.extract import keys
from dashboard.extract.lock import lock
from dashboard.pages.page import Page
from dashboard.settings import ROOT, Settings
from dashboard.sides import blinded, unblinded
from dashboard.stats.counts import AdverseEvents, EventRow, percent
from dashboard.trial.load import load

SHARED = ROOT.parent / "shared"
SOURCE = SHARED / "datasets" / "cdisc_pilot"
TABLE = SHARED / "reference" / "tables" / "cdisc_pilot_csr_t14_5_01_teae.csv"
ARMS = {"pbo": "Placebo", "low": "Xanomeline Low Dose", "high": "Xanomeline High Dose"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SOURCE.exists(), reason="the public data sets are not beside the project"),
]


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, str]]:
    """Settings that serve the locked study, and the letter of each arm."""
    base = tmp_path_factory.mktemp("pilot")
    trial = load(ROOT / "data" / "trials" / "cdisc-pilot.toml")
    keys.new(base / "keys")
    lock(SOURCE, trial, date(2015, 3, 5), base / "extract", base / "keys")
    letters = {arm: letter for arm, letter in keys.letters(base / "keys", trial).items()}
    settings = replace(Settings(), extract=str(base / "extract"), keys=str(base / "keys"))
    return settings, letters


def events(door: Door, pages: tuple[Page, ...]) -> AdverseEvents:
    page = next(page for page in pages if page.name == "adverse-events")
    result = page.panel("table").result(door, **page.chosen({}))
    assert isinstance(result, AdverseEvents)
    return result


def published() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(row: dict[str, str]) -> tuple[str, str, str]:
    level = {"OVERALL": "overall", "SOC": "soc", "PT": "term"}[row["level"]]
    soc = "" if level == "overall" else row["soc_full"].upper()
    return level, soc, row["pt_full"].upper() if level == "term" else ""


def test_every_number_of_the_published_table_is_ours(pilot: tuple[Settings, dict[str, str]]) -> None:
    settings, letters = pilot
    door = unblinded.SIDE.open(Path(settings.extract), None, settings)
    ours: dict[tuple[str, str, str], EventRow] = {
        (row.level, row.soc.upper(), row.term.upper()): row
        for row in events(door, unblinded.SIDE.pages(door.trial)).rows
    }
    table = published()
    assert len(table) == 254
    assert set(ours) == {place(row) for row in table}
    for row in table:
        for column, arm in ARMS.items():
            cell = ours[place(row)].cells[letters[arm]]
            found = (cell.participants, percent(cell.participants, cell.n), cell.events)
            # the report prints no event count and no percentage where nobody had the event
            expected = (int(row[f"{column}_n"]), row[f"{column}_pct"] or "0.0", int(row[f"{column}_events"] or 0))
            assert (found[0], float(found[1]), found[2]) == (expected[0], float(expected[1]), expected[2]), (
                row,
                column,
            )


def test_the_blinded_table_is_the_sum_of_the_published_arms(pilot: tuple[Settings, dict[str, str]]) -> None:
    settings, _ = pilot
    door = blinded.SIDE.open(Path(settings.extract), None, settings)
    ours = {
        (row.level, row.soc.upper(), row.term.upper()): row for row in events(door, blinded.SIDE.pages(door.trial)).rows
    }
    for row in published():
        (cell,) = ours[place(row)].cells.values()
        assert cell.n == 254
        assert cell.participants == sum(int(row[f"{column}_n"]) for column in ARMS)
        assert cell.events == sum(int(row[f"{column}_events"] or 0) for column in ARMS)
