"""`dsmb rules status`: where each guideline of a locked extract stands."""

import argparse
import importlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pandas as pd

from dashboard import settings
from dashboard.cli import trail
from dashboard.cli.machine import as_json
from dashboard.figures import sentences
from dashboard.pages.door import Door
from dashboard.pages.shared import guidelines
from dashboard.sides.side import Side
from dashboard.stats.stopping.board import Board, Entry, board
from dashboard.stats.stopping.status import Count

Earlier = Mapping[tuple[str, str], Entry]


def status_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb rules status`."""
    parser.add_argument("extract", type=Path, help="folder of a locked extract")
    parser.add_argument("--side", choices=("blinded", "unblinded"), required=True)
    parser.add_argument("--previous", type=Path, help="the extract of the previous meeting, to stand beside this one")
    parser.add_argument("--opened", action="store_true", help="numbers that tell the arms apart too")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(command=_status)


def _status(options: argparse.Namespace) -> None:
    side: Side = importlib.import_module(f"dashboard.sides.{options.side}").SIDE
    told = settings.read()
    door = side.open(options.extract, options.previous, told)
    before = side.open(options.previous, None, told) if options.previous else None
    if side.audited:
        opened = " [opened]" if options.opened else ""
        trail.record(f"guidelines/board{opened} store {door.hash[:16]}")
    found = _board(door, opened=options.opened)
    earlier = {(entry.name, entry.arm): entry for entry in _board(before, opened=options.opened).entries}
    if options.format == "json":
        print(as_json(_record(door, found, before, earlier)))
        return
    print(f"Guidelines · cut-off {door.cut_off} · store {door.hash[:12]}")
    if found.entries:
        print(_table(found, before, earlier).to_string(index=False))
        print(found.by_chance)
    for title in door.trial.monitored:
        print(f"{title}: {guidelines.MONITORED}")
    if any(entry.unnamed for entry in found.entries):
        print("Add --opened for numbers that tell which letter is the experimental arm.")


def _board(door: Door | None, *, opened: bool) -> Board:
    """Every guideline the store may show; empty without a store. `opened` gives each its arms and numbers."""
    if door is None or not door.trial.guidelines:
        return Board(())
    watched = guidelines.watched(door.trial)
    if opened:
        watched = {name: replace(item, unnamed=False) for name, item in watched.items()}
    panel = replace(guidelines.board_panel(door.trial), stat=partial(board, watched=watched))
    return cast(Board, panel.result(door))


def _table(found: Board, before: Door | None, earlier: Earlier) -> pd.DataFrame:
    """The board as its panel shows it; beside it what the previous extract said."""
    drawn = sentences.board(found)
    table = pd.DataFrame(drawn.rows, columns=[column.title for column in drawn.columns])
    if before is not None:
        table[f"At {before.cut_off}"] = [_then(earlier.get((entry.name, entry.arm))) for entry in found.entries]
    return table


def _then(entry: Entry | None) -> str:
    if entry is None:
        return "–"
    return entry.status.word if entry.unnamed else f"{entry.status.word}, {entry.status.count.tally}"


def _record(door: Door, found: Board, before: Door | None, earlier: Earlier) -> dict[str, Any]:
    return {
        "side": door.side,
        "cut_off": door.cut_off,
        "store": door.hash,
        "previous_cut_off": before.cut_off if before else None,
        "guidelines": [
            _entry(entry) | {"previous": _entry(then) if (then := earlier.get((entry.name, entry.arm))) else None}
            for entry in found.entries
        ],
        "by_chance": {"one_arm": found.chance_one_arm, "all": found.chance_all} if found.entries else None,
        "monitored": [{"title": title, "status": guidelines.MONITORED} for title in door.trial.monitored],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """An entry for machines; of one that watches a single arm by its nature only whether it is met."""
    status = entry.status
    named = {"guideline": entry.name, "title": entry.title, "arm": None if entry.unnamed else entry.arm}
    if entry.unnamed:
        return named | {"met": status.met}
    return named | {
        "met": status.met,
        "met_on": status.met_date or None,
        "now_above": status.count.now_above,
        "counting": status.counting,
        "window_days": status.window,
        "participants": status.participants,
        "pending": status.pending,
        **_count(status.count),
        "events_to_boundary": asdict(status.further) if status.further else None,
        "if_all_pending": asdict(status.if_all),
        "if_none_pending": asdict(status.if_none),
        "complete_window": {"met": status.complete_window.met, **_count(status.complete_window)},
    }


def _count(count: Count) -> dict[str, Any]:
    return {"events": count.events, "evaluable": count.evaluable, "met_at": count.needed}
