"""A filter that the door checks, the pages behind a table's rows, and that their numbers are the table's."""

import pytest

from dashboard.access.door import Door
from dashboard.errors import ChoiceError
from dashboard.figures.kinds import Table
from dashboard.pages.page import Page
from dashboard.pages.sought import LONGEST, Sought
from dashboard.stats.counts import AdverseEvents
from dashboard.stats.ladder import Ladder
from dashboard.stats.overview import Overview
from dashboard.stats.participant import Labs
from dashboard.stats.people import Events
from dashboard.stats.timeline import Timeline
from tests.conftest import SIDES

PERSON = Sought("person", "Participant", query="unblinded/participant_known")


def page(door: Door, name: str) -> Page:
    (found,) = (item for item in SIDES["unblinded"].pages(door.trial) if item.name == name)
    return found.at(door)


def listed(door: Door, name: str, **values: str) -> Events:
    there = page(door, name)
    result = there.panel("listed").result(door, **there.chosen(values))
    assert isinstance(result, Events)
    return result


@pytest.mark.parametrize("value", ["BLIN-S99-9999", "' or 1=1 --", "<script>", "%", "A" * (LONGEST + 1), "\x00"])
def test_a_participant_who_does_not_exist_is_a_sentence(doors: dict[str, Door], value: str) -> None:
    with pytest.raises(ChoiceError, match=r"Participant: .* is not in this extract"):
        PERSON.at(doors["unblinded"]).parse(value)


def test_nothing_is_chosen_by_default_and_a_known_value_is_taken_as_it_is(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    name = str(door.ask("unblinded/ledger", guideline="nrm-100")["participant"][0])
    assert PERSON.at(door).parse(None) == PERSON.at(door).parse("  ") == ""
    assert PERSON.at(door).parse(f" {name} ") == name


def test_without_a_door_no_value_is_known() -> None:
    with pytest.raises(ChoiceError):
        PERSON.parse("BLIN-S01-1001")


@pytest.mark.parametrize(("table", "subset"), [("adverse-events", "any"), ("adverse-events-by-name", "related")])
def test_each_term_leads_to_as_many_people_and_events_as_its_row_says(
    doors: dict[str, Door], table: str, subset: str
) -> None:
    door = doors["unblinded"]
    there = page(door, table)
    panel, chosen = there.panel("table"), there.chosen({"subset": subset})
    result = panel.result(door, **chosen)
    drawn = panel.draw(result, **chosen)
    assert isinstance(result, AdverseEvents)
    assert isinstance(drawn, Table)
    followed = 0
    for row, lead in zip(result.rows, drawn.leads, strict=True):
        assert (lead is not None) == (row.level == "term")
        if lead:
            behind = listed(door, lead.page, **lead.values).sums
            assert behind.n == result.n
            assert behind.people == {arm: cell.participants for arm, cell in row.cells.items()}
            assert behind.events == {arm: cell.events for arm, cell in row.cells.items()}
            followed += 1
    assert followed > 20


@pytest.mark.parametrize("side", ["blinded", "unblinded"])
def test_each_step_of_the_ladder_leads_to_terms_of_as_many_people(doors: dict[str, Door], side: str) -> None:
    door = doors[side]
    pages = {page.name: page.at(door) for page in SIDES[side].pages(door.trial)}
    panel = pages["home"].panel("ladder")
    steps = panel.result(door)
    drawn = panel.draw(steps)
    assert isinstance(steps, Ladder)
    assert isinstance(drawn, Table)
    for lead, count in zip(drawn.leads, steps.counts.values(), strict=True):
        assert lead
        there = pages[lead.page]
        table = there.panel("table").result(door, **there.chosen(lead.values))
        assert isinstance(table, AdverseEvents)
        assert {arm: cell.participants for arm, cell in table.rows[0].cells.items()} == count


@pytest.mark.parametrize("population", ["randomised", "treated"])
def test_each_row_of_the_overview_leads_to_terms_of_as_many_people_and_events(
    doors: dict[str, Door], population: str
) -> None:
    door = doors["unblinded"]
    there = page(door, "adverse-events-overview")
    chosen = there.chosen({"population": population})
    panel = there.panel("overview")
    result = panel.result(door, **chosen)
    drawn = panel.draw(result, **chosen)
    assert isinstance(result, Overview)
    assert isinstance(drawn, Table)
    for lead in filter(None, drawn.leads):
        behind = page(door, lead.page)
        table = behind.panel("table").result(door, **behind.chosen(lead.values))
        assert isinstance(table, AdverseEvents)
        for arm, cell in table.rows[0].cells.items():
            count = result.counts[lead.values["subset"], arm]
            assert (count.participants, count.n, count.events) == (cell.participants, cell.n, cell.events)
    assert len([*filter(None, drawn.leads)]) == 5


def test_serious_events_in_full_are_those_of_the_ladder(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    steps = door.ask("safety/ladder", population="randomised")
    serious = {str(row.arm): int(row.participants) for row in steps[steps["subset"] == "serious"].itertuples()}
    assert dict(listed(door, "serious-events-in-full").sums.people) == serious


def test_no_open_page_tells_of_one_participant_what_tells_the_arm(doors: dict[str, Door]) -> None:
    """No withheld term, cycle, infusion, attribution, unscheduled visit or endpoint of the infusion."""
    door = doors["unblinded"]
    withheld = {term.lower() for term in door.trial.arm_revealing.terms}
    scheduled = {visit.name for visit in door.trial.visits}
    titles = {
        cause.title.lower()
        for e in door.trial.endpoints
        if e.arm_revealing
        for cause in e.causes
        if cause.name == e.name
    }
    there = page(door, "participant")
    told = 0
    for name in door.ask("unblinded/ledger", guideline="nrm-100")["participant"].head(40):
        result = there.panel("timeline").result(door, **there.chosen({"person": str(name)}))
        assert isinstance(result, Timeline)
        assert not {"cycle", "infusion"} & {moment.kind for moment in result.moments}
        assert not (withheld | titles) & {moment.title.lower() for moment in result.moments}
        assert {moment.title for moment in result.of("visit")} <= scheduled
        assert "Related" not in result.table()
        told += len(result.moments)
    assert told > 40


def test_no_open_page_shows_results_of_a_test_that_tells_the_arm(doors: dict[str, Door]) -> None:
    """Immunoglobulin G falls under treatment: it stands behind the notice, as on the pages of laboratory values."""
    door = doors["unblinded"]
    assert door.trial.labs
    revealing = {test.title for test in door.trial.labs.tests if test.arm_revealing}
    name = str(door.ask("unblinded/ledger", guideline="nrm-100")["participant"][0])
    shown: dict[str, set[str]] = {}
    for there in (page(door, "participant"), page(door, "participant-in-full")):
        result = there.panel("labs").result(door, **there.chosen({"person": name}))
        assert isinstance(result, Labs)
        shown[there.name] = {one.title.split(" (")[0] for one in result.series}
    assert revealing
    assert shown["participant-in-full"] - shown["participant"] == revealing
    assert shown["participant"]
