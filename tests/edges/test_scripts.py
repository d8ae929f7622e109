"""Terms, names and sentences in any script: in order, in addresses, in drawings and in files, letter by letter."""

import csv
import io
import zipfile
from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode
from xml.etree import ElementTree

import duckdb
import pytest
from flask import Flask

from dashboard.figures.kinds import Figure, Lead, Table
from dashboard.web import address, downloads, server
from tests.edges import seen
from tests.edges.conftest import Drawn
from tests.edges.seen import Seen, World
from tests.edges.worlds import LONG, NAMES, SCRIPTS

SHEET = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULAS = ("=1+1", "@SUM(A1)", "=P2", "=S05")


@pytest.fixture(scope="module")
def world(drawn: Drawn) -> World:
    return drawn("scripts")


def terms(answer: seen.Answer) -> list[str]:
    return [str(term) for term in answer.table["Preferred term"] if term]


def leads(world: World) -> Iterator[Lead]:
    """Where rows of the open pages lead to, each once."""
    found = {}
    for one in world.panels.values():
        table = one.answer.drawn
        if isinstance(table, Table) and not one.page.notice:
            found |= {(lead.page, urlencode(lead.values)): lead for lead in table.leads if lead}
    return iter(found.values())


def opened(world: World, lead: Lead) -> list[Seen]:
    """The panels of the page that a row leads to, by its address."""
    book = world.books["unblinded"]
    place = address.place("unblinded", book.pages, lead.page, urlencode(lead.values))
    assert address.place("unblinded", book.pages, lead.page, place.asked) == place
    with Flask(server.__name__).app_context():
        return [*seen.at(book, place.page, place.filters)]


def test_terms_by_name_stand_in_the_order_of_the_database(world: World) -> None:
    """Of code points, in Python and in DuckDB alike, so that two machines print the same page."""
    book = world.books["blinded"]
    page = book.pages["adverse-events"]
    answer = book.answer(page, page.panel("table"), page.chosen({"order": "name"}))
    classes = answer.table[answer.table["Level"] == "Class"]["System organ class"].tolist()
    rows = duckdb.execute("select unnest($classes) as name order by name", {"classes": classes[::-1]}).fetchall()
    assert classes == [name for (name,) in rows] == sorted(classes)
    assert {"感染症および寄生虫症", "胃肠系统疾病", "اضطرابات الجهاز العصبي", "Not coded"} <= set(classes)


def test_spellings_of_one_term_are_one_row_and_all_its_events(world: World) -> None:
    events = world["unblinded/adverse-events/table"].table
    assert [term for term in events["Preferred term"] if term.casefold() in ("vomiting", "ｖｏｍｉｔｉｎｇ")] == [
        "Vomiting"
    ]


def test_a_term_that_tells_an_arm_is_withheld_in_japanese_too(world: World) -> None:
    told = SCRIPTS["Tremor"]
    assert told in terms(world["unblinded/adverse-events-by-name/table"])
    for one in world.panels.values():
        if not one.page.notice:
            assert told not in one.words.replace(one.panel.note, ""), one.name


def test_every_row_leads_to_its_page_whatever_its_name(world: World) -> None:
    people, events = set(), set()
    for lead in leads(world):
        if lead.page == "participant":
            people.add(lead.values["person"])
        if lead.page == "events-of-a-term":
            events.add(lead.values["event"])
    assert {*NAMES[1:3]} <= people
    assert {LONG, "=1+1", "صداع", "<script>alert(1)</script>", SCRIPTS["Abdominal pain"]} <= events


@pytest.mark.parametrize("name", NAMES)
def test_a_participant_of_any_name_can_be_opened(world: World, name: str) -> None:
    panels = {one.panel.name: one for one in opened(world, Lead("participant", {"person": name}))}
    assert escape(name) in panels["who"].html
    assert panels["everything"].answer.table.shape[0] > 3
    drawing = panels["timeline"].answer.drawn
    assert isinstance(drawing, Figure)
    assert "<script>" not in panels["timeline"].plot


@pytest.mark.parametrize("term", ["صداع", "悪心", "=1+1", LONG, "<script>alert(1)</script>"])
def test_a_term_of_any_script_and_length_leads_to_its_events(world: World, term: str) -> None:
    table = world["unblinded/adverse-events/table"].drawn
    assert isinstance(table, Table)
    (lead,) = (lead for lead in table.leads if lead and lead.values["event"] == term)
    (listed,) = (one for one in opened(world, lead) if one.panel.name == "listed")
    assert set(listed.answer.table["Preferred term"]) == {term}
    events = world["unblinded/adverse-events/table"].table.set_index("Preferred term").loc[term]
    assert len(listed.answer.table) == events["A: events"] + events["B: events"]


def test_nothing_of_the_data_is_markup_on_a_page_or_in_a_drawing(world: World) -> None:
    for one in world.panels.values():
        assert "<script>alert" not in one.html, one.name
        assert "<b>P3" not in one.html, one.name
        assert "<script>alert" not in one.plot, one.name
        assert "<b>x</b>" not in one.plot, one.name
    dots = world["unblinded/adverse-events/dots"].drawn
    assert isinstance(dots, Figure)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in [note["text"] for note in dots.plot["layout"]["annotations"]]


def test_files_hold_the_same_letters_and_no_formula(world: World) -> None:
    found = set()
    for one in world.panels.values():
        cells = {cell for row in csv.reader(io.StringIO(one.csv)) for cell in row}
        assert not cells & {*FORMULAS}, one.name
        found |= cells
    assert {f"'{text}" for text in FORMULAS} <= found
    assert {"悪心", "صداع", "下痢💩", LONG, "症例-001", "敗血症", SCRIPTS["Abdominal pain"]} <= found
    assert "発熱と低血圧で入院。" * 40 in found


def test_a_workbook_holds_the_texts_of_its_table(world: World) -> None:
    book = world.books["unblinded"]
    for one in world.panels.values():
        if one.panel.listing:
            made = downloads.sheets(book, one.panel, one.page.chosen({}), one.answer)
            with zipfile.ZipFile(io.BytesIO(made)) as opened_:
                tree = ElementTree.fromstring(opened_.read("xl/sharedStrings.xml"))
                assert "<f>" not in opened_.read("xl/worksheets/sheet1.xml").decode()
            texts = {"".join(item.itertext()) for item in tree.findall("x:si", SHEET)}
            wanted = {cell for row in downloads.safe(one.answer.table).to_numpy() for cell in row}
            assert {text for text in wanted if isinstance(text, str) and text} <= texts, one.name
