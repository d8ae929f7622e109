from types import MappingProxyType

import pytest

from dashboard.errors import ChoiceError
from dashboard.settings import ROOT
from dashboard.trial import load
from dashboard.web import address
from tests.web.fakes import pages

PAGES = {page.name: page for page in pages(load.load(ROOT / "data" / "trial.toml"))}


@pytest.mark.parametrize(
    "pathname", ["/unblinded/", "/unblinded", "/unblinded/five-answers", "/unblinded/five-answers/"]
)
def test_a_side_alone_means_its_first_page(pathname: str) -> None:
    place = address.read("unblinded", PAGES, pathname, "")
    assert (place.page.name, place.filters, place.opened) == ("five-answers", {"grade": "any"}, False)


def test_a_filter_in_the_address_is_read_and_written_back() -> None:
    place = address.read("unblinded", PAGES, "/unblinded/five-answers", "?grade=severe")
    assert place.filters == {"grade": "severe"}
    assert place.link() == "/unblinded/five-answers?grade=severe"


def test_a_default_is_left_out_of_the_address() -> None:
    place = address.read("unblinded", PAGES, "/unblinded/five-answers", "?grade=severe")
    assert place.link({"grade": "any"}) == "/unblinded/five-answers"


def test_an_opened_notice_stays_open() -> None:
    place = address.read("unblinded", PAGES, "/unblinded/arm-only", "?opened=yes")
    assert place.opened
    assert place.link() == "/unblinded/arm-only?opened=yes"


@pytest.mark.parametrize(
    ("pathname", "search"),
    [
        ("/unblinded/none", ""),
        ("/blinded/five-answers", ""),
        ("/unblinded/five-answers", "?grade=9"),
        ("/unblinded/five-answers", "?grade=any' or 1=1"),
        ("/unblinded/../conduct", ""),
    ],
)
def test_anything_else_is_refused_in_words(pathname: str, search: str) -> None:
    with pytest.raises(ChoiceError):
        address.read("unblinded", PAGES, pathname, search)


@pytest.mark.parametrize("strange", [None, 7, ["x"], {"a": 1}, True])
def test_what_is_not_text_is_no_filter_and_no_page(strange: object) -> None:
    assert address.read("unblinded", MappingProxyType(PAGES), strange, strange).page.name == "five-answers"
    with pytest.raises(ChoiceError):
        address.place("unblinded", PAGES, strange, "")
