"""A page that tells which letter is which draws nothing, by any way, before its notice was read."""

import pytest

from dashboard.records import audit
from tests.web.fakes import House, call, view

NOTED = ("arm-only", "events")


@pytest.mark.parametrize("filters", ["", "opened=no", "opened=YES", "opened=yes&opened=no", "opened", "grade=any"])
def test_a_panel_asked_for_without_its_notice_is_not_there(house: House, filters: str) -> None:
    browser = house.log_in("dsmb_member")
    body = call(*NOTED, filters)
    answered = browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser))
    assert answered.status_code == 404


def test_a_download_without_the_notice_leads_to_the_notice(house: House) -> None:
    browser = house.log_in("dsmb_member")
    answered = browser.get("/unblinded/download/arm-only/events.csv?opened=no")
    assert (answered.status_code, answered.headers["Location"]) == (302, "/unblinded/arm-only")
    assert "This page names the arms." in browser.get("/unblinded/arm-only").text


def test_an_opened_page_asks_for_its_panels_and_downloads_as_opened(house: House) -> None:
    browser = house.log_in("dsmb_member")
    page = browser.post(
        "/unblinded/_dash-update-component",
        json=view("/unblinded/arm-only", "?opened=yes"),
        headers=house.proof(browser),
    )
    assert '"filters":"opened=yes"' in page.text
    body = call(*NOTED, "opened=yes")
    drawn = browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser))
    assert "events.csv?opened=yes" in drawn.text
    assert browser.get("/unblinded/download/arm-only/events.csv?opened=yes").text.startswith("\ufeff# Trial: ")


def test_the_trail_says_whether_a_notice_was_shown_or_read(house: House) -> None:
    browser = house.log_in("dsmb_member")
    for path in ("arm-only", "arm-only?opened=yes", "five-answers?opened=yes"):
        browser.get(f"/unblinded/{path}")
    said = [row.detail.partition(" store")[0] for row in audit.rows(house.records) if row.action == "entry"][-3:]
    assert said == ["arm-only [] notice shown", "arm-only [] notice read", "five-answers [grade=any]"]
