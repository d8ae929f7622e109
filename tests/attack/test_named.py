"""After unmasking no letter is left that stands for an arm: every panel, page and file of the side is read."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import orjson
import pytest

from dashboard.figures import signs
from dashboard.settings import Settings
from dashboard.web import downloads, naming, panel
from dashboard.web.address import Address, place
from dashboard.web.answers import Book
from dashboard.web.still import WHOLE, html_of
from tests.web.fakes import House
from tests.web.named import unmask
from tests.web.real import served

LONE = re.compile(r"(?<![\w&#/.-])(?:A(?! [a-z(≥])|B)(?![\w;-])")
"""A letter by itself; "A" before a small word, as in "A participant counts once", is an article."""


@pytest.fixture(scope="module")
def book(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The demonstration's unblinded side, its arms named by three persons."""
    with served(demo, tmp_path_factory.mktemp("named")) as house:
        unmask(house)
        yield unblinded(house)


def unblinded(house: House) -> Book:
    (found,) = (book for book in house.server.extensions["dsmb"] if book.side.name == "unblinded")
    assert isinstance(found, Book)
    return found


def places(book: Book) -> Iterator[Address]:
    for page in book.pages.values():
        yield place("unblinded", book.pages, page.name, "opened=yes")


def texts(element: Any) -> Iterator[str]:
    """Every text in what a browser is sent: read, drawn, hovered over, said; a text of HTML without its tags."""
    if isinstance(element, str):
        yield element
    elif isinstance(element, list):
        for part in element:
            yield from texts(part)
    elif isinstance(element, dict):
        for key, value in element.items():
            if key == "type" and "namespace" in element:
                continue  # which element it is: a link is an A
            yield from [re.sub(r"<[^>]*>", "\n", value)] if key == WHOLE else texts(value)


def test_in_no_panel_of_any_page_a_letter_stands_for_an_arm(book: Book) -> None:
    read, names = 0, 0
    for there in places(book):
        for item in there.page.panels:
            sent = naming.put_on(panel.body(book, item, there), book.named)
            for text in texts(orjson.loads(orjson.dumps(sent))):
                assert not LONE.search(text), (there.page.name, item.name, text)
                assert not signs.found(text), (there.page.name, item.name, text)
                read, names = read + 1, names + text.count("Observation")
    assert read > 10_000
    assert names > 1_000


def test_no_file_has_a_letter_for_an_arm_but_in_the_line_that_says_what_it_was(book: Book) -> None:
    assert book.named
    for there in places(book):
        for item in there.page.panels:
            answer = book.answer(there.page, item, there.filters)
            text = downloads.text(book, item, there.filters, answer)
            assert text.count(book.named.line) == 1
            rest = text.replace(book.named.line, "")
            assert not LONE.search(rest), (there.page.name, item.name, LONE.search(rest))
            assert not signs.found(rest), (there.page.name, item.name)


def test_a_workbook_says_names_as_the_other_file_does(book: Book) -> None:
    assert book.named
    named = 0
    for there in places(book):
        for item in there.page.panels:
            answer = book.answer(there.page, item, there.filters)
            parts = ZipFile(BytesIO(downloads.sheets(book, item, there.filters, answer)))
            words = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
            cells = re.findall(r"<t[^>]*>([^<]*)</t>", words)
            rest = "\n".join(cell for cell in cells if unescape(cell) != book.named.line)
            assert len(rest) < len("\n".join(cells)), (there.page.name, item.name)
            assert not LONE.search(rest), (there.page.name, item.name, LONE.search(rest))
            assert not signs.found(words), (there.page.name, item.name)
            named += rest.count("Observation")
    assert named > 20


def test_what_is_kept_has_no_name(book: Book) -> None:
    (there, *_) = places(book)
    for item in there.page.panels:
        kept = str(html_of(panel.body(book, item, there)))
        assert signs.found(kept), item.name
        assert "Observation" not in kept, item.name


def test_the_arm_that_can_be_chosen_is_named_and_the_address_keeps_its_letter(book: Book) -> None:
    (listing,) = (there for there in places(book) if there.page.name == "serious-events")
    (arms,) = (item for item in listing.page.filters if item.of_arms)
    assert book.named
    assert {letter: signs.read(title, book.named.names) for letter, title in arms.choices.items() if letter} == (
        book.named.names
    )
