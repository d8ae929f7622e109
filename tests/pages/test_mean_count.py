"""The mean number of events on its pages: it counts the events that the tables beside it count."""

import pandas as pd

from dashboard.access.door import Door
from dashboard.pages.page import Page
from dashboard.pages.unblinded import PAGES

LAST = 365
"""The last landmark within the collection of the demonstration."""


def page(door: Door, name: str) -> Page:
    return next(item for item in PAGES(door.trial) if item.name == name)


def mean(door: Door, name: str, **chosen: str) -> dict[str, int]:
    asked = page(door, name)
    result = asked.panel("mean").result(door, **asked.chosen(chosen))
    return {arm: int(each.events.sum()) for arm, each in result.results.items()}


def test_a_group_has_the_events_of_its_rate(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for name in ("special-interest", "arm-only-events"):
        asked = page(door, name)
        (choice,) = (item for item in asked.filters if item.name == "interest")
        events = asked.panel("events").result(door, **asked.chosen({})).table()
        for group, title in choice.choices.items():
            rows = events[events["Events of special interest"] == title]
            assert mean(door, name, interest=group) == dict(zip(rows["Arm"], rows["Events"], strict=True)), group


def test_all_events_are_those_of_the_table_by_name_in_every_subset(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    asked = page(door, "adverse-events-by-name")
    for item in asked.filters:
        for value in item.choices if item.name in ("population", "subset") else ():
            overall = asked.panel("table").result(door, **asked.chosen({item.name: value})).rows[0]
            said = {arm: cell.events for arm, cell in overall.cells.items()}
            assert mean(door, asked.name, **{item.name: value}) == said, (item.name, value)


def test_the_table_reads_every_landmark_within_the_collection(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    table = page(door, "special-interest").panel("mean").result(door, interest="infections").table()
    assert isinstance(table, pd.DataFrame)
    assert table["Day"].unique().tolist() == [100, 180, LAST]
    assert (table["Lower 95%"] <= table["Mean events per participant"]).all()


def test_no_page_without_a_notice_draws_all_events_by_day(doors: dict[str, Door]) -> None:
    """They would draw an arm's cycles."""
    trial = doors["unblinded"].trial
    open_pages = {item.name for item in PAGES(trial) if not item.notice for one in item.panels if one.name == "mean"}
    assert open_pages == {"special-interest"}


def test_where_no_term_is_known_by_an_arm_all_events_stand_on_the_open_page(doors: dict[str, Door]) -> None:
    trial = doors["unblinded"].trial
    plain = trial.model_copy(update={"arm_revealing": trial.arm_revealing.model_copy(update={"terms": ()})})
    (shown,) = (item for item in PAGES(plain) if item.name == "adverse-events")
    assert shown.panel("mean").fixed["interest"] == ""
