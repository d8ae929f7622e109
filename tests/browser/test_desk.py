"""An administrator adds an account, takes its role away and disables it; a member takes the audit rows along."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

LogIn = Callable[[str], Page]
PASSWORD = "a long password of one's own"


def test_an_administrator_keeps_the_accounts(log_in: LogIn, browser: Browser, address: str) -> None:
    page = log_in("admin")
    page.get_by_role("link", name="Accounts and who may see what").click()
    form = page.get_by_role("form", name="Add an account")
    form.get_by_label("Name").fill("visitor")
    form.get_by_label("Role").select_option(label="DSMB member")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Add").click()
    expect(page.locator("main .lead")).to_contain_text("May enter conduct, blinded, unblinded")
    theirs = browser.new_context().new_page()
    theirs.goto(f"{address}/login")
    theirs.get_by_label("Name").fill("visitor")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Log in").click()
    theirs.wait_for_url("**/conduct/")
    page.get_by_label("Another role").select_option(label="Sponsor")
    page.get_by_role("button", name="Change the role").click()
    expect(page.locator("main .lead")).to_contain_text("Sponsor since")
    theirs.goto(f"{address}/unblinded/")
    expect(theirs).to_have_url(f"{address}/login")
    page.get_by_role("button", name="Disable visitor").click()
    expect(page.locator("main .lead")).to_contain_text("Disabled: may not log in")
    expect(page.locator("main tbody tr")).to_have_count(3)
    page.get_by_role("link", name="History of changes").click()
    expect(page.locator("main tbody tr").first).to_contain_text("visitor")
    theirs.context.close()


def test_a_member_reads_the_trail_of_a_side_and_takes_it_along(log_in: LogIn, tmp_path: Path) -> None:
    page = log_in("member")
    page.goto(page.url.replace("/conduct/", "/unblinded/guidelines"))
    page.get_by_role("link", name="Records").first.click()
    page.get_by_role("link", name="Audit trail: unblinded").click()
    expect(page.get_by_role("region", name="Table: Rows")).to_contain_text("guidelines")
    with page.expect_download() as taken:
        page.get_by_role("link", name="JSON").click()
    taken.value.save_as(tmp_path / taken.value.suggested_filename)
    rows = json.loads((tmp_path / "audit_unblinded.json").read_text(encoding="utf-8"))
    assert {row["side"] for row in rows} == {"unblinded"}
    assert rows[-1]["action"] == "trail exported"


@pytest.mark.parametrize("width", [1400, 390])
def test_the_desk_fits_its_screen(log_in: LogIn, width: int) -> None:
    page = log_in("admin")
    page.set_viewport_size({"width": width, "height": 900})
    start = page.url.rstrip("/")
    for path in ("/desk/accounts", "/desk/accounts/member", "/desk/history"):
        page.goto(f"{start}{path}")
        assert page.evaluate("() => document.documentElement.scrollWidth") == width
