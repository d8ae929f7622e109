"""The demonstration trial as it is served: every page of every side, drawn."""

import re
from collections.abc import Iterator

import pytest

from dashboard.records import accounts, database
from dashboard.settings import Settings
from dashboard.trial.addresses import ROUTES
from dashboard.web import downloads, server
from dashboard.web.answers import TrialBook
from tests.web.fakes import House, call

ROLES = {"bench": "trial_statistician"}
"""Who enters each side; a chair the others."""


@pytest.fixture(scope="module")
def real(demo: Settings) -> Iterator[House]:
    records = database.of(demo)
    for role in ("dsmb_chair", *ROLES.values()):
        accounts.add(records, role, role, "correct horse battery")
    house = House(server.create(demo), records, demo)
    server.warm(house.server)
    yield house
    records.close()


def test_every_panel_of_every_side_is_drawn(real: House) -> None:
    for book in real.server.extensions["dsmb"]:
        browser = real.log_in(ROLES.get(book.side.name, "dsmb_chair"))
        assert book.pages
        for page in book.pages.values():
            if page.under:  # not drawn at the start: asked for as a browser does
                for panel in page.panels:
                    asked = call(page.name, panel.name, "opened=yes")
                    ask = f"/{book.side.name}/_dash-update-component"
                    assert browser.post(ask, json=asked, headers=real.proof(browser)).status_code == 200
            text = browser.get(f"/{book.side.name}/{page.name}?opened=yes").text
            assert "could not be drawn" not in text, (book.side.name, page.name)
            assert "aria-busy" not in text, (book.side.name, page.name)
            assert text.count("<h1>") == 1


def test_no_name_in_a_definition_can_take_an_address_of_the_server(real: House) -> None:
    """Below a side stand pages, which are asked for by any name, and what is known to be taken."""
    below = (rule.rule.split("/")[2] for rule in real.server.url_map.iter_rules() if rule.rule[:11] == "/unblinded/")
    assert {name for name in below if re.fullmatch(r"[a-z][a-z0-9-]*", name)} == ROUTES


def test_every_panel_can_be_downloaded_and_says_what_the_command_line_says(real: House) -> None:
    """The table below the facts is the panel's, asked of the door as `dsmb show` asks it."""
    for book in real.server.extensions["dsmb"]:
        browser = real.log_in(ROLES.get(book.side.name, "dsmb_chair"))
        for page in book.pages.values():
            for panel in page.panels:
                answered = browser.get(f"/{book.side.name}/download/{page.name}/{panel.name}.csv?opened=yes")
                assert answered.status_code == 200, (book.side.name, page.name, panel.name)
                first = "# Side: bench" if book.side.name == "bench" else "# Trial: "
                assert answered.text.startswith(f"\ufeff{first}")
                if isinstance(book, TrialBook):
                    table = downloads.safe(panel.result(book.door, **page.chosen({})).table())
                    written = table.to_csv(index=False, lineterminator="\n")
                    assert answered.text.endswith(f"\n{written}"), (book.side.name, page.name, panel.name)


def test_a_choice_of_every_filter_is_a_page(real: House) -> None:
    for book in real.server.extensions["dsmb"]:
        browser = real.log_in(ROLES.get(book.side.name, "dsmb_chair"))
        for page in book.pages.values():
            for item in page.filters:
                for value in item.choices:
                    chosen = f"{item.name}={value}&opened=yes"
                    path = f"/{book.side.name}/download/{page.name}/{page.panels[0].name}.csv?{chosen}"
                    assert browser.get(path).status_code == 200, path


def test_from_the_first_page_of_each_side_every_answer_leads_to_what_tells_more(real: House) -> None:
    """Titles and guidelines are links, to pages that the side has; a title leads nowhere at the place itself."""
    deeper = {
        "conduct": {"enrolment", "follow-up"},
        "blinded": {"guidelines", "death-180-pooled", "adverse-events", "relapse-nrm"},
        "unblinded": {"guidelines", "nrm-100", "crs-28", "deaths", "completeness", "adverse-events", "relapse-nrm"},
    }
    for side, pages in deeper.items():
        browser = real.log_in("dsmb_chair")
        led = links_of(browser.get(f"/{side}/").text, side)
        assert pages <= led, side
        for page in led:
            text = browser.get(f"/{side}/{page}").text
            assert "Nothing at this address" not in text, page
            assert f'<h2><a href="/{side}/{page}">' not in text


def test_until_a_participant_or_term_is_chosen_its_page_says_where_one_comes_from(real: House) -> None:
    sources = {"participant": {"deaths", "serious-events"}, "events-of-a-term": {"adverse-events"}}
    for page, expected in sources.items():
        text = real.log_in("dsmb_chair").get(f"/unblinded/{page}").text
        assert " is chosen yet. Type one, or come from a row of: " in text
        assert expected <= links_of(text, "unblinded")
        assert '<section class="panel"' not in text


def links_of(text: str, side: str) -> set[str]:
    """The pages to which what is drawn on a page leads."""
    return set(re.findall(rf'<a href="/{side}/([a-z0-9-]+)">', text.split("<main")[1].split("</main>")[0]))
