"""The pages of time-to-event endpoints: which there are, what they hold, and that hardly any data are no error."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.access import sql
from dashboard.access.door import Door
from dashboard.figures.kinds import Figure, Sentence, Table
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import endpoints as shared
from dashboard.pages.unblinded import endpoints
from dashboard.stats.arms import WithDifferences
from dashboard.trial.endpoints import Benchmark
from dashboard.trial.load import load
from dashboard.trial.model import Trial
from tests.conftest import ROOT
from tests.figures.drawn import is_plotly


@dataclass
class Rows:
    """A door that answers every question with the same few participants."""

    trial: Trial
    people: list[dict[str, Any]]
    side: str = "unblinded"
    hash: str = "0" * 64
    cut_off: date = date(2026, 1, 15)
    version: str = "0"
    arms: tuple[str, ...] = ("A", "B")
    previous_cut_off: date | None = None
    asked: list[str] = field(default_factory=list)

    def ask(self, query: str, /, **params: Any) -> pd.DataFrame:
        wanted = sql.read(query)
        assert params.keys() == wanted.params, query
        self.asked.append(query)
        rows = pd.DataFrame(self.people, columns=COLUMNS)
        rows["arm"] = pd.Categorical(rows["arm"], categories=list(self.arms))
        return rows[list(wanted.returns)]

    def parameters(self, query: str) -> frozenset[str]:
        return sql.read(query).params


COLUMNS = ["arm", "participant", "days", "cause", "event", "entry", "level", "stratum"]


def person(arm: str, days: int, cause: int) -> dict[str, Any]:
    groups = {"participant": "p", "entry": 0, "level": "x", "stratum": "x"}
    return {"arm": arm, "days": days, "cause": cause, "event": int(cause > 0), **groups}


FEW: dict[str, list[dict[str, Any]]] = {
    "nobody": [],
    "one participant": [person("A", 40, 0)],
    "one with an event": [person("B", 40, 1)],
    "groups of one": [person("A", 40, 1), person("B", 30, 0)],
    "no events": [person(arm, 400, 0) for arm in "AB" * 10],
    "all censored at day 0": [person(arm, 0, 0) for arm in "AB" * 10],
    "all events at day 0": [person(arm, 0, 1) for arm in "AB" * 10],
    "all events at one time": [person(arm, 100, 1) for arm in "AB" * 10],
    "one arm only": [person("A", 50 * k, k % 2) for k in range(10)],
}


@pytest.fixture(scope="module")
def trial() -> Trial:
    return load(ROOT / "data" / "trial.toml").model_copy(update={"source": {}})


def names(pages: tuple[Page, ...]) -> list[str]:
    return [page.name for page in pages]


def every(pages: tuple[Page, ...]) -> Iterator[tuple[Page, Panel]]:
    return ((page, panel) for page in pages for panel in page.panels if not panel.query.endswith("completeness"))


@pytest.mark.parametrize("given", FEW.values(), ids=FEW.keys())
def test_hardly_any_data_are_no_error(trial: Trial, given: list[dict[str, Any]]) -> None:
    door = Rows(trial, given)
    for page, panel in every(endpoints.pages(trial)):
        chosen = page.chosen({})
        result = panel.result(door, **chosen)
        assert isinstance(result.table(), pd.DataFrame)
        drawn = panel.draw(result, **chosen)
        assert isinstance(drawn, Figure | Table | Sentence)
        said = drawn.alt + drawn.foot if isinstance(drawn, Figure) else str(drawn)
        assert "nan" not in said.lower().replace("conventional", ""), (page.name, panel.name)


def test_both_kinds_of_gvhd_share_a_page_and_their_panels_have_names_of_their_own(trial: Trial) -> None:
    assert "gvhd" in names(endpoints.pages(trial))
    assert not {"agvhd", "cgvhd"} & set(names(endpoints.pages(trial)))
    page = next(page for page in endpoints.pages(trial) if page.name == "gvhd")
    assert {"agvhd", "cgvhd", "agvhd-landmarks", "cgvhd-landmarks"} <= {panel.name for panel in page.panels}


def test_one_kind_alone_keeps_its_own_page(trial: Trial) -> None:
    alone = trial.model_copy(update={"endpoints": tuple(e for e in trial.endpoints if e.name != "cgvhd")})
    assert "agvhd" in names(endpoints.pages(alone))
    assert "gvhd" not in names(endpoints.pages(alone))


def test_who_has_gvhd_at_entry_is_listed_on_its_page_alone(trial: Trial) -> None:
    listing = [(page.name, panel) for page, panel in every(endpoints.pages(trial)) if "not-at-risk" in panel.name]
    assert [(page, panel.name) for page, panel in listing] == [
        ("gvhd", "agvhd-not-at-risk"),
        ("gvhd", "cgvhd-not-at-risk"),
    ]
    panel = listing[0][1]
    table = panel.draw(panel.result(Rows(trial, [person("B", 0, 0)])))
    assert isinstance(table, Table)
    assert table.rows == (("p", "B"),)
    nobody = panel.draw(panel.result(Rows(trial, [])))
    assert nobody.empty == "Nobody: every participant is in the curves."  # type: ignore[union-attr]


def test_what_exists_because_of_an_arm_has_no_page_here(trial: Trial) -> None:
    revealing = {item.name for item in trial.endpoints if item.arm_revealing}
    assert revealing
    assert not any(name.startswith(each) for name in names(endpoints.pages(trial)) for each in revealing)


def test_comparisons_are_unblinded_alone(doors: dict[str, Door]) -> None:
    blinded = shared.pages(doors["blinded"].trial)
    panels = {panel.name for page in blinded for panel in page.panels}
    assert names(blinded) == ["relapse-nrm"]
    assert not panels & {"hazards", "ratios", "reading", "by-arm"}
    assert not any(isinstance(panel.result(doors["blinded"]), WithDifferences) for _, panel in every(blinded))
    assert not any(item.name == "lag" for page in blinded for item in page.filters)
    unblinded = endpoints.pages(doors["unblinded"].trial)
    by_name = {page.name: {panel.name for panel in page.panels} for page in unblinded}
    assert {"reading", "hazards", "landmarks", "by-arm", "stacked-1", "stacked-2"} <= by_name["relapse-nrm"]
    assert {"ratios", "landmarks", "by-arm"} <= by_name["efs"]


def test_no_p_value_is_in_any_table_or_drawing(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for page, panel in every(endpoints.pages(door.trial)):
        result = panel.result(door, **page.chosen({}))
        heads = " ".join(map(str, result.table().columns)).lower()
        drawn = panel.draw(result, **page.chosen({}))
        titles = " ".join(column.title for column in drawn.columns).lower() if isinstance(drawn, Table) else ""
        assert "p-value" not in heads + titles
        assert "(p)" not in heads + titles


def test_the_lag_reaches_every_panel_of_an_endpoint_and_is_said(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    said = "censored 30 days before the cut-off"
    for page, panel in every(endpoints.pages(door.trial)):
        if any(item.name == "lag" for item in page.filters) and not panel.name.endswith("not-at-risk"):
            drawn = panel.draw(panel.result(door, lag="30"), lag="30")
            text = drawn.foot if isinstance(drawn, Figure | Table) else drawn.text  # type: ignore[union-attr]
            assert said in text, (page.name, panel.name)


def test_a_lag_of_no_days_is_the_blinded_question_by_arm(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    asked = {"endpoint": "relapse-nrm", "population": "randomised"}
    plain = door.ask("efficacy/first_event", **asked)
    pd.testing.assert_frame_equal(door.ask("unblinded/first_event", **asked, lag="0"), plain, check_dtype=False)
    fewer = door.ask("unblinded/first_event", **asked, lag="30")
    assert len(fewer) == len(plain)
    assert fewer["days"].sum() < plain["days"].sum()
    assert (fewer["cause"] > 0).sum() <= (plain["cause"] > 0).sum()


def test_without_a_guideline_the_store_knows_no_cut_off_and_there_is_no_lag(trial: Trial) -> None:
    without = trial.model_copy(update={"guidelines": ()})
    door = Rows(without, FEW["no events"])
    for page, panel in every(endpoints.pages(without)):
        assert not any(item.name == "lag" for item in page.filters)
        panel.result(door, **page.chosen({}))


def point(**keys: Any) -> Benchmark:
    given = {"measure": "NRM at 1 year", "source": "Registry 2020", "estimate": 0.12, "clock": "randomisation", "n": 50}
    placed = {"population": "randomised", "endpoint": "relapse-nrm", "cause": "nrm", "day": 180}
    return Benchmark.model_validate(given | placed | keys)


def marks(trial: Trial, name: str, benchmarks: str) -> list[Any]:
    page = next(page for page in endpoints.pages(trial) if page.name == "relapse-nrm")
    panel, door = page.panel(name), Rows(trial, FEW["no events"])
    drawn = panel.draw(panel.result(door, lag="0"), lag="0", benchmarks=benchmarks)
    assert isinstance(drawn, Figure)
    assert is_plotly(drawn)
    assert ("[1] NRM at 1 year: 12.0%, n = 50" in drawn.foot) == (benchmarks == "on" and name == "nrm")
    return [trace["y"] for trace in drawn.plot["data"] if trace["mode"] == "markers+text"]


def test_a_benchmark_is_a_point_of_its_own_curve_when_asked_for(trial: Trial) -> None:
    with_point = trial.model_copy(update={"benchmarks": (point(),)})
    page = next(page for page in endpoints.pages(with_point) if page.name == "relapse-nrm")
    assert next(item for item in page.filters if item.name == "benchmarks").default == "off"
    assert marks(with_point, "nrm", "off") == []
    assert marks(with_point, "nrm", "on") == [[12.0]]
    assert marks(with_point, "relapse", "on") == []


def test_a_benchmark_on_another_clock_stays_in_its_table(trial: Trial) -> None:
    elsewhere = trial.model_copy(update={"benchmarks": (point(clock="first dose"),)})
    for page in endpoints.pages(elsewhere):
        assert not any(item.name == "benchmarks" for item in page.filters)


def test_planned_strata_and_other_columns_stand_apart(trial: Trial) -> None:
    pages = {page.name: page for page in endpoints.pages(trial)}
    planned, other = pages["os-strata"], pages["os-exploratory"]
    (chosen,), (free,) = ([f.choices for f in page.filters if f.name == "baseline"] for page in (planned, other))
    assert set(chosen) == {stratum.column for stratum in trial.strata}
    assert not set(chosen) & set(free)
    assert "exploratory" in other.title
    assert all("exploratory" in panel.title for panel in other.panels)
    assert {page.under for page in (planned, other)} == {"os"}
    door = Rows(trial, [person(arm, 400, 0) for arm in "AB" * 10])
    for page, panel in itertools.chain(every((planned,)), every((other,))):
        table = panel.result(door, **page.chosen({})).table()
        assert ("Lower 95%" in table.columns) == (page is planned)
        assert "exploratory" in " ".join(table["Basis"]) or page is planned


def test_the_clock_of_transplantation_compares_nothing(trial: Trial) -> None:
    pages = {page.name: page for page in endpoints.pages(trial)}
    assert [panel.name for panel in pages["relapse-nrm-from-transplantation"].panels] == ["relapse", "nrm", "landmarks"]
    undated = trial.model_copy(update={"provided": ("participant", "time_to_event")})
    assert not any(name.endswith("from-transplantation") for name in names(endpoints.pages(undated)))
