"""The unblinded side's pages of every trial definition that comes with the software."""

from functools import partial
from pathlib import Path

import pytest

from dashboard.pages.page import Page
from dashboard.pages.unblinded import PAGES
from dashboard.trial.load import load
from tests.conftest import ROOT

DEFINITIONS = [ROOT / "data" / "trial.toml", *sorted((ROOT / "data" / "trials").glob("*.toml"))]


@pytest.fixture(params=DEFINITIONS, ids=lambda path: path.stem)
def pages(request: pytest.FixtureRequest) -> tuple[Page, ...]:
    path: Path = request.param
    return PAGES(load(path))


def test_pages_and_the_panels_of_a_page_have_names_of_their_own(pages: tuple[Page, ...]) -> None:
    names = [page.name for page in pages]
    assert len(names) == len(set(names))
    for page in pages:
        panels = [panel.name for panel in page.panels]
        assert len(panels) == len(set(panels)), page.name


def test_what_a_table_leads_to_is_there(pages: tuple[Page, ...]) -> None:
    names, led = {page.name for page in pages}, 0
    for page in pages:
        for panel in page.panels:
            if isinstance(panel.figure, partial) and (to := panel.figure.keywords.get("leads_to")):
                assert to in names, (page.name, panel.name)
                led += 1
    assert led


def test_related_events_stand_by_term_behind_a_notice(pages: tuple[Page, ...]) -> None:
    (page,) = (page for page in pages if page.name == "adverse-events-by-name")
    assert "related" in page.notice
    (subset,) = (item for item in page.filters if item.name == "subset")
    assert "related" in subset.choices
