"""By keyboard alone: from how many had it to who it was."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journeys import LogIn, drawn


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Reach a link of the page as Tab does, and press Enter."""
    link = page.locator("#main").get_by_role("link", name=name).first
    expect(link).to_be_visible()
    for _ in range(400):
        if link.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")


def press_first_row(page: Page) -> None:
    """Reach the rows of a listing as Tab does, and press Enter on the first one's participant."""
    cell = page.locator(".ag-cell:focus")
    expect(page.get_by_role("grid").get_by_role("link").first).to_be_visible()
    for _ in range(400):
        if cell.count():
            break
        page.keyboard.press("Tab")
    expect(cell).to_have_text(re.compile("^BLIN-"))
    page.keyboard.press("Enter")


def test_from_the_ladder_to_a_participant_by_keyboard(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    page.goto(f"{address}/unblinded/")
    drawn(page)
    press(page, "Any event")
    expect(page.locator("#main h1")).to_have_text("Adverse events")
    drawn(page)
    press(page, "Anaemia")
    expect(page.locator("#main h1")).to_have_text("Events of a term")
    expect(page.locator("#main .lead")).to_contain_text(re.compile(r"Anaemia: A: \d+ / \d+ \(\d+%\)"))
    drawn(page)
    press_first_row(page)
    expect(page.locator("#main h1")).to_have_text("Participant")
    drawn(page)
    expect(page.locator("#main")).to_contain_text("Counts towards")
    expect(page).to_have_url(re.compile(r"/unblinded/participant\?person=BLIN-"))
    there = page.locator("#main").inner_text()
    page.reload()
    drawn(page)
    assert "What happened, and when" in there
    assert page.locator("#main table").first.inner_text() in there


def test_an_identifier_is_typed_and_a_wrong_one_is_a_sentence(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    page.goto(f"{address}/unblinded/participant")
    drawn(page)
    page.get_by_role("textbox", name="Participant").fill("nobody")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text("'nobody' is not in this extract")
