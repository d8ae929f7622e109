"""Listings as a grid: its library is there for the unblinded side alone, and opens nothing that was shut."""

from collections.abc import Iterator

import pytest
from dash.development.base_component import ComponentRegistry
from flask.testing import FlaskClient

from dashboard.records import audit
from dashboard.web import grid
from tests.attack.test_every_address import CHARTER
from tests.web.fakes import ROLES, House, call

LISTED = (("serious-events", "listed"), ("deaths", "listed"))
NOTICED = (("serious-events-in-full", "listed"), ("deaths-attribution", "listed"))
FILES = (grid.LIBRARY, grid.PART)


def pages(house: House, browser: FlaskClient, side: str) -> Iterator[str]:
    """Every page of a side as its address answers it, notices read."""
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == side)
    for name in book.pages:
        yield browser.get(f"/{side}/{name}?opened=yes").text


@pytest.mark.parametrize("role", ROLES)
def test_the_library_is_served_to_who_enters_the_unblinded_side_alone(real: House, role: str) -> None:
    browser = real.log_in(role)
    for side in ("conduct", "blinded", "unblinded", "bench"):
        there = side == "unblinded" and side in CHARTER[role]
        for name in FILES:
            with browser.get(f"/{side}/grid/{grid.VERSION}/{name}") as answered:
                assert answered.status_code == (200 if there else 404)


@pytest.mark.parametrize("side", ["conduct", "blinded", "bench"])
def test_no_page_of_another_side_names_it(real: House, side: str) -> None:
    for text in pages(real, real.log_in("reporting_statistician"), side):
        assert "dash_ag_grid" not in text
        assert "listing-grid" not in text


def test_no_page_loads_it_with_its_scripts(real: House) -> None:
    for text in pages(real, real.log_in("dsmb_member"), "unblinded"):
        assert f'{grid.LIBRARY}"></script>' not in text
    assert "dash_ag_grid" not in ComponentRegistry.registry


def test_a_page_with_a_listing_runs_no_other_scripts_than_one_without(real: House) -> None:
    browser = real.log_in("dsmb_member")

    def sources(page: str) -> set[str]:
        policy = browser.get(f"/unblinded/{page}").headers["Content-Security-Policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        return {source for source in scripts.split() if not source.startswith("'sha256-")}

    assert sources("serious-events") == sources("guidelines") == {"script-src", "'self'"}


@pytest.mark.parametrize(("name", "panel"), LISTED)
def test_what_the_grid_is_told_is_written_down_as_a_look(real: House, name: str, panel: str) -> None:
    browser = real.log_in("dsmb_chair")
    body = call(name, panel, "")
    answered = browser.post("/unblinded/_dash-update-component", json=body, headers=real.proof(browser))
    assert "listing-grid" in answered.text
    last = audit.rows(real.records)[-1]
    assert (last.action, last.detail.split(" ")[0]) == ("view", f"{name}/{panel}")


@pytest.mark.parametrize(("name", "panel"), NOTICED)
def test_no_row_is_told_before_the_notice_was_read(real: House, name: str, panel: str) -> None:
    browser = real.log_in("dsmb_chair")
    told = {"headers": real.proof(browser)}
    shut = browser.post("/unblinded/_dash-update-component", json=call(name, panel, ""), **told)
    assert shut.status_code == 404
    read = browser.post("/unblinded/_dash-update-component", json=call(name, panel, "opened=yes"), **told)
    assert "listing-grid" in read.text
    assert "participant-in-full?person=" in read.text
    assert "listing-grid" not in browser.get(f"/unblinded/{name}").text
