"""What the source does not record has no panel: nobody recorded is not the same as none."""

from pathlib import Path

from dashboard.extract import keys
from dashboard.extract.lock import lock
from dashboard.pages.page import Page
from dashboard.settings import Settings
from dashboard.trial.model import Trial
from dashboard.trial.stores import for_blinded, for_conduct
from tests.conftest import SIDES
from tests.extract import tiny


def without(*tables: str) -> Trial:
    """The tiny trial, whose source is not said to have some tables."""
    kept = {name: spec for name, spec in tiny.trial().source.items() if name not in tables}
    return tiny.trial().model_copy(update={"source": kept})


def pages(base: Path, definition: Trial, side: str) -> dict[str, Page]:
    """The pages of a side of the locked trial."""
    tiny.write(base / "source")
    keys.new(base / "keys")
    lock(base / "source", definition, tiny.CUT_OFF, base / "x", base / "keys", pulled=tiny.PULLED)
    door = SIDES[side].open(base / "x", None, Settings(keys=str(base / "keys")))
    return {page.name: page for page in SIDES[side].pages(door.trial)}


def names(page: Page) -> set[str]:
    return {panel.name for panel in page.panels}


def test_without_a_screening_log_nothing_is_said_of_screening(tmp_path: Path) -> None:
    shown = pages(tmp_path, without("screening"), "conduct")
    assert "screened" not in names(shown["home"])
    assert "screening" not in names(shown["enrolment"])
    assert "documented" in names(shown["home"])


def test_without_visits_and_cycles_there_is_no_page_of_them(tmp_path: Path) -> None:
    shown = pages(tmp_path, without("visit", "cycle"), "conduct")
    assert "follow-up" not in shown
    assert {"documented", "first-cycle"}.isdisjoint(names(shown["home"]))


def test_without_dates_of_death_no_deaths_are_counted(tmp_path: Path) -> None:
    definition = tiny.trial('died_on = "DIED", ', "")
    shown = pages(tmp_path, definition, "unblinded")
    assert "deaths" not in names(shown["home"])


def test_without_infusion_days_no_cycle_is_called_incomplete(tmp_path: Path) -> None:
    definition = tiny.trial('infusion_days = "DAYS", ', "")
    shown = pages(tmp_path, definition, "unblinded")
    assert names(shown["cycles"]) == {"counts", "reached", "delivered", "swimmer"}
    assert shown["cycles"].panel("counts").query == "exposure/cycles_started"
    blinded = SIDES["blinded"].open(tmp_path / "x", None, Settings())
    (open_,) = (page for page in SIDES["blinded"].pages(blinded.trial) if page.name == "cycles")
    assert open_.panel("counts").query == "exposure/cycles_started"


def test_with_everything_everything_is_shown(tmp_path: Path) -> None:
    shown = pages(tmp_path, tiny.trial(), "unblinded")
    assert {"deaths", "ladder", "documented", "board"} <= names(shown["home"])
    assert {"cycles", "completeness", "adverse-events"} <= shown.keys()
    assert {"completion", "treatment-flow"} <= names(shown["cycles"])


def test_a_store_says_of_the_source_what_its_own_counts_are_made_of() -> None:
    trial = tiny.trial().model_copy(update={"provided": ("participant", "screening", "lab", "participant.died_on")})
    assert for_conduct(trial).provided == ("screening",)
    assert for_blinded(trial).provided == ("participant.died_on",)
    assert tiny.trial().has("screening")
