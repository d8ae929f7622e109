"""Events that are not in the extract as pages know them: numbers in an address."""

from dataclasses import replace

import pytest

from dashboard.access.door import Door
from dashboard.errors import ChoiceError
from dashboard.pages.page import Page, Panel
from dashboard.pages.reported import MOST, Reports
from dashboard.stats.stopping.typed import Reported
from tests.conftest import SIDES

KEPT = {7: Reported("P-7", 3), 9: Reported("P-9", 5)}


def find(guideline: str, numbers: tuple[int, ...]) -> tuple[Reported, ...]:
    if guideline != "nrm" or not set(numbers) <= set(KEPT):
        raise ChoiceError("None stands.")
    return tuple(KEPT[number] for number in numbers)


NRM = Reports("nrm", "unblinded/ledger", find)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [(None, ""), ("", ""), (" , ", ""), ("7", "7"), ("9,7", "7,9"), ("7,7, 9", "7,9"), ("07", "7")],
)
def test_an_address_has_one_spelling(given: str | None, chosen: str) -> None:
    assert NRM.parse(given) == chosen


@pytest.mark.parametrize("given", ["a", "1.5", "-7", "7;9", "٧", "1" * 10, ",".join(map(str, range(MOST + 1)))])
def test_what_is_no_number_is_refused_in_words(given: str) -> None:
    with pytest.raises(ChoiceError, match="give their numbers, such as 7,9"):
        NRM.parse(given)


def test_a_number_under_which_none_stands_is_refused() -> None:
    with pytest.raises(ChoiceError, match="None stands"):
        NRM.parse("7,8")


def test_numbers_become_events() -> None:
    assert NRM.events("7,9") == (KEPT[7], KEPT[9])
    assert NRM.events("") == ()


def test_without_a_server_a_number_means_nothing() -> None:
    alone = Reports("nrm", "unblinded/ledger")
    assert alone.parse("") == ""
    with pytest.raises(ChoiceError, match="open the guideline's page there"):
        alone.parse("7")


def supposing(reported: object = ()) -> object:
    return reported


def plain() -> None: ...


def test_a_page_that_supposes_keeps_the_panels_that_change() -> None:
    first = Panel("first", "First", supposing, plain, "")  # type: ignore[arg-type]  # nothing is drawn
    page = Page("nrm", "NRM", (first, replace(first, name="second", stat=plain)), reports=NRM)  # type: ignore[arg-type]
    chosen = page.chosen({"reported": "9,7"})
    assert [panel.name for panel in page.supposing(chosen).panels] == ["first"]
    assert page.given(chosen) == {"reported": (KEPT[7], KEPT[9])}
    assert page.supposing(page.chosen({})) is page
    assert page.given(page.chosen({})) == {"reported": ()}


def test_every_guideline_by_arm_takes_events_and_no_other_page_does(doors: dict[str, Door]) -> None:
    for name, door in doors.items():
        guidelines = {item.name for item in door.trial.guidelines} if name == "unblinded" else set()
        pages = [page for page in SIDES[name].pages(door.trial) if page.reports]
        assert {page.name for page in pages} == guidelines
        for page in pages:
            assert page.reports
            assert page.reports.guideline == page.name
            assert {panel.name for panel in page.panels if panel.supposes} == {"answer", "picture", "next"}
            watched = door.ask("unblinded/ledger", guideline=page.name)
            assert page.reports.participants(door) == tuple(sorted(watched["participant"]))
