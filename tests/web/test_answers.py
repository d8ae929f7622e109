from dataclasses import replace

import pandas as pd

from dashboard.access.door import Door
from dashboard.figures.kinds import Table
from dashboard.settings import ROOT
from dashboard.trial import load
from dashboard.web import panel
from dashboard.web.address import place
from dashboard.web.answers import TrialBook
from dashboard.web.shelf import Shelf
from tests.conftest import SIDES
from tests.web.fakes import FakeDoor, side

TRIAL = load.load(ROOT / "data" / "trial.toml")


def _book(name: str = "unblinded", hash_: str = "a" * 64, shelf: Shelf | None = None) -> TrialBook:
    return TrialBook(side(name), FakeDoor(name, TRIAL, hash=hash_), shelf or Shelf())  # type: ignore[arg-type]


def _asked(book: TrialBook) -> int:
    assert isinstance(book.door, FakeDoor)
    return book.door.asked.count("safety/deaths")


def test_an_answer_is_asked_once() -> None:
    book = _book()
    there = place("unblinded", book.pages, "five-answers", "")
    curve = there.page.panel("curve")
    assert panel.kept_body(book, curve, there) is None
    first = panel.body(book, curve, there)
    assert panel.body(book, curve, there) is first
    assert panel.kept_body(book, curve, there) is first
    assert _asked(book) == 1


def test_another_filter_is_another_answer() -> None:
    book = _book()
    texts = []
    for search in ("", "grade=severe"):
        there = place("unblinded", book.pages, "five-answers", search)
        drawn = book.answer(there.page, there.page.panel("curve"), there.filters).drawn
        texts.append(drawn.alt)  # type: ignore[union-attr]
    assert texts == ["Deaths of grade any: 85 in all.", "Deaths of grade severe: 85 in all."]


def test_sides_stores_and_versions_share_no_answer() -> None:
    shelf = Shelf()
    books = [
        _book("unblinded", "a" * 64, shelf),
        _book("blinded", "a" * 64, shelf),
        _book("unblinded", "b" * 64, shelf),
        TrialBook(side("unblinded"), FakeDoor("unblinded", TRIAL, hash="a" * 64, version="0.2.0"), shelf),
    ]
    for book in books:
        there = place(book.side.name, book.pages, "five-answers", "")
        book.answer(there.page, there.page.panel("curve"), there.filters)
    assert [_asked(book) for book in books] == [1, 1, 1, 1]


def test_a_page_shows_the_first_so_many_and_a_file_has_all(doors: dict[str, Door]) -> None:
    book = TrialBook(SIDES["unblinded"], doors["unblinded"], Shelf())
    page = book.pages["serious-events"]
    few, chosen = replace(page.panel("listed"), most=3), page.chosen({})
    whole = book.numbers(page, few, chosen).table
    sums = page.panel("answer").result(book.door, **chosen).table()
    assert len(whole) == sums["Events"].sum()
    shown = book.answer(page, few, chosen)
    pd.testing.assert_frame_equal(shown.table, whole.head(3), check_dtype=False)
    assert isinstance(shown.drawn, Table)
    assert shown.drawn.foot == f"The first 3 of {len(whole)} events, by participant; the download has all"


def test_a_panel_with_people_of_its_own_says_so_whatever_population_its_page_chooses(doors: dict[str, Door]) -> None:
    book = TrialBook(SIDES["unblinded"], doors["unblinded"], Shelf())
    for search, chosen in (("", "All randomised"), ("population=treated", "Started cycle 1")):
        there = place("unblinded", book.pages, "arm-only-events", search)
        said = [book.answer(there.page, there.page.panel(name), there.filters) for name in ("crs-28", "groups")]
        assert [each.population for each in said] == ["Started cycle 1", chosen]
