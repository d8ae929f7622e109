"""A member asks, the chair agrees, the reporting statistician names the arms; the member reads names beside letters."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.records import accounts, database
from dashboard.settings import Settings
from tests.browser.conftest import serving
from tests.web.fakes import PASSWORD

ALL_IN_SIGHT = """() => {
    const rows = document.querySelector(".ag-center-cols-viewport");
    return rows.scrollWidth === rows.clientWidth;
}"""
"""Once the columns took their widths."""
Visit = Callable[[str, str], Page]


@pytest.fixture
def visit(demo: Settings, tmp_path: Path, browser: Browser) -> Iterator[Visit]:
    """A page of the unblinded side as somebody of a role sees it in a browser of their own.

    The records are this test's own: what is unmasked stays so.
    """
    told = replace(demo, database=f"sqlite:///{tmp_path}/records.sqlite", jobs=f"{tmp_path}/jobs.sqlite")
    with closing(database.of(told)) as records:
        for role in ("dsmb_member", "dsmb_chair", "reporting_statistician"):
            accounts.add(records, role, role, PASSWORD)

    with serving(told) as address:

        def _visit(role: str, path: str) -> Page:
            page = browser.new_context().new_page()
            page.goto(f"{address}/login")
            page.get_by_label("Name").fill(role)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in").click()
            page.goto(f"{address}/unblinded/{path}")
            return page

        yield _visit


def test_three_persons_name_the_arms_and_the_page_says_so(demo: Settings, visit: Visit) -> None:
    member = visit("dsmb_member", "unmasking")
    member.get_by_label("Reason").fill("More deaths in one arm")
    member.get_by_role("button", name="Ask", exact=True).click()
    expect(member.get_by_role("status")).to_contain_text("waits for a second person to agree")
    chair = visit("dsmb_chair", "unmasking")
    expect(chair.locator("main")).to_contain_text("More deaths in one arm")
    chair.get_by_role("button", name="Agree to request 1").click()
    reporting = visit("reporting_statistician", "unmasking")
    form = reporting.get_by_role("form", name="Put the names on")
    form.get_by_label("Code key").fill("0" * 64)
    form.get_by_role("button", name="Name the arms").click()
    expect(reporting.get_by_role("alert")).to_contain_text("does not open")
    form.get_by_label("Code key").fill((Path(demo.keys) / "code.key").read_text().strip())
    form.get_by_role("button", name="Name the arms").click()
    expect(reporting.get_by_role("status")).to_contain_text("The arms are named on every page of this side")
    member.get_by_role("link", name="The trial's pages").click()
    member.get_by_role("link", name="Deaths", exact=True).click()
    expect(member.locator("#main .unmasked")).to_contain_text("UNMASKED since ")
    expect(member.locator("#main")).to_contain_text("Observation n = ")
    member.set_viewport_size({"width": 1400, "height": 900})  # names are wider than letters: every column in sight
    member.goto(member.url.split("/unblinded")[0] + "/unblinded/deaths")
    expect(member.locator(".ag-row").first).to_be_visible()
    member.wait_for_function(ALL_IN_SIGHT)
