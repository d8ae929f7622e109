"""Deaths agree with every other number about them, and nothing on the page without a notice names the arm."""

from pathlib import Path

from dashboard.access.door import Door
from dashboard.pages.door import Door as Asked
from dashboard.pages.page import Page
from dashboard.pages.unblinded import deaths
from dashboard.settings import Settings
from dashboard.stats.deaths import WITHHELD, Causes, Listed
from tests.conftest import SIDES
from tests.stats.test_deaths import columns, death

EVERY = 0
"""The row of all deaths."""


def page(door: Asked, name: str = "deaths") -> Page:
    (found,) = (item for item in SIDES["unblinded"].pages(door.trial) if item.name == name)
    return found


def counted(door: Asked, name: str = "deaths") -> Causes:
    found = page(door, name).panel("causes").result(door)
    assert isinstance(found, Causes)
    return found


def each(door: Asked, name: str = "deaths") -> Listed:
    found = page(door, name).panel("listed").result(door)
    assert isinstance(found, Listed)
    return found


def test_the_first_page_and_the_survival_curve_count_the_same_deaths(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    tile = door.ask("unblinded/deaths").set_index("arm")
    survival = door.ask("efficacy/any_event", endpoint="os", population="randomised")
    rows = counted(door)
    for arm, n in rows.n.items():
        assert n == tile["n"][arm]
        assert rows.rows[EVERY].deaths[arm] == tile["deaths"][arm]
        assert rows.rows[EVERY].deaths[arm] == survival.loc[survival["arm"] == arm, "event"].sum()


def test_deaths_without_relapse_are_the_nrm_of_the_curve(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    first = door.ask("efficacy/first_event", endpoint="relapse-nrm", population="randomised")
    (nrm,) = (row for row in counted(door).rows if row.stage == "No relapse before (NRM)" and not row.cause)
    for arm in nrm.deaths:
        assert nrm.deaths[arm] == ((first["arm"] == arm) & (first["cause"] == 2)).sum()


def test_stages_and_causes_add_up_to_all_deaths_on_both_pages(doors: dict[str, Door]) -> None:
    for name in ("deaths", "deaths-attribution"):
        result = counted(doors["unblinded"], name)
        for arm in result.n:
            total = result.rows[EVERY].deaths[arm]
            assert sum(row.deaths[arm] for row in result.rows if row.depth == 1) == total
            assert sum(row.deaths[arm] for row in result.rows if row.depth == 2) == total
            assert sum(death.arm == arm for death in each(doors["unblinded"], name).deaths) == total


def test_a_guideline_counts_the_deaths_that_say_so(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    titles = {g.title: g.name for g in door.trial.guidelines if g.cause in deaths.FATAL}
    for title, name in titles.items():
        events = (door.ask("stopping/monitored", guideline=name)["cause"] == 1).sum()
        assert events == sum(title in death.counted for death in each(door).deaths)


def test_what_is_new_is_what_the_first_page_calls_new(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    tile = door.ask("unblinded/deaths")
    new = sum(death.since in ("new", "late") for death in each(door).deaths)
    assert new == tile["deaths"].sum() - tile["before"].sum()


def test_without_an_earlier_extract_nothing_is_called_new(demo: Settings) -> None:
    alone = SIDES["unblinded"].open(Path(demo.extract), None, demo)
    assert {death.since for death in each(alone).deaths} == {""}


def test_no_last_dose_attribution_or_narrative_without_the_notice(doors: dict[str, Door]) -> None:
    """A day since the last dose, a narrative and a judgement of relatedness name the treated arm."""
    door = doors["unblinded"]
    assert not page(door).notice
    assert page(door, "deaths-attribution").notice
    told = {death.narrative for death in each(door, "deaths-attribution").deaths if death.narrative}
    assert told
    for panel in page(door).panels:
        table = panel.result(door).table()
        assert not {"From last dose", "Attribution", "Narrative"} & {*table.columns}
        assert not told & {*table.astype(str).to_numpy().ravel()}


def test_a_cause_that_exists_because_of_an_arm_is_withheld(doors: dict[str, Door]) -> None:
    trial = doors["unblinded"].trial
    hidden = {word.lower() for word in trial.telling}
    assert {term.lower() for term in trial.arm_revealing.terms} < hidden
    assert {"crs", "icans", "blinatumomab"} <= hidden
    rows = columns(death("A", "1", cause="ＣＲＳ3, day 4"))
    assert page(doors["unblinded"]).panel("listed").stat(**rows).deaths[0].cause == WITHHELD
    told = page(doors["unblinded"], "deaths-attribution").panel("listed").stat(**rows)
    assert told.deaths[0].cause == "ＣＲＳ3, day 4"


def test_a_trial_that_records_no_causes_shows_a_dash(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    bare = door.trial.model_copy(update={"provided": ("participant", "participant.died_on", "time_to_event")})
    (shown,) = deaths.pages(bare)
    assert deaths.attributed(bare) == ()
    result = shown.panel("causes").result(door)
    assert set(result.table()["Recorded cause"]) == {"any"}
    assert deaths.pages(bare.model_copy(update={"provided": ("participant",)})) == ()


def test_adjudication_of_one_event_never_leaves_the_sealed_store(doors: dict[str, Door]) -> None:
    for name in ("conduct", "blinded"):
        found = doors[name]._connection.cursor().execute("select table_name, column_name from duckdb_columns()").df()
        assert "adjudicated" not in set(found["column_name"])
        assert not {column for column in found["column_name"] if column.startswith("death_")}
