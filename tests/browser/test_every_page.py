"""Every page of every side, as a browser meets it."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_journeys import LogIn, drawn

SIDES = ("conduct", "blinded", "unblinded")


def pages_of(page: Page, address: str, side: str) -> list[str]:
    """The addresses of a side's pages; those behind a notice also with the notice read."""
    page.goto(f"{address}/{side}/")
    drawn(page)
    links = page.locator("#pages a")
    noticed = links.filter(has_text="opens after notice")
    hrefs = [f"/{side}/", *(str(link.get_attribute("href")) for link in links.all())]
    return [*hrefs, *(f"{link.get_attribute('href')}?opened=yes" for link in noticed.all())]


@pytest.fixture
def scriptless(log_in: LogIn, browser: Browser) -> Iterator[Callable[[], Page]]:
    """A browser that runs no script, with a member's session."""
    opened: list[BrowserContext] = []

    def _open() -> Page:
        state = log_in("member").context.storage_state()
        opened.append(browser.new_context(java_script_enabled=False, storage_state=state))
        return opened[-1].new_page()

    yield _open
    for context in opened:
        context.close()


@pytest.mark.parametrize("side", SIDES)
def test_nothing_is_asked_of_another_server_and_the_console_is_silent(log_in: LogIn, address: str, side: str) -> None:
    page = log_in("member")
    asked: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    paths = pages_of(page, address, side)
    for path in paths:
        page.goto(f"{address}{path}")
        drawn(page)
        page.wait_for_load_state("networkidle")
    assert len(paths) >= 3
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {
        urlsplit(address).netloc
    }
    assert said == []


@pytest.mark.parametrize("side", SIDES)
def test_the_first_page_answers_before_any_script_has_run(
    scriptless: Callable[[], Page], address: str, side: str
) -> None:
    page = scriptless()
    page.goto(f"{address}/{side}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main .lead")).to_be_visible()
    expect(page.locator("main .lead")).to_contain_text(".")
    expect(page.locator(".waiting")).to_have_count(0)
    page.get_by_role("navigation").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("side", SIDES)
def test_on_a_phone_the_first_page_is_one_column(log_in: LogIn, address: str, side: str) -> None:
    page = log_in("member")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{side}/")
    drawn(page)
    left = {round(box["x"]) for slot in page.locator("#main .grid > .slot").all() if (box := slot.bounding_box())}
    assert len(left) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_first_key_leads_past_the_pages_to_the_page(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    page.goto(f"{address}/unblinded/")
    drawn(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#main') !== null")


def test_a_link_to_a_page_is_followed_by_keyboard_without_a_reload(log_in: LogIn, address: str) -> None:
    page = log_in("member")
    page.goto(f"{address}/unblinded/")
    drawn(page)
    page.evaluate("window.stayed = true")
    page.get_by_role("navigation").get_by_role("link", name="Overall survival").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main h1")).to_have_text("Overall survival")
    expect(page.locator("#pages [aria-current=page]")).to_have_text("Overall survival")
    assert page.evaluate("window.stayed") is True
    assert page.title().startswith("Overall survival")


def test_on_paper_no_table_is_wider_than_its_panel(log_in: LogIn, address: str) -> None:
    """A4 landscape less its margins is 1,032 px wide; tables of two arms by grade, and of sites by month."""
    page = log_in("member")
    page.set_viewport_size({"width": 1032, "height": 700})
    page.emulate_media(media="print")
    for path in ("/unblinded/adverse-events", "/unblinded/special-interest", "/conduct/enrolment"):
        page.goto(f"{address}{path}")
        drawn(page)
        tables = page.locator("#main .panel .scrolls table")
        wider = tables.evaluate_all("all => all.filter(t => t.offsetWidth > t.closest('.scrolls').clientWidth).length")
        assert tables.count() > 0
        assert wider == 0, path
