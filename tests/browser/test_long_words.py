"""A word without end in a table: it wraps in its own cell, and the counts beside it stay in sight."""

import pytest
from playwright.sync_api import Page

from dashboard.figures.kinds import Column, Table
from dashboard.settings import ROOT
from dashboard.web import render
from dashboard.web.still import html_of

ASSETS = ROOT / "dashboard" / "web" / "assets"
WORDS = ("x" * 300, "発熱性好中球減少症" * 12, "Neutropenia")


@pytest.mark.parametrize("width", [390, 1400])
def test_a_word_without_end_covers_no_count(page: Page, width: int) -> None:
    columns = (Column("Preferred term", "left"), Column("A, N = 12", arm="A"), Column("B, N = 12", arm="B"))
    table = Table(columns, tuple((word, "7 (58.3%) [12]", "5 (41.7%) [8]") for word in WORDS), (2, 2, 2))
    styles = "".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.css")))
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(f"<style>{styles}</style><main>{html_of(render.table(table, 'Terms'))}</main>")
    for row in page.locator("tbody tr").all():
        word, count = row.locator("th"), row.locator("td").first
        assert word.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
        assert count.bounding_box()["x"] + count.bounding_box()["width"] < width  # type: ignore[index]  # it is drawn
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
