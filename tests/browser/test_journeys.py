"""One walk through the dashboard for each kind of reader."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

LogIn = Callable[[str], Page]


def drawn(page: Page) -> None:
    """Wait until every panel of the page has its answer."""
    expect(page.locator("#main h1")).to_be_visible()
    expect(page.locator("#main .waiting")).to_have_count(0)


def status(page: Page, path: str) -> int:
    """What the server says to this session at an address."""
    base = page.url.split("/", 3)
    return page.request.get(f"{base[0]}//{base[2]}{path}").status


def test_the_sponsor_sees_enrolment_and_nothing_else(log_in: LogIn) -> None:
    page = log_in("sponsor")
    drawn(page)
    expect(page).to_have_url(re.compile("/conduct/$"))
    expect(page.get_by_text("CONDUCT", exact=False).first).to_be_visible()
    expect(page.locator("#main")).to_contain_text("planned participants are randomised")
    expect(page.get_by_role("link", name="Blinded")).to_have_count(0)
    expect(page.get_by_role("link", name="Unblinded")).to_have_count(0)
    for path in ("/blinded/", "/unblinded/", "/unblinded/home", "/unblinded/download/home/deaths.csv", "/nowhere"):
        assert status(page, path) == 404


def test_the_trial_statistician_sees_pooled_safety_without_arms(log_in: LogIn) -> None:
    page = log_in("statistician")
    page.get_by_role("link", name="Blinded").click()
    drawn(page)
    page.get_by_role("link", name="Guidelines", exact=True).click()
    drawn(page)
    expect(page.locator("#main")).to_contain_text("Monitored by the DSMB.")
    page.get_by_role("link", name="Adverse events", exact=True).click()
    drawn(page)
    expect(page.locator("#main")).to_contain_text("Other term")
    expect(page.locator("#main")).not_to_contain_text("Cytokine release syndrome")
    assert status(page, "/unblinded/") == 404


@pytest.mark.parametrize("name", ["member", "reporting"])
def test_the_closed_session_sees_the_arms_by_letter(log_in: LogIn, name: str) -> None:
    page = log_in(name)
    page.get_by_role("link", name="Unblinded").click()
    drawn(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Five answers")
    expect(page.locator("#main")).to_contain_text(re.compile("No guideline .*is met"))
    text = page.locator("body").inner_text()
    assert "Blinatumomab maintenance\n" not in text
    assert "Observation" not in text


def test_a_filter_changes_the_address_and_the_address_alone_says_what_is_shown(log_in: LogIn) -> None:
    page = log_in("member")
    page.goto(page.url.replace("/conduct/", "/unblinded/adverse-events"))
    drawn(page)
    table = page.get_by_role("region", name="Table: Adverse events by class and term")
    before = table.inner_text()
    page.get_by_role("link", name="Serious", exact=True).click()
    page.wait_for_url("**subset=serious*")
    expect(table).not_to_have_text(before, use_inner_text=True)
    drawn(page)
    serious = table.inner_text()
    page.reload()
    drawn(page)
    assert table.inner_text() == serious
    page.go_back()
    page.wait_for_url(lambda url: "serious" not in url)


def test_what_tells_the_arms_apart_opens_after_a_notice(log_in: LogIn) -> None:
    page = log_in("member")
    page.goto(page.url.replace("/conduct/", "/unblinded/cycles"))
    expect(page.locator("#main").get_by_role("note")).to_contain_text("tells which letter is the experimental arm")
    expect(page.locator("#main .panel")).to_have_count(0)
    page.get_by_role("link", name="Open this page").click()
    drawn(page)
    expect(page.locator("#main .panel").first).to_be_visible()


def test_the_administrator_sees_no_trial_data(log_in: LogIn) -> None:
    page = log_in("admin")
    expect(page.locator("body")).to_contain_text("no trial data")
    for path in ("/conduct/", "/blinded/", "/unblinded/"):
        assert status(page, path) == 404


def test_a_figure_is_drawn_and_its_table_is_one_key_away(log_in: LogIn) -> None:
    page = log_in("member")
    page.goto(page.url.replace("/conduct/", "/unblinded/relapse-nrm"))
    drawn(page)
    panel = page.locator("section.panel").first
    expect(panel.locator(".js-plotly-plot .plot-container")).to_be_visible()
    expect(panel.get_by_role("img").first).to_have_attribute("aria-label", re.compile("95%"))
    panel.get_by_text("Table", exact=True).focus()
    page.keyboard.press("Enter")
    expect(panel.locator("details table").first).to_contain_text("Relapse")


def test_logging_out_ends_the_session(log_in: LogIn) -> None:
    page = log_in("sponsor")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    page.goto(page.url.replace("/login", "/conduct/"))
    page.wait_for_url("**/login")
