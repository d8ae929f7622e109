"""A source that says neither which events were fatal nor which were related: they are not shown as none."""

from dataclasses import replace
from typing import Any

import pytest

from dashboard.access.door import Door
from dashboard.extract.lock import lock
from dashboard.settings import Settings
from dashboard.sides import blinded, unblinded
from dashboard.trial.load import parse
from tests.extract import tiny


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Door]:
    base = tmp_path_factory.mktemp("unrecorded")
    own = tiny.DEFINITION.replace(', related = "REL"', "").replace('fatal = "FATAL", ', "")
    own = own.replace('values = { related = { RELATED = "Y", "NOT RELATED" = "N" } }', "")
    keys = tiny.draw_keys(base / "keys")
    lock(tiny.write(base / "source"), parse(own, "tiny"), tiny.CUT_OFF, base / "extract", keys, pulled=tiny.PULLED)
    settings = replace(Settings(), extract=str(base / "extract"), keys=str(keys))
    sides = {"blinded": blinded.SIDE, "unblinded": unblinded.SIDE}
    return {name: side.open(base / "extract", None, settings) for name, side in sides.items()}


def answer(door: Door, side: str, page: str, panel: str) -> tuple[Any, Any]:
    """A panel, and what it says."""
    pages = {"blinded": blinded.SIDE, "unblinded": unblinded.SIDE}[side].pages(door.trial)
    found = next(each for each in pages if each.name == page)
    return found.panel(panel), found.panel(panel).result(door, **found.chosen({}))


@pytest.mark.parametrize("side", ["blinded", "unblinded"])
def test_the_ladder_has_the_steps_that_somebody_recorded(doors: dict[str, Door], side: str) -> None:
    panel, result = answer(doors[side], side, "home", "ladder")
    assert [*result.counts] == ["any", "serious", "severe"]
    assert "does not say which events were fatal" in panel.note


@pytest.mark.parametrize("side", ["blinded", "unblinded"])
def test_no_page_chooses_events_by_what_nobody_recorded(doors: dict[str, Door], side: str) -> None:
    pages = {"blinded": blinded.SIDE, "unblinded": unblinded.SIDE}[side].pages(doors[side].trial)
    offered = [item.choices for page in pages for item in page.filters if item.name == "subset"]
    assert offered
    for choices in offered:
        assert [*choices] == ["any", "serious", "severe"]


def test_the_overview_says_what_was_not_recorded(doors: dict[str, Door]) -> None:
    _, result = answer(doors["unblinded"], "unblinded", "adverse-events-overview", "overview")
    recorded = [measure for measure in result.measures if result.recorded(measure)]
    assert recorded == ["any", "serious", "severe", "died"]


def test_no_listing_says_that_events_were_not_related(doors: dict[str, Door]) -> None:
    for page in ("events-of-a-term-by-name", "serious-events-in-full"):
        panel, result = answer(doors["unblinded"], "unblinded", page, "listed")
        assert "Related" not in result.table().columns, panel.title
