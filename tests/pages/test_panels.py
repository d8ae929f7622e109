"""Every panel of every side, found through the sides' own lists, is held to the laws of panels."""

import inspect
import itertools
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import pytest

from dashboard.access.door import Door
from dashboard.errors import ChoiceError
from dashboard.figures.kinds import Figure, Sentence, Table
from dashboard.pages.page import Filter, Page, Panel
from tests.conftest import SIDES


def every_panel(doors: dict[str, Door]) -> Iterator[tuple[Door, Page, Panel]]:
    for name, door in doors.items():
        for page in SIDES[name].pages(door.trial):
            for panel in page.panels:
                yield door, page, panel


def test_names_make_addresses_and_differ(doors: dict[str, Door]) -> None:
    for name, door in doors.items():
        pages = SIDES[name].pages(door.trial)
        assert len({page.name for page in pages}) == len(pages)
        for page in pages:
            names = [panel.name for panel in page.panels]
            assert len(set(names)) == len(names), page.name
            assert all(re.fullmatch(r"[a-z][a-z0-9-]*", each) for each in (page.name, *names))


def test_a_page_under_another_follows_it_and_opens_as_it_does(doors: dict[str, Door]) -> None:
    for name, door in doors.items():
        pages = SIDES[name].pages(door.trial)
        for before, page in itertools.pairwise(pages):
            if page.under:
                assert page.under in (before.name, before.under)
                (head,) = (item for item in pages if item.name == page.under)
                assert (page.notice, head.under) == (head.notice, "")


def test_every_panel_says_how_it_counts(doors: dict[str, Door]) -> None:
    for _, page, panel in every_panel(doors):
        assert len(panel.note.split()) >= 6, (page.name, panel.name)
        assert "STOP" not in panel.note


def test_every_parameter_of_a_query_is_fixed_or_filtered(doors: dict[str, Door]) -> None:
    for door, page, panel in every_panel(doors):
        filtered = {item.name for item in page.filters} | ({"most"} if panel.most else set())
        wanted = door.parameters(panel.query) if panel.query else set()
        assert set(panel.fixed) <= wanted, (page.name, panel.name)
        assert wanted <= set(panel.fixed) | filtered, (page.name, panel.name)


def test_every_filter_reaches_a_query_a_statistic_or_a_figure(doors: dict[str, Door]) -> None:
    for name, door in doors.items():
        for page in SIDES[name].pages(door.trial):
            known = {keyword for panel in page.panels for keyword in keywords(door, panel)}
            assert {item.name for item in page.filters} <= known, page.name


def keywords(door: Door, panel: Panel) -> set[str]:
    functions: list[Any] = [panel.stat, panel.figure]
    inner = [function.func if isinstance(function, partial) else function for function in functions]
    named = {name for function in inner for name in inspect.signature(function).parameters}
    return named | set(door.parameters(panel.query) if panel.query else ())


def test_every_panel_answers_under_every_choice(doors: dict[str, Door]) -> None:
    for door, page, panel in every_panel(doors):
        for values in itertools.product(*(item.choices for item in page.filters)):
            chosen = page.chosen(dict(zip((item.name for item in page.filters), values, strict=True)))
            result = panel.result(door, **chosen)
            table = result.table()
            assert isinstance(table, pd.DataFrame)
            assert len(table.columns) > 0
            drawn = panel.draw(result, **chosen)
            assert isinstance(drawn, Figure | Table | Sentence)
            if isinstance(drawn, Figure):
                assert drawn.alt.strip()
            elif isinstance(drawn, Table):  # a screen reader says the head with each cell
                assert all(column.title for column in drawn.columns), (page.name, panel.name)


def test_panels_outside_the_unblinded_side_know_one_arm(doors: dict[str, Door]) -> None:
    for door, page, panel in every_panel(doors):
        if door.side != "unblinded":
            table = panel.result(door, **page.chosen({})).table()
            assert set(table.get("Arm", ["All participants"])) == {"All participants"}, (page.name, panel.name)
            assert "difference" not in " ".join(map(str, table.columns))


def test_pages_that_exist_because_of_an_arm_say_so_first(doors: dict[str, Door]) -> None:
    pages = {page.name: page for page in SIDES["unblinded"].pages(doors["unblinded"].trial)}
    noticed = {name for name, page in pages.items() if page.notice}
    revealing = {item.name for item in doors["unblinded"].trial.guidelines if item.arm_revealing}
    assert revealing
    told = {"adverse-events-by-name", "adverse-events-overview", "deaths-attribution", "benefit-harm-reactions"}
    one_by_one = {"events-of-a-term-by-name", "events-of-special-interest"}
    one_by_one |= {"participant-in-full", "serious-events-in-full"}
    weighed = {"event-screening"}  # tells no arm, but reads as proof without its notice
    assert noticed == {"arm-only-events", "cycles", "labs-arm-only", *told, *one_by_one, *revealing, *weighed}
    for name in pages.keys() - noticed:
        assert not revealing & {panel.name for panel in pages[name].panels}


def test_terms_that_exist_because_of_an_arm_stand_behind_the_notice_alone(doors: dict[str, Door]) -> None:
    """The letters are symbolic, but no page without a notice names an infusion's own events by letter."""
    door = doors["unblinded"]
    withheld = {term.lower() for term in door.trial.arm_revealing.terms}
    assert withheld
    for page in SIDES["unblinded"].pages(door.trial):
        for panel in page.panels:
            if panel.query == "safety/adverse_events":
                table = panel.result(door, **page.chosen({})).table()
                shown = {str(term).lower() for term in table["Preferred term"]}
                by_name = panel.fixed["by_name"] and panel.name != "answer"  # which is of no term
                assert bool(shown & withheld) == by_name, (page.name, panel.name)
                assert page.notice or not by_name, (page.name, panel.name)


def test_no_page_without_a_notice_names_what_exists_because_of_an_arm(doors: dict[str, Door]) -> None:
    """Under every choice: no cell is such an endpoint or term, and no row with a letter names one, or a guideline."""
    door = doors["unblinded"]
    trial = door.trial
    told = {item.title for item in (*trial.endpoints, *trial.guidelines, *trial.special_interest) if item.arm_revealing}
    words = {word.lower() for word in (*told, *trial.arm_revealing.terms)}
    never = {text for item in trial.endpoints if item.arm_revealing for text in (item.name, item.title.lower())}
    never |= {"related", *(term.lower() for term in trial.arm_revealing.terms)}
    for page in (page for page in SIDES["unblinded"].pages(trial) if not page.notice):
        for values in itertools.product(*(item.choices for item in page.filters)):
            chosen = page.chosen(dict(zip((item.name for item in page.filters), values, strict=True)))
            for panel in page.panels:
                for row in panel.result(door, **chosen).table().astype(str).to_numpy():
                    cells = {cell.lower() for cell in row}
                    assert not never & cells, (page.name, panel.name, chosen)
                    if any(word in cell for cell in cells for word in words):
                        assert not {*row} & {*door.arms}, (page.name, panel.name, chosen)


@pytest.mark.parametrize("value", ["everyone", "' or 1=1 --", "<script>", "\x00"])
def test_a_value_outside_the_allowed_set_is_a_sentence(value: str) -> None:
    item = Filter("population", "Population", {"randomised": "All randomised"}, "randomised")
    with pytest.raises(ChoiceError, match="choose one of randomised"):
        item.parse(value)


def test_an_empty_value_is_the_default() -> None:
    item = Filter("population", "Population", {"randomised": "All randomised"}, "randomised")
    assert item.parse("") == item.parse(None) == "randomised"
