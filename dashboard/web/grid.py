"""A listing as a grid that a browser sorts and filters, around the plain table that is there without it.

`grid.js` draws it, by AG Grid's community edition as the package dash-ag-grid brings it. The library is 2 MB, and Dash
would list it on every page of every side; so it is no component here but two files that a page with a listing asks for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
from dash.development.base_component import Component
from flask import Flask, Response, abort, send_from_directory

from dashboard.figures.kinds import Table
from dashboard.pages.page import Page
from dashboard.web import render
from dashboard.web.headers import LIBRARY_SECONDS
from dashboard.web.still import html_of, written

PLAIN = 500
"""Rows of the plain table, which has no window of its own on paper; the files have all."""
LIBRARY, PART = "dash_ag_grid.min.js", "async-community.js"
"""The library, and the part that it asks for beside itself; the package's other files are served to nobody."""
VERSION = version("dash-ag-grid")

Key = float | str | None


def listing(drawn: Table, behind: pd.DataFrame, name: str, side: str) -> Component:
    """The grid of a table with the plain table below it; `behind` has a row for each row drawn, in the same order."""
    rows = drawn.rows
    plain = replace(drawn, rows=rows[:PLAIN], levels=drawn.levels[:PLAIN], leads=drawn.leads[:PLAIN], foot="")
    return written(
        "listing.html",
        title=name,
        library=f"{_folder(side)}{LIBRARY}",
        rows=lines((tuple(column.title for column in drawn.columns), *rows)),
        right=[column.align == "right" for column in drawn.columns],
        keys=[keys(behind.iloc[: len(rows), at]) for at in range(len(drawn.columns))],
        leads=[lead and render.address(side, lead) for lead in drawn.leads],
        plain=html_of(render.table(plain, name, side)),
        cut=PLAIN if len(rows) > PLAIN else 0,
        foot=drawn.foot,
    )


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines, their cells parted by tabs: no quotes, which the name of an arm, put on later, could break."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def keys(column: "pd.Series[Any]") -> Sequence[Key] | None:
    """What a column is ordered by, None for a missing value; no keys where its words say it themselves."""
    if isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered:
        return [None if code < 0 else int(code) for code in column.cat.codes]
    if pd.api.types.is_datetime64_any_dtype(column):
        return [None if pd.isna(value) else value.isoformat() for value in column]
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return [None if pd.isna(value) else float(value) for value in column]
    return None


def mount(server: Flask, side: str, pages: Iterable[Page]) -> None:
    """Serve the library's two files to who may enter the side, if a page of it has a listing."""
    if not any(panel.listing for page in pages for panel in page.panels):
        return
    found = find_spec("dash_ag_grid")  # found and not imported: Dash lists on all its pages what was imported
    folder = Path(str(found and found.origin)).parent

    def file(library: str) -> Response:
        if library not in (LIBRARY, PART):
            abort(404)
        return send_from_directory(folder, library, max_age=LIBRARY_SECONDS)

    server.add_url_rule(f"{_folder(side)}<library>", f"{side}-grid", file)


def _folder(side: str) -> str:
    """Where the files are; their version stands in the address, so that a browser may keep them."""
    return f"/{side}/grid/{VERSION}/"
