"""Disposition agrees with the pages that count the same people."""

from dashboard.access.door import Door
from dashboard.pages.page import Panel
from dashboard.pages.unblinded.disposition import TREATMENT
from dashboard.stats.flow import Flow
from tests.conftest import SIDES


def asked(door: Door, page: str, name: str) -> Flow:
    (found,) = (item for item in SIDES[door.side].pages(door.trial) if item.name == page)
    panel: Panel = found.panel(name)
    result = panel.result(door)
    assert isinstance(result, Flow)
    return result


def test_the_dead_are_those_of_the_page_of_deaths(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    flow, deaths = asked(door, "disposition", "flow"), door.ask("unblinded/deaths").set_index("arm")
    died = next(step for step in flow.steps if step.title == "Died")
    assert died.counts == deaths["deaths"].to_dict()
    assert flow.n == deaths["n"].to_dict()
    without = door.ask("efficacy/first_event", endpoint="relapse-nrm", population="randomised")
    nrm = without[without["cause"] == 2].groupby("arm", observed=False).size().to_dict()
    assert dict(died.reasons)["without relapse"] == nrm


def test_the_blinded_flow_is_the_curve_of_relapse_and_nrm(doors: dict[str, Door]) -> None:
    door = doors["blinded"]
    flow = asked(door, "disposition", "flow")
    rows = door.ask("efficacy/first_event", endpoint="relapse-nrm", population="randomised")
    assert [sum(step.counts.values()) for step in flow.steps] == [(rows["cause"] == k).sum() for k in (1, 2, 0)]
    assert flow.screened is None


def test_the_screened_who_went_on_are_the_randomised(doors: dict[str, Door]) -> None:
    flow = asked(doors["unblinded"], "disposition", "flow")
    assert flow.screened is not None
    assert flow.screened - sum(count for _, _, count in flow.stayed) == sum(flow.n.values())


def test_treatment_stands_behind_the_notice_alone(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for page in SIDES["unblinded"].pages(door.trial):
        schemes = {panel.fixed.get("scheme") for panel in page.panels}
        assert ("treatment" in schemes) <= bool(page.notice)
    assert "treatment" not in set(doors["blinded"]._connection.cursor().sql("from disposition").df()["scheme"])


def test_reasons_stand_in_words_and_not_in_the_capitals_of_the_source(doors: dict[str, Door]) -> None:
    flows = [asked(doors["unblinded"], *names) for names in (("disposition", "flow"), ("cycles", "treatment-flow"))]
    reasons = [reason for flow in flows for step in flow.steps for reason, _ in step.reasons]
    assert "Withdrew" in reasons
    assert "Relapsed" in reasons
    assert [reason for reason in reasons if reason.isupper()] == []


def test_who_started_is_the_treated_population(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    flow = asked(door, "cycles", "treatment-flow")
    begun = [TREATMENT[code] for code in ("ongoing", "stopped", "ended", "completed")]
    started = {arm: sum(step.counts[arm] for step in flow.steps if step.title in begun) for arm in flow.n}
    treated = door.ask("conduct/population", population="treated").set_index("arm")["n"].to_dict()
    assert started == treated


def test_the_funnel_and_the_reasons_start_from_the_same_counts(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    reached = door.ask("unblinded/cycles_reached")
    expected = reached.groupby(["arm", "cycle"], observed=False)["participants"].sum()
    started = reached[reached["outcome"] == ""].set_index(["arm", "cycle"])["participants"]
    funnel = door.ask("exposure/cycles").set_index(["arm", "cycle"])
    assert (funnel["expected"] == expected).all()
    assert (funnel["started"] == started).all()
