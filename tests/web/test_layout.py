"""What stands around the panels, and where each one stands."""

import re
from types import SimpleNamespace
from typing import Any, cast

from dashboard.pages.page import Page
from dashboard.web import layout
from dashboard.web.server import warm
from dashboard.web.still import html_of
from tests.web.fakes import House

FAMILY = (
    Page("home", "Home", ()),
    Page("rules", "Rules", ()),
    Page("first", "First", (), under="rules"),
    Page("second", "Second", (), under="rules"),
)


def test_every_drawn_panel_says_population_cut_off_and_store(house: House) -> None:
    warm(house.server)
    text = house.log_in("dsmb_chair").get("/unblinded/").text
    stands_on = "All randomised, A n = 42, B n = 43 · cut-off 15 Jan 2026 · store 9c41 7f0e"
    assert text.count(f'<p class="counted">{stands_on}</p>') == 3
    assert text.count(stands_on) == 6
    assert "store <code>9c41 7f0e</code>" in text


def test_a_panel_without_a_neighbour_takes_the_row(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    assert re.findall("slot span-[0-9]+", browser.get("/unblinded/arm-only?opened=yes").text) == ["slot span-12"]
    spans = re.findall("slot span-[0-9]+", browser.get("/unblinded/five-answers").text)
    assert spans == ["slot span-6", "slot span-6", "slot span-12"]


def test_the_pages_are_a_list_of_links_that_says_where_one_is(house: House) -> None:
    nav = house.log_in("dsmb_chair").get("/unblinded/broken").text.split("<nav")[1].split("</nav>")[0]
    assert nav.count("<li>") == 4  # the fourth is the page on which arms are named
    assert nav.count('<a class="nav-link" href="/unblinded/') == 3
    assert '<span class="nav-link active" aria-current="page">Broken</span>' in nav


def test_a_page_under_another_is_named_only_within_its_family() -> None:
    def named(current: str) -> list[str]:
        pages = {page.name: page for page in FAMILY}
        book = SimpleNamespace(side=SimpleNamespace(name="s"), pages=pages, unmasking=None)
        return re.findall("[A-Z][a-z]+(?=<)", str(html_of(layout.navigation(cast(Any, book), current))))

    assert named("home") == named("") == ["Home", "Rules"]
    assert named("rules") == named("first") == ["Home", "Rules", "First", "Second"]
