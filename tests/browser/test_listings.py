"""Listings by keyboard: ordered, filtered, and from a row to its participant and back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_journeys import LogIn, drawn

PAGE = "/unblinded/serious-events"


def opened(page: Page, address: str, path: str = PAGE) -> Locator:
    """The grid of a page's listing, once it stands."""
    page.goto(f"{address}{path}")
    drawn(page)
    grid = page.get_by_role("grid")
    expect(grid.locator(".ag-center-cols-container .ag-row").first).to_be_visible()
    return grid


def column(grid: Locator, title: str) -> list[str]:
    """What stands in a column, from the first row that is drawn down."""
    head = grid.get_by_role("columnheader", name=title, exact=True).first
    at = head.get_attribute("col-id")
    return grid.locator(f'.ag-row [col-id="{at}"]').all_inner_texts()


def days(grid: Locator) -> list[int]:
    return [int(text.replace("\u2212", "-")) for text in column(grid, "Days from randomisation") if text != "–"]


def to_head(page: Page, grid: Locator, title: str) -> None:
    """Reach the head of a column as Tab and arrows do."""
    head = grid.get_by_role("columnheader", name=title, exact=True).first
    page.locator("#main h2", has_text="Event by event").evaluate("node => { node.tabIndex = -1; node.focus(); }")
    page.keyboard.press("Tab")
    for _ in range(20):
        if head.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("ArrowRight")
    expect(head).to_be_focused()


def test_enter_on_a_head_orders_by_the_numbers_and_not_by_their_letters(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    grid = opened(page, address)
    to_head(page, grid, "Days from randomisation")
    page.keyboard.press("Enter")
    expect(grid.get_by_role("columnheader", name="Days from randomisation").first).to_have_attribute(
        "aria-sort", "ascending"
    )
    up = days(grid)
    assert up == sorted(up)
    assert len({len(str(day)) for day in up}) > 1, "the days that are seen have as many digits: choose another column"
    page.keyboard.press("Enter")
    expect(grid.get_by_role("columnheader", name="Days from randomisation").first).to_have_attribute(
        "aria-sort", "descending"
    )
    down = days(grid)
    assert down == sorted(down, reverse=True)


def test_a_filter_is_of_the_view_and_stays_out_of_the_address_and_the_file(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    grid = opened(page, address)
    every = page.locator(".grid-place .ag-root").get_attribute("aria-rowcount")
    grid.get_by_role("textbox", name="Preferred term Filter Input").fill("sepsis")
    expect(page.locator("listing-grid output")).to_have_text(re.compile(r"\d+ of \d+ rows shown"))
    assert set(column(grid, "Preferred term")) == {"Sepsis"}
    assert page.locator(".grid-place .ag-root").get_attribute("aria-rowcount") != every
    expect(page.locator("listing-grid")).to_contain_text("Order and filter are of this view only")
    assert page.url == f"{address}{PAGE}"
    link = page.get_by_role("link", name="CSV").last.get_attribute("href")
    lines = page.request.get(f"{address}{link}").text().splitlines()
    assert any("Sepsis" not in line for line in lines[-5:])
    kept = page.evaluate("() => [localStorage, sessionStorage].flatMap(kept => Object.values(kept)).join()")
    assert "epsis" not in kept
    page.reload()
    drawn(page)
    expect(page.get_by_role("textbox", name="Preferred term Filter Input")).to_have_value("")


def test_enter_on_a_row_opens_its_participant_and_back_leads_to_the_listing(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    grid = opened(page, address)
    to_head(page, grid, "Participant")
    for _ in range(3):  # the filter's line, the first row, the second
        page.keyboard.press("ArrowDown")
    cell = page.locator(".ag-cell:focus")
    name = cell.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#main h1")).to_have_text("Participant")
    expect(page).to_have_url(re.compile(rf"/unblinded/participant\?person={name}$"))
    drawn(page)
    page.go_back()
    drawn(page)
    expect(page.locator("#main h1")).to_have_text("Serious adverse events")
    expect(page.get_by_role("grid").get_by_role("link", name=name).first).to_be_visible()


def test_tab_leaves_the_rows(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    grid = opened(page, address)
    grid.locator(".ag-center-cols-container .ag-cell").first.click()
    page.keyboard.press("Tab")
    expect(page.locator("listing-grid summary")).to_be_focused()


def test_on_paper_and_without_the_library_the_plain_table_stands(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    opened(page, address)
    plain = page.locator("listing-grid > details table")
    expect(plain).to_be_hidden()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(plain).to_be_visible()
    expect(page.locator(".grid-place")).to_be_hidden()
    page.emulate_media(media="screen")
    page.route("**/grid/**", lambda route: route.abort())
    page.goto(f"{address}{PAGE}")
    drawn(page)
    expect(plain).to_be_visible()
    expect(page.get_by_role("grid")).to_have_count(0)


@pytest.mark.parametrize("path", ["/unblinded/guidelines", "/conduct/"])
def test_a_page_without_a_listing_does_not_ask_for_the_library(log_in: LogIn, address: str, path: str) -> None:
    page = log_in("member")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{path}")
    drawn(page)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/grid/" in url]
    page.goto(f"{address}/unblinded/")
    page.get_by_role("navigation").get_by_role("link", name="Serious adverse events", exact=True).click()
    expect(page.get_by_role("grid")).to_be_visible()
    assert [url for url in asked if "/grid/" in url]
