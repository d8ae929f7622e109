"""Benefit and harm agree with the curves and tables of the same events, and reactions stand behind their notice."""

import pytest

from dashboard.access.door import Door
from dashboard.pages.page import Page
from dashboard.pages.unblinded import benefit
from dashboard.stats.benefit import BenefitHarm, Reading
from tests.conftest import SIDES

OPEN = "benefit-harm"
NOTED = "benefit-harm-reactions"


def page(door: Door, name: str = OPEN) -> Page:
    (found,) = (item for item in SIDES["unblinded"].pages(door.trial) if item.name == name)
    return found


def weighed(door: Door, name: str = OPEN, landmark: str = "largest") -> BenefitHarm:
    found = page(door, name).panel("weighed").result(door, landmark=landmark)
    assert isinstance(found, BenefitHarm)
    return found


def reading(result: BenefitHarm, title: str) -> Reading:
    (found,) = (each for each in result.readings if each.part.event == title)
    return found


def test_outcomes_stand_benefit_then_harm_in_the_protocols_order(doors: dict[str, Door]) -> None:
    first = ["Relapse", "Non-relapse mortality", "Acute GVHD grade III–IV", "Infection, grade 3 or worse"]
    door = doors["unblinded"]
    assert [each.part.event for each in weighed(door).readings] == [*first, "Death from any cause"]
    reactions = ["CRS grade ≥3", "ICANS grade ≥3"]
    assert [each.part.event for each in weighed(door, NOTED).readings] == [*first, *reactions, "Death from any cause"]


@pytest.mark.parametrize("landmark", ["100", "180", "365", "730"])
def test_counts_are_those_of_the_curves_at_every_landmark(doors: dict[str, Door], landmark: str) -> None:
    door = doors["unblinded"]
    result = weighed(door, landmark=landmark)
    shown = (("relapse-nrm", 1, "Relapse"), ("relapse-nrm", 2, "Non-relapse mortality"))
    for endpoint, cause, title in (*shown, ("agvhd", 1, "Acute GVHD grade III–IV")):
        rows = door.ask("efficacy/first_event", endpoint=endpoint, population="randomised")
        for arm, mark in reading(result, title).arms.items():
            mine = rows[rows["arm"] == arm]
            assert mark.events == ((mine["cause"] == cause) & (mine["days"] <= float(landmark))).sum()
            assert mark.at_risk == (mine["days"] >= float(landmark)).sum()
            assert mark.n == len(mine)


def test_everybody_with_a_severe_infection_is_in_the_adverse_event_table(doors: dict[str, Door]) -> None:
    """Beyond the end of collection the curve has counted all of them."""
    door = doors["unblinded"]
    table = next(p for p in SIDES["unblinded"].pages(door.trial) if p.name == "adverse-events").panel("table")
    events = table.result(door, subset="severe")
    (row,) = (r for r in events.rows if r.level == "soc" and r.soc == benefit.INFECTIONS)  # type: ignore[attr-defined]
    infection = reading(weighed(door, landmark="730"), "Infection, grade 3 or worse")
    for arm, mark in infection.arms.items():
        assert mark.events == row.cells[arm].participants > 0


def test_deaths_by_a_late_landmark_are_all_deaths(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    deaths = door.ask("unblinded/deaths").set_index("arm")["deaths"]
    for arm, mark in reading(weighed(door, landmark="730"), "Death from any cause").arms.items():
        assert mark.events == deaths[arm]


def test_reactions_are_those_of_their_endpoint_and_of_everybody_randomised(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    sizes = door.ask("conduct/population", population="randomised").set_index("arm")["n"]
    for name, title in (("crs", "CRS grade ≥3"), ("icans", "ICANS grade ≥3")):
        rows = door.ask("efficacy/first_event", endpoint=name, population="randomised")
        for arm, mark in reading(weighed(door, NOTED, "730"), title).arms.items():
            assert mark.n == sizes[arm]
            assert mark.events == ((rows["arm"] == arm) & (rows["cause"] == 1)).sum()


def test_both_pages_are_read_at_the_same_landmark(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    assert weighed(door).day == weighed(door, NOTED).day
    assert weighed(door).reached


def test_reactions_stand_behind_their_notice_alone(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    assert page(door, NOTED).notice
    assert not page(door).notice
    for panel in page(door).panels:
        assert panel.fixed["windowed"] == panel.fixed["windows"] == []


def test_a_trial_with_one_outcome_has_nothing_to_weigh(doors: dict[str, Door]) -> None:
    trial = doors["unblinded"].trial
    alone = trial.model_copy(
        update={"endpoints": (trial.endpoint("os"),), "adverse_events": None, "guidelines": (), "plans": ()}
    )
    assert benefit.pages(alone) == benefit.arm_only(alone) == ()


def test_a_dictionary_without_the_class_has_no_row_of_infections(doors: dict[str, Door]) -> None:
    """Nobody coded to the class is not nobody infected."""
    trial = doors["unblinded"].trial
    assert trial.adverse_events
    other = trial.model_copy(update={"adverse_events": trial.adverse_events.model_copy(update={"dictionary": ""})})
    (shown,) = benefit.pages(other)
    assert "infection" not in {part.source for part in shown.panels[0].stat.keywords["parts"]}  # type: ignore[attr-defined]  # a partial
