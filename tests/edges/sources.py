"""Sources at the edges: a small delivery of the demonstration, cut or rewritten table by table, then locked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from dashboard.extract import keys
from dashboard.extract.demo import write
from dashboard.extract.demo.snapshot import take
from dashboard.extract.demo.timeline import pull
from dashboard.extract.demo.trial import simulate
from dashboard.extract.lock import lock
from dashboard.settings import ROOT, Settings
from dashboard.trial.load import parse

CUT_OFF = date(2026, 1, 15)
EARLIER = date(2025, 7, 15)
NOBODY_YET = date(2023, 12, 31)
"""A cut-off before the first participant."""
DEFINITION = (ROOT / "data" / "trial.toml").read_text(encoding="utf-8")
LETTERS = {"BLINATUMOMAB": "A", "OBSERVATION": "B"}

Tables = dict[str, pd.DataFrame]
Change = Callable[[Tables], None]


@cache
def delivered() -> Mapping[str, pd.DataFrame]:
    """The demonstration's tables by the stem of their file, of a trial of 24 participants."""
    snapshot = take(simulate(24, "A", 20240115), pull(CUT_OFF, None))
    return {stem: _plain(table(snapshot)) for stem, (table, _) in write.TABLES.items()}


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Categories become texts, which anything may be written into."""
    return table.astype({name: object for name in table if isinstance(table[name].dtype, pd.CategoricalDtype)})


def participants(source: str) -> list[str]:
    """Who is planned to be in an arm, by the arm's word in the source."""
    adsl = delivered()["adsl"]
    return [str(who) for who in adsl.loc[adsl["TRT01P"] == source, "USUBJID"]]


def headers_only(tables: Tables, *stems: str) -> None:
    """Leave nothing but the head of some files."""
    tables.update({stem: tables[stem].head(0) for stem in stems})


def only(tables: Tables, *who: str) -> None:
    """Keep these participants alone, and of the screening log as many rows."""
    for stem, table in tables.items():
        if "USUBJID" in table:
            tables[stem] = table[table["USUBJID"].isin(who)].copy()
    tables["screening"] = tables["screening"].head(len(who))


def without(definition: str, *tables: str) -> str:
    """The definition without the blocks of some source tables."""
    for table in tables:
        definition, found = re.subn(rf"(?ms)^\[source\.{table}\]$.*?(?=^\[|\Z)", "", definition)
        assert found == 1, table
    return definition


def locked(
    base: Path,
    change: Change = lambda _: None,
    *,
    name: str = "now",
    cut_off: date = CUT_OFF,
    previous: Path | None = None,
    definition: str = DEFINITION,
) -> Settings:
    """Write the delivery, changed, lock it into `base/name`, and return the settings that serve it; A is treated."""
    tables = dict(delivered())
    change(tables)
    source = base / f"source-{name}"
    source.mkdir(parents=True)
    for stem, table in tables.items():
        table.to_csv(source / f"{stem}.csv", index=False, date_format="%Y-%m-%d")
    trial, folder = parse(definition, "trial.toml"), base / "keys"
    if not folder.exists():
        keys.new(folder)
        with keys.kept(folder, trial, LETTERS):
            pass
    lock(source, trial, cut_off, base / name, folder, previous, pulled=CUT_OFF)
    earlier = str(previous) if previous else ""
    return replace(Settings(), extract=str(base / name), previous=earlier, keys=str(folder))
