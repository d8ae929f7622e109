"""Listings as a grid: what the browser is told, and which files of the grid's library it may ask for."""

import json
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from flask import Flask

from dashboard.figures import signs
from dashboard.figures.kinds import Column, Lead, Table
from dashboard.web import grid, naming
from dashboard.web.still import html_of
from tests.web.fakes import House

HOSTILE = ["=1+1", "+cmd", "-3", "@x", "</listing-grid><script>alert(1)</script>", 'O\'Neil "x"', "発熱", "a\tb\nc"]


class Listing(HTMLParser):
    """The attributes of the grid's element, and the rows of the plain table inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "listing-grid":
            self.told = dict(attrs)

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in str(self.told["rows"]).split("\n")]

    def of(self, name: str) -> Any:
        return json.loads(str(self.told[name]))


@pytest.fixture(autouse=True)
def request_of_a_page(house: House) -> Iterator[None]:
    with house.server.test_request_context():
        yield


def listing(cells: list[str], behind: pd.DataFrame | None = None, leads: tuple[Lead | None, ...] = ()) -> Listing:
    rows = tuple((f"P-{at}", cell) for at, cell in enumerate(cells))
    drawn = Table((Column("Participant", "left"), Column("Term")), rows, foot="By participant", leads=leads)
    behind = pd.DataFrame(rows) if behind is None else behind
    return Listing(str(html_of(grid.listing(drawn, behind, 'Events "of" a term', "unblinded"))))


def test_texts_stay_texts_whatever_they_hold() -> None:
    found = listing(HOSTILE)
    told = [*HOSTILE[:-1], "a b c"]
    assert found.rows == [["Participant", "Term"], *([f"P-{at}", text] for at, text in enumerate(told))]
    assert "script" not in found.tags
    assert found.told["name"] == 'Events "of" a term'


def test_a_row_leads_where_the_plain_table_does() -> None:
    found = listing(["x", "y"], leads=(Lead("participant", {"person": "P 1&opened=yes"}), None))
    assert found.of("leads") == ["/unblinded/participant?person=P+1%26opened%3Dyes", None]


def test_numbers_days_and_grades_are_ordered_by_what_they_are() -> None:
    behind = pd.DataFrame({"Participant": ["P-0", "P-1"], "Days": pd.array([-3, None], dtype="Int64")})
    assert listing(["\u22123", "–"], behind).of("keys") == [None, [-3.0, None]]
    days = pd.to_datetime(pd.Series([date(2026, 1, 5), None]))
    assert grid.keys(days) == ["2026-01-05T00:00:00", None]
    grades = pd.Series(pd.Categorical(["Severe", "Mild", None], ["Mild", "Severe"], ordered=True))
    assert grid.keys(grades) == [1, 0, None]
    assert grid.keys(pd.Series([1.5, float("nan")])) == [1.5, None]


@pytest.mark.parametrize("column", [["b", "a"], [True, False], pd.Categorical(["b", "a"])])
def test_words_are_ordered_by_themselves(column: Any) -> None:
    assert grid.keys(pd.Series(column)) is None


def test_the_plain_table_has_the_first_rows_and_the_grid_all() -> None:
    found = listing([str(at) for at in range(grid.PLAIN + 7)])
    assert len(found.rows) == grid.PLAIN + 8
    assert found.tags.count("tr") == grid.PLAIN + 1


def test_more_rows_behind_than_drawn_order_those_that_are_drawn() -> None:
    behind = pd.DataFrame({"Participant": ["a", "b", "c"], "Term": [3, 1, 2]})
    assert listing(["3", "1"], behind).of("keys") == [None, [3.0, 1.0]]


def server(listings: bool) -> Flask:
    made = Flask(__name__)
    panel: Any = SimpleNamespace(listing=listings)
    grid.mount(made, "unblinded", [SimpleNamespace(panels=(panel,))])  # type: ignore[list-item]
    return made


def test_the_library_is_served_where_there_are_listings_and_nothing_else_of_its_package() -> None:
    browser = server(listings=True).test_client()
    for name in (grid.LIBRARY, grid.PART):
        with browser.get(f"/unblinded/grid/{grid.VERSION}/{name}") as answered:
            assert answered.status_code == 200
            assert answered.mimetype == "text/javascript"
    for name in ("async-enterprise.js", "metadata.json", "package-info.json", "..%2f__init__.py", "none"):
        assert browser.get(f"/unblinded/grid/{grid.VERSION}/{name}").status_code == 404
    assert server(listings=False).test_client().get(f"/unblinded/grid/{grid.VERSION}/{grid.LIBRARY}").status_code == 404


def test_a_name_that_is_put_on_later_is_a_text_of_its_cell() -> None:
    name = 'Observation\'s "first" <b>&amp;\\'
    drawn = Table((Column("Participant", "left"), Column("Arm", "left")), (("P-0", signs.sign("A")), ("P-1", "B")))
    kept = html_of(grid.listing(drawn, pd.DataFrame(drawn.rows), "Events", "unblinded"))
    named: Any = SimpleNamespace(names={"A": name})
    assert Listing(str(naming.markup(kept, named))).rows == [["Participant", "Arm"], ["P-0", name], ["P-1", "B"]]
