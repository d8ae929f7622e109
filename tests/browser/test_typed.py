"""A member hears of an event after the cut-off, types it in, sees what the guideline would say, and withdraws it."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Browser, Page, expect

from dashboard.access.door import Door
from dashboard.extract.demonstration import LOGINS
from dashboard.records import audit, database
from dashboard.settings import Settings
from tests.web.real import pending

LogIn = Callable[[str], Page]
MARK = "With 1 event that is not in the extract"


def drawn(page: Page) -> str:
    """The lead sentence, once every panel of the page has its answer."""
    expect(page.locator("#main h1")).to_be_visible()
    expect(page.locator("#main .waiting")).to_have_count(0)  # a first reader draws a dozen panels
    return page.locator("#main .lead").inner_text()


def add(form: Page, who: str, on: date) -> None:
    main = form.locator("main").last
    main.get_by_label("Participant", exact=True).fill(who)
    main.get_by_label("Date of the event").fill(on.isoformat())
    main.get_by_label("Reported by, and how").fill("Site by telephone")
    main.get_by_role("button", name="Add", exact=True).click()


def test_a_member_types_an_event_in_and_the_extract_stays_as_it_was(
    log_in: LogIn, demo: Settings, doors: dict[str, Door]
) -> None:
    who, on = pending(doors["unblinded"], "nrm-100", 100)[0]
    page = log_in("member")
    page.goto(page.url.replace("/conduct/", "/unblinded/nrm-100"))
    before = drawn(page)
    add(page, who, on)
    page.wait_for_url("**?reported=*")
    number = page.url.split("=")[1]
    after = drawn(page)
    assert after.startswith(MARK)
    assert after.endswith(f"In the extract alone – {before}")
    assert after.split(" In the extract alone")[0] != f"{MARK} – {before}"
    expect(page.locator("#main .supposed")).to_contain_text(MARK)
    picture = page.locator("#main").get_by_role("img").first
    expect(picture).to_have_attribute("aria-label", re.compile(f"^{MARK}"))
    expect(page.locator("#main section.panel h2")).to_have_text(
        ["Path and boundary", "What comes next", "Typed in so far"]
    )
    records = database.of(demo)
    typed = [row for row in audit.rows(records) if row.action == "typed"]
    assert [(row.who, row.detail.split(" store")[0]) for row in typed] == [("member", f"nrm-100 event {number}")]
    page.get_by_role("link", name="Show the extract alone").click()
    page.wait_for_url("**/nrm-100")
    expect(page.locator("#main .supposed")).to_have_count(0)
    assert drawn(page) == before
    page.locator("#main").get_by_role("link", name="show with it").click()
    page.wait_for_url("**?reported=*")
    assert drawn(page) == after
    page.locator("#main").get_by_role("button", name=f"Withdraw number {number}").click()
    page.wait_for_url("**/nrm-100")
    assert drawn(page) == before
    expect(page.locator("#main .events")).to_contain_text(re.compile("withdrawn .* by member"))
    records.close()


def test_it_works_where_no_script_runs(browser: Browser, address: str, demo: Settings, doors: dict[str, Door]) -> None:
    member = next(login for login in LOGINS if login.name == "member")
    who, on = pending(doors["unblinded"], "nrm-100", 100)[1]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/login")
    page.get_by_label("Name").fill(member.name)
    page.get_by_label("Password").fill(member.password)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{address}/unblinded/nrm-100")
    add(page, "NOBODY", on)
    expect(page.get_by_role("alert")).to_contain_text("Participant NOBODY is not watched")
    add(page, who, on)
    expect(page.locator("main .supposed")).to_contain_text(MARK)
    page.get_by_role("button", name=re.compile("Withdraw number")).click()
    expect(page.locator("main .supposed")).to_have_count(0)
    context.close()
