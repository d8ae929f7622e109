"""A table as an Excel workbook: the numbers on one sheet, where they come from on another, no text ever a formula."""

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from dashboard.errors import ChoiceError

MOST = 1_048_575
"""Rows that a sheet holds below its head."""
LONGEST = 32_767
"""Letters that a cell holds."""
NO_DATA = date(1980, 1, 1)
"""The date of a workbook without a cut-off: where dates of files in it begin."""
WIDEST = 48
"""Letters that a column shows at most."""
WRITING = {
    "in_memory": True,  # no row of a participant touches the disk
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def of(table: pd.DataFrame, facts: Mapping[str, str], made: date = NO_DATA) -> bytes:
    """The workbook; `facts` are the lines of its second sheet, title and text, `made` the date that it bears.

    The bytes depend on nothing else: whoever takes the same table twice has the same file. Raises ChoiceError for a
    table longer than a sheet.
    """
    if len(table) > MOST:
        raise ChoiceError(f"A sheet holds {MOST:,} rows and the listing has {len(table):,}: take the CSV.")
    written = BytesIO()
    with xlsxwriter.Workbook(written, WRITING) as book:
        book.set_properties({"created": datetime.combine(made, time())})
        bold = book.add_format({"bold": True})
        _numbers(book.add_worksheet("Table"), table, bold)
        _facts(book.add_worksheet("Provenance"), facts, bold)
    return written.getvalue()


def _numbers(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    if len(table.columns):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    for at, title in enumerate(map(str, table.columns)):
        longest = table.iloc[:1000, at].astype(str).str.len().max() if len(table) else 0
        sheet.set_column(at, at, min(max(len(title), int(longest)) + 2, WIDEST))
        sheet.write_string(0, at, title, bold)
    for row, values in enumerate(table.itertuples(index=False, name=None), start=1):
        for at, value in enumerate(values):
            _write(sheet, row, at, value)


def _facts(sheet: Any, facts: Mapping[str, str], bold: Any) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, (title, text) in enumerate((title, text) for title, text in facts.items() if text):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, text[:LONGEST])


def _write(sheet: Any, row: int, at: int, value: Any) -> None:
    """A number as a number, anything else as a text; a missing value leaves its cell empty."""
    if pd.isna(value):
        return
    if isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, at, bool(value))
    elif isinstance(value, int | float | np.integer | np.floating):
        if np.isfinite(value):
            sheet.write_number(row, at, float(value))
    else:
        sheet.write_string(row, at, str(value)[:LONGEST])
