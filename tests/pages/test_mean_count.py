"""The mean number of events on its pages: it counts the events that the tables beside it count."""

import pandas as pd

from dashboard.access.door import Door
from dashboard.pages.page import Page
from dashboard.pages.unblinded import PAGES
from dashboard.stats.mean_cumulative import MeanCumulative

CURVES = "unblinded/mean_count"
READ = ("special-interest", "arm-only-events")
COUNTED = "Events of special interest"


def page(door: Door, name: str) -> Page:
    return next(item for item in PAGES(door.trial) if item.name == name)


def read(door: Door, name: str, panel: str) -> pd.DataFrame:
    asked = page(door, name)
    return asked.panel(panel).result(door, **asked.chosen({})).table()


def curves(door: Door, **chosen: str) -> dict[str, MeanCumulative]:
    asked = page(door, "adverse-events-by-name")
    result = asked.panel("mean").result(door, **asked.chosen(chosen))
    return dict(result.results)  # type: ignore[attr-defined]  # a result by arm


def events(door: Door, **chosen: str) -> dict[str, int]:
    return {arm: int(each.events.sum()) for arm, each in curves(door, **chosen).items()}


def test_all_events_are_those_of_the_table_by_name_in_every_subset(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    asked = page(door, "adverse-events-by-name")
    for item in asked.filters:
        for value in item.choices if item.name in ("population", "subset") else ():
            overall = asked.panel("table").result(door, **asked.chosen({item.name: value})).rows[0]  # type: ignore[attr-defined]  # a table by arm
            said = {arm: cell.events for arm, cell in overall.cells.items()}
            assert events(door, **{item.name: value}) == said, (item.name, value)


def test_a_group_has_the_events_of_its_rate_and_no_more_of_them_serious(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    of_rate = pd.concat([read(door, name, "events") for name in READ])
    (choice,) = (item for item in page(door, "adverse-events-by-name").filters if item.name == "interest")
    assert len(choice.choices) == 1 + len(door.trial.special_interest)
    for group in door.trial.special_interest:
        rows = of_rate[of_rate[COUNTED] == group.title]
        said = dict(zip(rows["Arm"], rows["Events"], strict=True))
        assert events(door, interest=group.name) == said
        serious = events(door, interest=group.name, subset="serious")
        assert all(serious[arm] <= said[arm] for arm in said)


def test_landmarks_on_the_pages_of_the_groups_are_read_off_the_curves(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for name in READ:
        table = read(door, name, "mean")
        assert table["Day"].unique().tolist() == [100, 180, 365], "landmarks within the collection"
        titles = {group.title: group.name for group in door.trial.special_interest}
        for title in table[COUNTED].unique():
            rows = table[table[COUNTED] == title].drop(columns=["Arm", COUNTED]).reset_index(drop=True)
            off = pd.concat([each.table() for each in curves(door, interest=titles[title]).values()], ignore_index=True)
            pd.testing.assert_frame_equal(rows, off)


def test_no_page_without_a_notice_draws_events_by_day(doors: dict[str, Door]) -> None:
    """They would draw an arm's cycles."""
    drawn = {item.name for item in PAGES(doors["unblinded"].trial) for one in item.panels if one.query == CURVES}
    assert drawn == {"adverse-events-by-name"}
    assert page(doors["unblinded"], "adverse-events-by-name").notice


def test_where_no_term_is_known_by_an_arm_all_events_stand_on_the_open_page(doors: dict[str, Door]) -> None:
    trial = doors["unblinded"].trial
    plain = trial.model_copy(update={"arm_revealing": trial.arm_revealing.model_copy(update={"terms": ()})})
    (shown,) = (item for item in PAGES(plain) if item.name == "adverse-events")
    assert shown.panel("mean").fixed["interest"] == ""
