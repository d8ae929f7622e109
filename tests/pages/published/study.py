"""Public studies locked once, so that tables made of them by others can be laid beside what a panel says."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyreadstat
import pytest

from dashboard.access.door import Door
from dashboard.extract import keys
from dashboard.extract.lock import lock
from dashboard.settings import ROOT, Settings
from dashboard.sides import blinded, conduct, unblinded
from dashboard.stats.counts import percent
from dashboard.trial.model import Trial

SHARED = ROOT.parent / "shared"
SOURCES = SHARED / "datasets"
HERE = Path(__file__).parent
PUBLIC = [
    pytest.mark.shared,
    pytest.mark.skipif(not SOURCES.exists(), reason="the public data sets are not beside the project"),
]
CUT_OFFS = {"cdisc_pilot": date(2015, 3, 5), "random_cdisc": date(2024, 3, 7), "chevron_syn": date(2022, 7, 8)}
DEFINITIONS = {"cdisc_pilot": "cdisc-pilot", "random_cdisc": "random-cdisc", "chevron_syn": "chevron"}

Rows = list[dict[str, str]]
NO_EVENTS = {"adae": "select * from adae limit 0"}
"""Locks faster, for a page that shows none."""


@dataclass(frozen=True)
class Study:
    """A locked study: its doors, and the letter of each arm as its source names it."""

    conduct: Door
    blinded: Door
    unblinded: Door
    letters: Mapping[str, str]

    def result(self, page: str, panel: str, *, pooled: bool = False, **choices: str) -> Any:
        """What the statistic of a panel says under some choices of its page's filters."""
        door, side = (self.blinded, blinded.SIDE) if pooled else (self.unblinded, unblinded.SIDE)
        found = next(each for each in side.pages(door.trial) if each.name == page)
        return found.panel(panel).result(door, **found.chosen(choices))

    def table(self, page: str, panel: str, **choices: Any) -> pd.DataFrame:
        """The table that a reader sees, downloads and prints."""
        table = self.result(page, panel, **choices).table()
        assert isinstance(table, pd.DataFrame)
        return table


def study(base: Path, name: str, *more: str, source: Path | None = None) -> Study:
    """Lock a study by the project's definition with the blocks of `definitions/<more>.toml` laid over it."""
    values = tomllib.loads((ROOT / "data" / "trials" / f"{DEFINITIONS[name]}.toml").read_text(encoding="utf-8"))
    for over in more:
        values = _over(values, tomllib.loads((HERE / "definitions" / f"{over}.toml").read_text(encoding="utf-8")))
    trial = Trial.model_validate(values)
    keys.new(base / "keys")
    lock(source or SOURCES / name, trial, CUT_OFFS[name], base / "extract", base / "keys")
    settings = replace(Settings(), extract=str(base / "extract"), keys=str(base / "keys"))
    doors = (side.SIDE.open(base / "extract", None, settings) for side in (conduct, blinded, unblinded))
    return Study(*doors, keys.letters(base / "keys", trial))


def prepared(folder: Path, name: str, **files: str) -> Path:
    """A study's files in `folder`, those named made anew by a query over the others, each a table by its name."""
    folder.mkdir()
    with duckdb.connect() as database:
        words = " ".join(files.values()).split()
        for path in (SOURCES / name).iterdir():
            if path.stem in words and path.suffix == ".xpt":
                database.register(path.stem, pyreadstat.read_xport(str(path))[0])
            elif path.stem in words:
                database.execute(f"create view {path.stem} as from '{path}'")
            if path.stem not in files:
                (folder / path.name).symlink_to(path)
        for stem, query in files.items():
            database.execute(f"copy ({query}) to '{folder / stem}.parquet'")
    return folder


def _over(values: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, all else is replaced."""
    found = dict(values)
    for key, given in more.items():
        found[key] = _over(found[key], given) if isinstance(given, dict) and key in found else given
    return found


def published(name: str, folder: Path = HERE / "reference") -> Rows:
    """The rows of a published table; see `reference/README.md` for where each comes from."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(participants: int, n: int, digits: int = 1) -> float:
    """A percentage as the published tables print it: R rounds an exact half to the even digit, a panel rounds it up."""
    scaled, power = 100 * 10**digits * participants, 10**digits
    whole, rest = divmod(scaled, n)
    if 2 * rest == n:
        return (whole + whole % 2) / power
    return float(percent(participants, n)) if digits == 1 else round(scaled / n) / power


def agrees(cell: str, participants: int, n: int) -> bool:
    """Whether a printed cell, "13 (86.7%)" or "13" or "0", says the same as a panel's count of n."""
    number, _, share = cell.partition(" (")
    shown = share.strip("%)")
    digits = len(shown.partition(".")[2]) if shown else 1
    return int(number) == participants and (not shown or float(shown) == said(participants, n, digits))
