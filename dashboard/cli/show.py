"""`dsmb show`: what a panel's table shows."""

import argparse
import importlib
from collections.abc import Mapping
from pathlib import Path

from dashboard import settings
from dashboard.cli import trail
from dashboard.cli.arguments import pairs
from dashboard.errors import ChoiceError
from dashboard.pages.page import Page, Panel
from dashboard.sides.side import Side


def show_options(parser: argparse.ArgumentParser) -> None:
    """Options of `dsmb show`."""
    parser.add_argument("extract", type=Path, help="folder of a locked extract")
    stored = [side for side in settings.SIDES if side not in settings.EMPTY]
    parser.add_argument("--side", choices=stored, required=True)
    parser.add_argument("panel", nargs="?", help="PAGE/PANEL; without it, every panel is listed")
    parser.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE", help="as in the address")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--previous", type=Path, help="the extract of the previous meeting")
    parser.add_argument("--opened", action="store_true", help="the page's notice was read: it tells the arms apart")
    parser.set_defaults(command=_show)


def _show(options: argparse.Namespace) -> None:
    side: Side = importlib.import_module(f"dashboard.sides.{options.side}").SIDE
    door = side.open(options.extract, options.previous, settings.read())
    pages = tuple(page.at(door) for page in side.pages(door.trial))
    if not options.panel:
        for page in pages:
            for panel in page.panels:
                print(f"{f'{page.name}/{panel.name}':<44} {page.title} · {panel.title}")
        return
    page, panel = _find(pages, options.panel)
    chosen = page.chosen(_filters(options.filter, page))
    if page.notice and not options.opened:
        raise ChoiceError(f"{page.notice} Add --opened to open it.")
    if side.audited:
        _write_down(options.panel, page.noted(chosen), door.hash)
    table = panel.result(door, **page.given(chosen)).table()
    if options.format == "csv":
        from dashboard.web.downloads import safe  # a spreadsheet opens this as it opens a download

        print(safe(table).to_csv(index=False, lineterminator="\n"), end="")
    elif options.format == "json":
        print(table.to_json(orient="records", force_ascii=False, date_format="iso", double_precision=15))
    else:
        print(f"{page.title} · {panel.title} · cut-off {door.cut_off} · store {door.hash[:12]}")
        print(table.to_string(index=False, na_rep=""))


def _find(pages: tuple[Page, ...], name: str) -> tuple[Page, Panel]:
    wanted, _, panel = name.partition("/")
    for page in pages:
        if page.name == wanted:
            return page, page.panel(panel)
    raise ChoiceError(f"No page {wanted!r} on this side; it has {', '.join(page.name for page in pages)}.")


def _filters(given: list[str], page: Page) -> dict[str, str]:
    chosen = pairs("--filter", given)
    known = [item.name for item in page.inputs]
    for name in chosen:
        if name not in known:
            raise ChoiceError(f"Page {page.name} has no filter {name!r}; it has {', '.join(known) or 'none'}.")
    return chosen


def _write_down(panel: str, chosen: Mapping[str, str], store: str) -> None:
    """The row that the web writes for a download, before anything is printed."""
    filters = " ".join(f"{name}={value}" for name, value in chosen.items())
    trail.record(f"{panel} [{filters}] store {store[:16]}")
